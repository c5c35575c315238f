package dev.lanyard.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * An immutable run of octets with value equality, so that records which keep their raw bytes compare by content.
 *
 * <p>Offsets are in octets from the start of this value. Reads outside it throw {@link IndexOutOfBoundsException}:
 * decoders of untrusted input check {@link #has} first and report a defect instead.
 */
public final class Bytes {

    /** No octets. */
    public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    private final byte[] array;
    private final int start;
    private final int length;

    private Bytes(byte[] array, int start, int length) {
        this.array = array;
        this.start = start;
        this.length = length;
    }

    /** A copy of {@code source}. */
    public static Bytes copyOf(byte[] source) {
        return copyOf(source, 0, source.length);
    }

    /** A copy of {@code length} octets of {@code source} from {@code offset}. */
    public static Bytes copyOf(byte[] source, int offset, int length) {
        return length == 0 ? EMPTY : new Bytes(Arrays.copyOfRange(source, offset, offset + length), 0, length);
    }

    /** Wraps without copying; the caller promises never to change {@code source} again. */
    public static Bytes wrap(byte[] source) {
        return new Bytes(source, 0, source.length);
    }

    /** A part of {@code source}, wrapped without copying; the caller promises not to change it while this is in use. */
    public static Bytes wrap(byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        return new Bytes(source, offset, length);
    }

    /** Octets given as ints, of which the low eight bits count. */
    public static Bytes of(int... octets) {
        byte[] copy = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            copy[i] = (byte) octets[i];
        }
        return wrap(copy);
    }

    /** Parses hexadecimal digits; white space between octets is passed over. */
    public static Bytes hex(String digits) {
        return wrap(HexFormat.of().parseHex(digits.replaceAll("\\s+", "")));
    }

    public int length() {
        return length;
    }

    public boolean isEmpty() {
        return length == 0;
    }

    /** Whether {@code count} octets stand at {@code offset}. */
    public boolean has(int offset, int count) {
        return offset >= 0 && count >= 0 && offset <= length - count;
    }

    public int u8(int offset) {
        return array[at(offset, 1)] & 0xFF;
    }

    public int u16le(int offset) {
        int i = at(offset, 2);
        return (array[i] & 0xFF) | (array[i + 1] & 0xFF) << 8;
    }

    public int u16be(int offset) {
        int i = at(offset, 2);
        return (array[i] & 0xFF) << 8 | (array[i + 1] & 0xFF);
    }

    public long u32le(int offset) {
        int i = at(offset, 4);
        return ((array[i] & 0xFF) | (array[i + 1] & 0xFF) << 8 | (array[i + 2] & 0xFF) << 16 | array[i + 3] << 24)
                & 0xFFFF_FFFFL;
    }

    /** All 64 bits; what is above 2^63 is negative. */
    public long u64le(int offset) {
        return (long) LONG.get(array, at(offset, Long.BYTES));
    }

    public long u32be(int offset) {
        return (long) u16be(offset) << 16 | u16be(offset + 2);
    }

    /** A view of {@code count} octets from {@code offset}; shares storage, copies nothing. */
    public Bytes slice(int offset, int count) {
        return count == 0 ? EMPTY : new Bytes(array, at(offset, count), count);
    }

    /** A view of everything from {@code offset} on. */
    public Bytes from(int offset) {
        return slice(offset, length - offset);
    }

    /** At most the first {@code limit} octets. */
    public Bytes truncate(int limit) {
        return limit >= length ? this : slice(0, limit);
    }

    public Bytes concat(Bytes more) {
        byte[] joined = Arrays.copyOfRange(array, start, start + length + more.length);
        System.arraycopy(more.array, more.start, joined, length, more.length);
        return wrap(joined);
    }

    public byte[] toArray() {
        return Arrays.copyOfRange(array, start, start + length);
    }

    public void copyTo(byte[] target, int offset) {
        System.arraycopy(array, start, target, offset, length);
    }

    /** Puts all octets into {@code target}, whose position moves on. */
    public void copyTo(ByteBuffer target) {
        target.put(array, start, length);
    }

    /** Lower-case hexadecimal digits without separators. */
    public String toHex() {
        return HexFormat.of().formatHex(array, start, start + length);
    }

    /** Whether {@code other} has the same {@code count} octets at {@code offset}. */
    public boolean matches(Bytes other, int offset, int count) {
        int mine = at(offset, count);
        int theirs = other.at(offset, count);
        return Arrays.equals(array, mine, mine + count, other.array, theirs, theirs + count);
    }

    /** A hash of {@code count} octets at {@code offset}, eight at a time; another one than {@link #hashCode}. */
    public long mix(int offset, int count) {
        int i = at(offset, count);
        int end = i + count;
        long hash = count;
        for (; i <= end - Long.BYTES; i += Long.BYTES) {
            hash = (hash ^ (long) LONG.get(array, i)) * SPREAD;
            hash ^= hash >>> 32;
        }
        for (; i < end; i++) {
            hash = (hash ^ array[i]) * SPREAD;
        }
        return hash ^ hash >>> 29;
    }

    private int at(int offset, int count) {
        if (!has(offset, count)) {
            throw new IndexOutOfBoundsException(count + " octets at " + offset + " of " + length);
        }
        return start + offset;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that
                && Arrays.equals(array, start, start + length, that.array, that.start, that.start + that.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = start; i < start + length; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    /** The length and the first octets, short enough for a log line. */
    @Override
    public String toString() {
        return length <= 64 ? "[" + toHex() + "]" : "[" + length + " octets " + truncate(64).toHex() + "…]";
    }
}
