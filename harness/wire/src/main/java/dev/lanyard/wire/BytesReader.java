package dev.lanyard.wire;

import dev.lanyard.wire.net.MacAddress;

/**
 * Reads fields one after another and never throws for want of octets: a read past the end gives zero (or no octets),
 * consumes what is left, and makes {@link #failed} true. A decoder reads a whole structure without checks and asks
 * once at its end whether all of it was there.
 *
 * <p>Integers are little-endian unless the name says otherwise.
 */
public final class BytesReader {

    private final Bytes bytes;
    private final int base;
    private int position;
    private boolean failed;

    /** Reads {@code bytes} from the start; {@link #offset} counts from 0. */
    public BytesReader(Bytes bytes) {
        this(bytes, 0);
    }

    /** Reads {@code bytes}, whose first octet stands at {@code base} of something larger. */
    public BytesReader(Bytes bytes, int base) {
        this.bytes = bytes;
        this.base = base;
    }

    /** Where the next octet stands in the larger thing. */
    public int offset() {
        return base + position;
    }

    public int remaining() {
        return bytes.length() - position;
    }

    /** Whether something is left to read. */
    public boolean more() {
        return position < bytes.length();
    }

    /** Whether a read wanted more than there was. */
    public boolean failed() {
        return failed;
    }

    /** Makes {@link #failed} true: what was read contradicts itself. */
    public void fail() {
        failed = true;
    }

    public int u8() {
        int at = take(1);
        return at < 0 ? 0 : bytes.u8(at);
    }

    public int u16() {
        int at = take(2);
        return at < 0 ? 0 : bytes.u16le(at);
    }

    public int u16be() {
        int at = take(2);
        return at < 0 ? 0 : bytes.u16be(at);
    }

    public int u24() {
        int at = take(3);
        return at < 0 ? 0 : bytes.u16le(at) | bytes.u8(at + 2) << 16;
    }

    public int u24be() {
        int at = take(3);
        return at < 0 ? 0 : bytes.u16be(at) << 8 | bytes.u8(at + 2);
    }

    public long u32() {
        int at = take(4);
        return at < 0 ? 0 : bytes.u32le(at);
    }

    /** All 64 bits; negative when the highest is set. */
    public long u64() {
        int at = take(8);
        return at < 0 ? 0 : bytes.u32le(at) | bytes.u32le(at + 4) << 32;
    }

    /** All 64 bits, most significant octet first. */
    public long u64be() {
        int at = take(8);
        return at < 0 ? 0 : bytes.u32be(at) << 32 | bytes.u32be(at + 4);
    }

    public MacAddress mac() {
        int at = take(6);
        return at < 0 ? new MacAddress(0) : MacAddress.at(bytes, at);
    }

    /** {@code count} octets, or none where fewer are left. */
    public Bytes bytes(int count) {
        int at = take(count);
        return at < 0 ? Bytes.EMPTY : bytes.slice(at, count);
    }

    /** Everything that is left. */
    public Bytes rest() {
        return bytes(remaining());
    }

    /** The octet {@code ahead} of the next one, without reading it; -1 where there is none. */
    public int peek(int ahead) {
        return bytes.has(position + ahead, 1) ? bytes.u8(position + ahead) : -1;
    }

    /** A reader of the next {@code count} octets; of nothing where fewer are left. */
    public BytesReader sub(int count) {
        int at = offset();
        return new BytesReader(bytes(count), at);
    }

    private int take(int count) {
        if (failed || !bytes.has(position, count)) {
            failed = true;
            position = bytes.length();
            return -1;
        }
        int at = position;
        position += count;
        return at;
    }
}
