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

/**
 * Reads pcapng packet by packet, in either byte order, holding one block at a time. Blocks of kinds it does not know
 * are passed over; damage ends reading with a {@link CaptureException} that says where. The stream stays the caller's.
 */
public final class PcapngReader implements CaptureReader {

    /** A longer block is taken for damage. */
    public static final int MAX_BLOCK_LENGTH = 16 << 20;
    private static final int MAX_INTERFACES = 4096;
    /** Kind and length of a block, and the byte-order magic of a section header. */
    private static final int HEAD = 12;
    private static final int OPTION_HEADER = 4;
    private static final BigInteger NANOS_PER_SECOND = BigInteger.valueOf(1_000_000_000);

    private final CaptureInput in;
    private final List<Described> interfaces = new ArrayList<>();
    private ByteOrder order;
    private long blockOffset;
    private long packetsRead;

    /** The block at hand: its kind stands at {@code at}, its repeated length at {@code end}. */
    private byte[] array;
    private int at;
    private int end;

    /** The packet at hand. */
    private Described on;
    private int interfaceId;
    private long nanos;
    private Bytes octets = Bytes.EMPTY;
    private long originalLength;
    private Direction direction = Direction.UNKNOWN;
    private List<String> comments = List.of();

    /** An interface and how its times count. */
    private record Described(CaptureInterface description, BigInteger ticksPerSecond, long nanosPerTick,
                             long mostTicks, long offsetSeconds) {

        /** Where ticks are whole nanoseconds, so many of them are counted without large numbers. */
        static Described of(CaptureInterface description, BigInteger ticksPerSecond, long offsetSeconds) {
            long each = NANOS_PER_SECOND.mod(ticksPerSecond).signum() == 0 && offsetSeconds == 0
                    ? NANOS_PER_SECOND.divide(ticksPerSecond).longValueExact() : 0;
            return new Described(description, ticksPerSecond, each, each == 0 ? -1 : Long.MAX_VALUE / each,
                    offsetSeconds);
        }

        long toNanos(long ticks) {
            if (ticks >= 0 && ticks <= mostTicks) {
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
    public CaptureInterface receiver() {
        return on.description();
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
        return new CapturePacket(interfaceId, nanos, Bytes.wrap(octets.toArray()), originalLength, direction, comments);
    }

    @Override
    public long packetsRead() {
        return packetsRead;
    }

    @Override
    public boolean advance() throws IOException {
        while (true) {
            blockOffset = in.offset();
            int held = in.hold(HEAD);
            if (held == 0 && in.trouble().isEmpty()) {
                if (order == null) {
                    throw damaged("the capture is empty");
                }
                return false;
            }
            requireWhole(held, 8);
            array = in.array();
            at = in.position();
            boolean isSection = Octets.u32be(array, at) == Pcapng.SECTION_HEADER;
            if (order == null && !isSection) {
                throw damaged(notPcapng(Bytes.wrap(array, at, 8)));
            }
            requireWhole(held, HEAD);
            if (isSection) {
                order = byteOrder(Octets.u32be(array, at + 8));
            }
            int kind = isSection ? Pcapng.SECTION_HEADER : i32(at);
            takeBlock(isSection ? 28 : 12);
            if (interpret(kind)) {
                packetsRead++;
                return true;
            }
        }
    }

    private boolean interpret(int kind) throws CaptureException {
        try {
            switch (kind) {
                case Pcapng.SECTION_HEADER -> interfaces.clear();
                case Pcapng.INTERFACE_DESCRIPTION ->
                        describe(ByteBuffer.wrap(array, at + 8, end - at - 8).slice().order(order));
                case Pcapng.ENHANCED_PACKET -> {
                    requireFields(kind, 28);
                    packetWithTime(i32(at + 8));
                    return true;
                }
                case Pcapng.PACKET -> {
                    requireFields(kind, 28);
                    packetWithTime(u16(at + 8));
                    return true;
                }
                case Pcapng.SIMPLE_PACKET -> {
                    requireFields(kind, 12);
                    simplePacket();
                    return true;
                }
                default -> { }
            }
            return false;
        } catch (BufferUnderflowException e) {
            throw tooShort(kind);
        }
    }

    private void requireFields(int kind, int octetsBefore) throws CaptureException {
        if (end - at < octetsBefore) {
            throw tooShort(kind);
        }
    }

    private CaptureException tooShort(int kind) {
        return damaged("block of kind %d is too short for its fields".formatted(kind));
    }

    private ByteOrder byteOrder(int magic) throws CaptureException {
        return switch (magic) {
            case Pcapng.BYTE_ORDER_MAGIC -> ByteOrder.BIG_ENDIAN;
            case 0x4D3C2B1A -> ByteOrder.LITTLE_ENDIAN;
            default -> throw damaged("section header without byte-order magic");
        };
    }

    /** Takes the block at hand from the input: it stays in the array until the next one is asked for. */
    private void takeBlock(int shortest) throws IOException {
        long total = u32(at + 4);
        if (total < shortest || total % 4 != 0 || total > MAX_BLOCK_LENGTH) {
            throw damaged("block length %d is not a multiple of 4 in %d..%d".formatted(total, shortest,
                    MAX_BLOCK_LENGTH));
        }
        requireWhole(in.hold((int) total), (int) total);
        array = in.array();
        at = in.position();
        end = at + (int) total - 4;
        in.skip((int) total);
        long repeated = u32(end);
        if (repeated != total) {
            throw damaged("block length is %d at its start and %d at its end".formatted(total, repeated));
        }
    }

    private static String notPcapng(Bytes head) {
        return PcapReader.isMagic((int) head.u32be(0))
                ? "this is a classic pcap file, not pcapng (convert it: editcap -F pcapng IN OUT)"
                : "no section header, so not pcapng: begins with " + head.toHex();
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
        interfaces.add(Described.of(new CaptureInterface(linkType, snapLength, name, fcsLength), ticks, offsetSeconds));
    }

    private void packetWithTime(int id) throws CaptureException {
        on = describedInterface(id);
        interfaceId = id;
        nanos = on.toNanos((long) i32(at + 12) << 32 | u32(at + 16));
        keep(at + 28, u32(at + 20), u32(at + 24));
    }

    private void simplePacket() throws CaptureException {
        on = describedInterface(0);
        interfaceId = 0;
        nanos = 0;
        int snapLength = on.description().snapLength();
        long original = u32(at + 8);
        long captured = Math.min(original, end - (at + 12));
        keep(at + 12, snapLength > 0 ? Math.min(captured, snapLength) : captured, original);
    }

    private void keep(int from, long captured, long original) throws CaptureException {
        if (captured > end - from) {
            throw damaged("packet of %d octets in a block with room for %d".formatted(captured, end - from));
        }
        octets = Bytes.wrap(array, from, (int) captured);
        originalLength = original;
        direction = Direction.UNKNOWN;
        comments = List.of();
        int options = from + padded((int) captured);
        if (end - options >= OPTION_HEADER) {
            readOptions(options);
        }
    }

    private void readOptions(int from) throws CaptureException {
        for (int option = from; end - option >= OPTION_HEADER && u16(option) != Pcapng.OPTION_END; ) {
            int code = u16(option);
            int length = u16(option + 2);
            int value = option + OPTION_HEADER;
            if (length > end - value) {
                throw damaged("option %d of %d octets reaches past its block".formatted(code, length));
            }
            if (code == Pcapng.OPTION_COMMENT) {
                comments = comments.isEmpty() ? new ArrayList<>() : comments;
                comments.add(new String(array, value, length, StandardCharsets.UTF_8));
            } else if (code == Pcapng.EPB_FLAGS) {
                if (length < Integer.BYTES) {
                    throw damaged("option %d of %d octets is too short".formatted(code, length));
                }
                direction = switch (i32(value) & 3) {
                    case 1 -> Direction.INBOUND;
                    case 2 -> Direction.OUTBOUND;
                    default -> Direction.UNKNOWN;
                };
            }
            option = value + padded(length);
        }
    }

    private static int padded(int length) {
        return length + 3 & ~3;
    }

    private int u16(int offset) {
        return little() ? Octets.u16le(array, offset) : Octets.u16be(array, offset);
    }

    private int i32(int offset) {
        return little() ? Octets.u32le(array, offset) : Octets.u32be(array, offset);
    }

    private long u32(int offset) {
        return i32(offset) & 0xFFFF_FFFFL;
    }

    private boolean little() {
        return order == ByteOrder.LITTLE_ENDIAN;
    }

    private Described describedInterface(int id) throws CaptureException {
        if (id < 0 || id >= interfaces.size()) {
            throw damaged("packet on interface %d, but %d are described".formatted(id, interfaces.size()));
        }
        return interfaces.get(id);
    }

    private record Option(int code, ByteBuffer value) {
        String text() {
            return StandardCharsets.UTF_8.decode(value.duplicate()).toString();
        }
    }

    /** The next option of an interface, or null at the end of them; the closing one may be left out. */
    private Option option(ByteBuffer body) throws CaptureException {
        if (body.remaining() < OPTION_HEADER) {
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
        body.position(body.position() + Math.min(padded(length) - length, body.remaining()));
        return new Option(code, value);
    }

    private void requireWhole(int held, int count) throws CaptureException {
        if (held < count) {
            throw damaged(in.trouble().orElse("the capture ends inside a block"));
        }
    }

    private CaptureException damaged(String what) {
        return new CaptureException(what, blockOffset, packetsRead);
    }
}
