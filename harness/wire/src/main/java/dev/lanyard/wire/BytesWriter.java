package dev.lanyard.wire;

import dev.lanyard.wire.net.MacAddress;
import java.util.Arrays;

/**
 * Puts fields one after another. Integers are little-endian unless the name says otherwise; of a value that is too wide
 * for its field the low bits are written.
 */
public final class BytesWriter {

    private byte[] octets = new byte[64];
    private int length;

    public int length() {
        return length;
    }

    public BytesWriter u8(int value) {
        room(1);
        octets[length++] = (byte) value;
        return this;
    }

    public BytesWriter u16(int value) {
        return u8(value).u8(value >> 8);
    }

    public BytesWriter u16be(int value) {
        return u8(value >> 8).u8(value);
    }

    public BytesWriter u24(int value) {
        return u16(value).u8(value >> 16);
    }

    public BytesWriter u24be(int value) {
        return u8(value >> 16).u16be(value);
    }

    public BytesWriter u32(long value) {
        return u16((int) value).u16((int) (value >> 16));
    }

    public BytesWriter u32be(long value) {
        return u16be((int) (value >> 16)).u16be((int) value);
    }

    public BytesWriter u64(long value) {
        return u32(value).u32(value >> 32);
    }

    public BytesWriter u64be(long value) {
        return u32be(value >> 32).u32be(value);
    }

    public BytesWriter mac(MacAddress address) {
        long value = address.value();
        return u16be((int) (value >> 32)).u32be(value);
    }

    public BytesWriter bytes(Bytes more) {
        room(more.length());
        more.copyTo(octets, length);
        length += more.length();
        return this;
    }

    public Bytes toBytes() {
        return Bytes.copyOf(octets, 0, length);
    }

    private void room(int more) {
        if (length + more > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(length + more, 2 * octets.length));
        }
    }
}
