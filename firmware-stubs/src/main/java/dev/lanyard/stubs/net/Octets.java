package dev.lanyard.stubs.net;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Network-order fields of a frame that is rewritten where it lies. Callers have checked the bounds. */
final class Octets {

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Octets() {}

    static int u8(byte[] frame, int offset) {
        return frame[offset] & 0xFF;
    }

    static int u16(byte[] frame, int offset) {
        return (short) SHORT.get(frame, offset) & 0xFFFF;
    }

    static int s32(byte[] frame, int offset) {
        return (int) INT.get(frame, offset);
    }

    static long s64(byte[] frame, int offset) {
        return (long) LONG.get(frame, offset);
    }

    /** Six octets, as in a MAC address. */
    static long u48(byte[] frame, int offset) {
        return (long) u16(frame, offset) << 32 | s32(frame, offset + 2) & 0xFFFF_FFFFL;
    }

    static void put8(byte[] frame, int offset, int value) {
        frame[offset] = (byte) value;
    }

    static void put16(byte[] frame, int offset, int value) {
        SHORT.set(frame, offset, (short) value);
    }

    static void put32(byte[] frame, int offset, int value) {
        INT.set(frame, offset, value);
    }

    static void put64(byte[] frame, int offset, long value) {
        LONG.set(frame, offset, value);
    }

    static void put48(byte[] frame, int offset, long value) {
        put16(frame, offset, (int) (value >>> 32));
        put32(frame, offset + 2, (int) value);
    }
}
