package dev.lanyard.wire.capture;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.capture.CapturePacket.Direction;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

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
    public Optional<CapturePacket> next() throws IOException {
        long offset = in.offset();
        ByteBuffer header = in.read(RECORD_HEADER_LENGTH).order(order);
        if (!header.hasRemaining() && in.trouble().isEmpty()) {
            return Optional.empty();
        }
        requireWhole(header, RECORD_HEADER_LENGTH, offset);
        long nanos = (header.getInt(0) & 0xFFFF_FFFFL) * 1_000_000_000L
                + (header.getInt(4) & 0xFFFF_FFFFL) * nanosPerTick;
        long captured = header.getInt(8) & 0xFFFF_FFFFL;
        long original = header.getInt(12) & 0xFFFF_FFFFL;
        if (captured > PcapngReader.MAX_BLOCK_LENGTH) {
            throw new CaptureException("packet of %d octets; more than %d are taken for damage"
                    .formatted(captured, PcapngReader.MAX_BLOCK_LENGTH), offset, packetsRead);
        }
        ByteBuffer octets = in.read((int) captured);
        requireWhole(octets, (int) captured, offset);
        byte[] data = new byte[(int) captured];
        octets.get(data);
        packetsRead++;
        return Optional.of(new CapturePacket(0, nanos, Bytes.wrap(data), original, Direction.UNKNOWN, List.of()));
    }

    private void requireWhole(ByteBuffer octets, int count, long offset) throws CaptureException {
        if (octets.remaining() < count) {
            throw new CaptureException(in.trouble().orElse("the capture ends inside a packet"), offset, packetsRead);
        }
    }

    @Override
    public List<CaptureInterface> interfaces() {
        return interfaces;
    }

    @Override
    public CaptureInterface interfaceOf(CapturePacket packet) {
        return interfaces.getFirst();
    }

    @Override
    public long packetsRead() {
        return packetsRead;
    }
}
