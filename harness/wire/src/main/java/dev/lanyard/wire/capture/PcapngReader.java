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
 * are passed over; damage ends reading with a {@link CaptureException} that says where. The stream stays the caller's.
 */
public final class PcapngReader implements CaptureReader {

    /** A longer block is taken for damage. */
    public static final int MAX_BLOCK_LENGTH = 16 << 20;
    private static final int MAX_INTERFACES = 4096;
    private static final BigInteger NANOS_PER_SECOND = BigInteger.valueOf(1_000_000_000);

    private final CaptureInput in;
    private final List<Described> interfaces = new ArrayList<>();
    private ByteOrder order;
    private long blockOffset;
    private long packetsRead;

    /** An interface and how its times count. */
    private record Described(CaptureInterface description, BigInteger ticksPerSecond, long nanosPerTick,
                             long offsetSeconds) {

        Described(CaptureInterface description, BigInteger ticksPerSecond, long offsetSeconds) {
            this(description, ticksPerSecond, NANOS_PER_SECOND.mod(ticksPerSecond).signum() == 0
                    ? NANOS_PER_SECOND.divide(ticksPerSecond).longValueExact() : 0, offsetSeconds);
        }

        long toNanos(long ticks) {
            if (nanosPerTick > 0 && offsetSeconds == 0 && ticks >= 0 && ticks <= Long.MAX_VALUE / nanosPerTick) {
                return ticks * nanosPerTick;
            }
            return toNanosExactly(ticks);
        }

        private long toNanosExactly(long ticks) {
            BigInteger unsigned = new BigInteger(Long.toUnsignedString(ticks));
            BigInteger nanos = unsigned.multiply(NANOS_PER_SECOND).divide(ticksPerSecond)
                    .add(BigInteger.valueOf(offsetSeconds).multiply(NANOS_PER_SECOND));
            return nanos.bitLength() < Long.SIZE ? nanos.longValue() : Long.MAX_VALUE;
        }
    }

    /** Reads pcapng only; {@link CaptureReader#open} finds out what a capture is. */
    public PcapngReader(InputStream in) {
        this(new CaptureInput(in));
    }

    PcapngReader(CaptureInput in) {
        this.in = in;
    }

    @Override
    public List<CaptureInterface> interfaces() {
        return interfaces.stream().map(Described::description).toList();
    }

    @Override
    public CaptureInterface interfaceOf(CapturePacket packet) {
        return interfaces.get(packet.interfaceId()).description();
    }

    @Override
    public long packetsRead() {
        return packetsRead;
    }

    @Override
    public Optional<CapturePacket> next() throws IOException {
        while (true) {
            blockOffset = in.offset();
            ByteBuffer head = in.peek(12);
            if (!head.hasRemaining() && in.trouble().isEmpty()) {
                if (order == null) {
                    throw damaged("the capture is empty");
                }
                return Optional.empty();
            }
            requireWhole(head, 8);
            boolean isSection = head.getInt(0) == Pcapng.SECTION_HEADER;
            if (order == null && !isSection) {
                throw damaged(notPcapng(head));
            }
            requireWhole(head, 12);
            if (isSection) {
                order = byteOrder(head.getInt(8));
            }
            int kind = isSection ? Pcapng.SECTION_HEADER : head.order(order).getInt(0);
            Optional<CapturePacket> packet = interpret(kind, body(head.order(order).getInt(4), isSection ? 28 : 12));
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
                case Pcapng.PACKET -> {
                    return Optional.of(obsoletePacket(body));
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

    private ByteOrder byteOrder(int magic) throws CaptureException {
        return switch (magic) {
            case Pcapng.BYTE_ORDER_MAGIC -> ByteOrder.BIG_ENDIAN;
            case 0x4D3C2B1A -> ByteOrder.LITTLE_ENDIAN;
            default -> throw damaged("section header without byte-order magic");
        };
    }

    /** What stands between the two lengths of a block. */
    private ByteBuffer body(int length, int shortest) throws IOException {
        long total = length & 0xFFFF_FFFFL;
        if (total < shortest || total % 4 != 0 || total > MAX_BLOCK_LENGTH) {
            throw damaged("block length %d is not a multiple of 4 in %d..%d".formatted(total, shortest,
                    MAX_BLOCK_LENGTH));
        }
        ByteBuffer block = in.read((int) total).order(order);
        requireWhole(block, (int) total);
        long repeated = block.getInt((int) total - 4) & 0xFFFF_FFFFL;
        if (repeated != total) {
            throw damaged("block length is %d at its start and %d at its end".formatted(total, repeated));
        }
        return block.position(8).limit((int) total - 4);
    }

    private static String notPcapng(ByteBuffer head) {
        byte[] first = new byte[8];
        head.get(0, first);
        return PcapReader.isMagic(head.getInt(0))
                ? "this is a classic pcap file, not pcapng (convert it: editcap -F pcapng IN OUT)"
                : "no section header, so not pcapng: begins with " + Bytes.wrap(first).toHex();
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
        int fcsLength = 0;
        for (Option option = option(body); option != null; option = option(body)) {
            switch (option.code()) {
                case Pcapng.IF_NAME -> name = option.text();
                case Pcapng.IF_TSRESOL -> {
                    int resolution = option.value().get();
                    ticks = (resolution < 0 ? BigInteger.TWO : BigInteger.TEN).pow(resolution & 0x7F);
                }
                case Pcapng.IF_FCSLEN -> fcsLength = Math.min(option.value().get() & 0xFF, 8);
                case Pcapng.IF_TSOFFSET -> offsetSeconds = option.value().getLong();
                default -> { }
            }
        }
        interfaces.add(new Described(new CaptureInterface(linkType, snapLength, name, fcsLength), ticks, offsetSeconds));
    }

    private CapturePacket enhancedPacket(ByteBuffer body) throws CaptureException {
        return withTime(body, body.getInt());
    }

    private CapturePacket withTime(ByteBuffer body, int id) throws CaptureException {
        Described on = describedInterface(id);
        long ticks = (long) body.getInt() << 32 | body.getInt() & 0xFFFF_FFFFL;
        long captured = body.getInt() & 0xFFFF_FFFFL;
        long original = body.getInt() & 0xFFFF_FFFFL;
        Bytes data = data(body, captured);
        Direction direction = Direction.UNKNOWN;
        List<String> comments = List.of();
        for (Option option = option(body); option != null; option = option(body)) {
            switch (option.code()) {
                case Pcapng.OPTION_COMMENT -> {
                    comments = comments.isEmpty() ? new ArrayList<>() : comments;
                    comments.add(option.text());
                }
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

    private CapturePacket obsoletePacket(ByteBuffer body) throws CaptureException {
        int id = body.getShort() & 0xFFFF;
        body.getShort();
        return withTime(body, id);
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

    private void requireWhole(ByteBuffer octets, int count) throws CaptureException {
        if (octets.remaining() < count) {
            throw damaged(in.trouble().orElse("the capture ends inside a block"));
        }
    }

    private CaptureException damaged(String what) {
        return new CaptureException(what, blockOffset, packetsRead);
    }
}
