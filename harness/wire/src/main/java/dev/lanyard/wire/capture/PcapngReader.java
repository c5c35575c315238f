package dev.lanyard.wire.capture;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.capture.CapturePacket.Direction;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads pcapng packet by packet, in either byte order, holding one block at a time. Blocks of kinds it does not know
 * are passed over; damage ends reading with a {@link CaptureException} that says where. The stream stays the caller's
 * and should be buffered.
 */
public final class PcapngReader {

    /** A longer block is taken for damage. */
    public static final int MAX_BLOCK_LENGTH = 16 << 20;
    private static final int MAX_INTERFACES = 4096;
    private static final BigInteger NANOS_PER_SECOND = BigInteger.valueOf(1_000_000_000);

    private final InputStream in;
    private final List<Described> interfaces = new ArrayList<>();
    private ByteOrder order;
    private long blockOffset;
    private long offset;
    private long packetsRead;

    /** An interface and how its times count. */
    private record Described(CaptureInterface description, BigInteger ticksPerSecond, long offsetSeconds) {

        long toNanos(long ticks) {
            BigInteger unsigned = new BigInteger(Long.toUnsignedString(ticks));
            BigInteger nanos = unsigned.multiply(NANOS_PER_SECOND).divide(ticksPerSecond)
                    .add(BigInteger.valueOf(offsetSeconds).multiply(NANOS_PER_SECOND));
            return nanos.bitLength() < Long.SIZE ? nanos.longValue() : Long.MAX_VALUE;
        }
    }

    public PcapngReader(InputStream in) {
        this.in = in;
    }

    /** The interfaces of the current section that were described so far; indices are interface ids. */
    public List<CaptureInterface> interfaces() {
        return interfaces.stream().map(Described::description).toList();
    }

    /** How many packets {@link #next} returned. */
    public long packetsRead() {
        return packetsRead;
    }

    /**
     * The next packet, or empty at the end of the capture.
     *
     * @throws CaptureException when the capture is damaged, or ends inside a block
     */
    public Optional<CapturePacket> next() throws IOException {
        while (true) {
            blockOffset = offset;
            byte[] head = readUpTo(8);
            if (head.length == 0) {
                if (order == null) {
                    throw damaged("the capture is empty");
                }
                return Optional.empty();
            }
            requireWhole(head, 8);
            int type = ByteBuffer.wrap(head).getInt();
            ByteBuffer body = type == Pcapng.SECTION_HEADER ? sectionBody(head) : body(head, 0, new byte[0]);
            int kind = type == Pcapng.SECTION_HEADER ? type : ByteBuffer.wrap(head).order(order).getInt();
            Optional<CapturePacket> packet = interpret(kind, body);
            if (packet.isPresent()) {
                packetsRead++;
                return packet;
            }
        }
    }

    private Optional<CapturePacket> interpret(int kind, ByteBuffer body) throws CaptureException {
        try {
            switch (kind) {
                case Pcapng.SECTION_HEADER -> interfaces.clear();
                case Pcapng.INTERFACE_DESCRIPTION -> describe(body);
                case Pcapng.ENHANCED_PACKET -> {
                    return Optional.of(enhancedPacket(body));
                }
                case Pcapng.SIMPLE_PACKET -> {
                    return Optional.of(simplePacket(body));
                }
                default -> { }
            }
            return Optional.empty();
        } catch (BufferUnderflowException e) {
            throw damaged("block of kind %d is too short for its fields".formatted(kind));
        }
    }

    /** The byte order stands behind the length, so it is read before the length is understood. */
    private ByteBuffer sectionBody(byte[] head) throws IOException {
        byte[] magic = readUpTo(4);
        requireWhole(magic, 4);
        order = switch (ByteBuffer.wrap(magic).getInt()) {
            case Pcapng.BYTE_ORDER_MAGIC -> ByteOrder.BIG_ENDIAN;
            case 0x4D3C2B1A -> ByteOrder.LITTLE_ENDIAN;
            default -> throw damaged("section header without byte-order magic");
        };
        return body(head, 4, magic);
    }

    /** What stands between the two lengths of a block. */
    private ByteBuffer body(byte[] head, int alreadyRead, byte[] already) throws IOException {
        if (order == null) {
            throw damaged(notPcapng(head));
        }
        long total = ByteBuffer.wrap(head).order(order).getInt(4) & 0xFFFF_FFFFL;
        if (total < 12 + alreadyRead || total % 4 != 0 || total > MAX_BLOCK_LENGTH) {
            throw damaged("block length %d is not a multiple of 4 in %d..%d"
                    .formatted(total, 12 + alreadyRead, MAX_BLOCK_LENGTH));
        }
        int remaining = (int) total - 12 - alreadyRead;
        byte[] rest = readUpTo(remaining + 4);
        requireWhole(rest, remaining + 4);
        long repeated = ByteBuffer.wrap(rest).order(order).getInt(remaining) & 0xFFFF_FFFFL;
        if (repeated != total) {
            throw damaged("block length is %d at its start and %d at its end".formatted(total, repeated));
        }
        ByteBuffer body = ByteBuffer.allocate(alreadyRead + remaining).order(order);
        return body.put(already).put(rest, 0, remaining).flip();
    }

    private static String notPcapng(byte[] head) {
        return switch (ByteBuffer.wrap(head).getInt()) {
            case 0xA1B2C3D4, 0xD4C3B2A1, 0xA1B23C4D, 0x4D3CB2A1 ->
                    "this is a classic pcap file, not pcapng (convert it: editcap -F pcapng IN OUT)";
            default -> "no section header, so not pcapng: begins with " + Bytes.copyOf(head).toHex();
        };
    }

    private void describe(ByteBuffer body) throws CaptureException {
        if (interfaces.size() == MAX_INTERFACES) {
            throw damaged("more than %d interfaces".formatted(MAX_INTERFACES));
        }
        int linkType = body.getShort() & 0xFFFF;
        body.getShort();
        int snapLength = body.getInt();
        String name = "";
        BigInteger ticks = BigInteger.valueOf(1_000_000);
        long offsetSeconds = 0;
        for (Option option = option(body); option != null; option = option(body)) {
            switch (option.code()) {
                case Pcapng.IF_NAME -> name = option.text();
                case Pcapng.IF_TSRESOL -> {
                    int resolution = option.value().get();
                    ticks = (resolution < 0 ? BigInteger.TWO : BigInteger.TEN).pow(resolution & 0x7F);
                }
                case Pcapng.IF_TSOFFSET -> offsetSeconds = option.value().getLong();
                default -> { }
            }
        }
        interfaces.add(new Described(new CaptureInterface(linkType, snapLength, name), ticks, offsetSeconds));
    }

    private CapturePacket enhancedPacket(ByteBuffer body) throws CaptureException {
        int id = body.getInt();
        Described on = describedInterface(id);
        long ticks = (long) body.getInt() << 32 | body.getInt() & 0xFFFF_FFFFL;
        long captured = body.getInt() & 0xFFFF_FFFFL;
        long original = body.getInt() & 0xFFFF_FFFFL;
        Bytes data = data(body, captured);
        Direction direction = Direction.UNKNOWN;
        List<String> comments = new ArrayList<>();
        for (Option option = option(body); option != null; option = option(body)) {
            switch (option.code()) {
                case Pcapng.OPTION_COMMENT -> comments.add(option.text());
                case Pcapng.EPB_FLAGS -> direction = switch (option.value().getInt() & 3) {
                    case 1 -> Direction.INBOUND;
                    case 2 -> Direction.OUTBOUND;
                    default -> Direction.UNKNOWN;
                };
                default -> { }
            }
        }
        return new CapturePacket(id, on.toNanos(ticks), data, original, direction, comments);
    }

    private CapturePacket simplePacket(ByteBuffer body) throws CaptureException {
        int snapLength = describedInterface(0).description().snapLength();
        long original = body.getInt() & 0xFFFF_FFFFL;
        long captured = Math.min(original, body.remaining());
        if (snapLength > 0) {
            captured = Math.min(captured, snapLength);
        }
        return new CapturePacket(0, 0, data(body, captured), original, Direction.UNKNOWN, List.of());
    }

    private Described describedInterface(int id) throws CaptureException {
        if (id < 0 || id >= interfaces.size()) {
            throw damaged("packet on interface %d, but %d are described".formatted(id, interfaces.size()));
        }
        return interfaces.get(id);
    }

    private Bytes data(ByteBuffer body, long length) throws CaptureException {
        if (length > body.remaining()) {
            throw damaged("packet of %d octets in a block with room for %d".formatted(length, body.remaining()));
        }
        byte[] data = new byte[(int) length];
        body.get(data);
        skipPadding(body, data.length);
        return Bytes.wrap(data);
    }

    private record Option(int code, ByteBuffer value) {
        String text() {
            return StandardCharsets.UTF_8.decode(value.duplicate()).toString();
        }
    }

    /** The next option, or null at the end of them; the closing one may be left out. */
    private Option option(ByteBuffer body) throws CaptureException {
        if (body.remaining() < 4) {
            return null;
        }
        int code = body.getShort() & 0xFFFF;
        int length = body.getShort() & 0xFFFF;
        if (code == Pcapng.OPTION_END) {
            return null;
        }
        if (length > body.remaining()) {
            throw damaged("option %d of %d octets reaches past its block".formatted(code, length));
        }
        ByteBuffer value = body.slice(body.position(), length).order(order);
        body.position(body.position() + length);
        skipPadding(body, length);
        return new Option(code, value);
    }

    private static void skipPadding(ByteBuffer body, int length) {
        body.position(body.position() + Math.min(-length & 3, body.remaining()));
    }

    private byte[] readUpTo(int count) throws IOException {
        byte[] octets = in.readNBytes(count);
        offset += octets.length;
        return octets;
    }

    private void requireWhole(byte[] octets, int count) throws CaptureException {
        if (octets.length < count) {
            throw damaged("the capture ends inside a block");
        }
    }

    private CaptureException damaged(String what) {
        return new CaptureException(what, blockOffset, packetsRead);
    }
}
