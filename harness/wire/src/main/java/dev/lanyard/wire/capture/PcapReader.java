package dev.lanyard.wire.capture;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.capture.CapturePacket.Direction;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Reads classic pcap (draft-ietf-opsawg-pcap) in either byte order, with times in micro- or nanoseconds. */
final class PcapReader implements CaptureReader {

    private static final int MAGIC_MICROS = 0xA1B2C3D4;
    private static final int MAGIC_NANOS = 0xA1B23C4D;
    private static final int HEADER_LENGTH = 24;
    private static final int RECORD_HEADER_LENGTH = 16;
    private static final int FCS_PRESENT = 1 << 26;

    private final CaptureInput in;
    private final ByteOrder order;
    private final int nanosPerTick;
    private final List<CaptureInterface> interfaces;
    private long packetsRead;
    private long nanos;
    private long originalLength;
    private Bytes octets = Bytes.EMPTY;

    PcapReader(CaptureInput in) throws IOException {
        this.in = in;
        ByteBuffer header = in.read(HEADER_LENGTH);
        if (header.remaining() < HEADER_LENGTH) {
            throw new CaptureException(in.trouble().orElse("the capture ends inside its header"), 0, 0);
        }
        int magic = header.getInt(0);
        order = magic == MAGIC_MICROS || magic == MAGIC_NANOS ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        header.order(order);
        nanosPerTick = header.getInt(0) == MAGIC_NANOS ? 1 : 1000;
        int network = header.getInt(20);
        int fcs = (network & FCS_PRESENT) == 0 ? 0 : (network >>> 28) * 2;
        interfaces = List.of(new CaptureInterface(network & 0xFFFF, header.getInt(16), "", fcs));
    }

    static boolean isMagic(int bigEndian) {
        return bigEndian == MAGIC_MICROS || bigEndian == MAGIC_NANOS
                || Integer.reverseBytes(bigEndian) == MAGIC_MICROS || Integer.reverseBytes(bigEndian) == MAGIC_NANOS;
    }

    @Override
    public boolean advance() throws IOException {
        long offset = in.offset();
        int held = in.hold(RECORD_HEADER_LENGTH);
        if (held == 0 && in.trouble().isEmpty()) {
            return false;
        }
        requireWhole(held, RECORD_HEADER_LENGTH, offset);
        nanos = u32(0) * 1_000_000_000L + u32(4) * nanosPerTick;
        long captured = u32(8);
        originalLength = u32(12);
        if (captured > PcapngReader.MAX_BLOCK_LENGTH) {
            throw new CaptureException("packet of %d octets; more than %d are taken for damage"
                    .formatted(captured, PcapngReader.MAX_BLOCK_LENGTH), offset, packetsRead);
        }
        int whole = RECORD_HEADER_LENGTH + (int) captured;
        requireWhole(in.hold(whole), whole, offset);
        octets = Bytes.wrap(in.array(), in.position() + RECORD_HEADER_LENGTH, (int) captured);
        in.skip(whole);
        packetsRead++;
        return true;
    }

    private long u32(int at) {
        byte[] array = in.array();
        int i = in.position() + at;
        return (order == ByteOrder.LITTLE_ENDIAN ? Octets.u32le(array, i) : Octets.u32be(array, i)) & 0xFFFF_FFFFL;
    }

    private void requireWhole(int held, int count, long offset) throws CaptureException {
        if (held < count) {
            throw new CaptureException(in.trouble().orElse("the capture ends inside a packet"), offset, packetsRead);
        }
    }

    @Override
    public List<CaptureInterface> interfaces() {
        return interfaces;
    }

    @Override
    public CaptureInterface receiver() {
        return interfaces.getFirst();
    }

    @Override
    public Bytes octets() {
        return octets;
    }

    @Override
    public long epochNanos() {
        return nanos;
    }

    @Override
    public CapturePacket packet() {
        return new CapturePacket(0, nanos, Bytes.wrap(octets.toArray()), originalLength, Direction.UNKNOWN, List.of());
    }

    @Override
    public long packetsRead() {
        return packetsRead;
    }
}
