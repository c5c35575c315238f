package dev.lanyard.wire.ntb;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Words in a byte array; out-of-range offsets throw. */
final class LittleEndian {

    private static final VarHandle HALF =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final VarHandle DOUBLE_WORD =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private LittleEndian() {}

    static int half(byte[] array, int offset) {
        return (short) HALF.get(array, offset) & 0xFFFF;
    }

    static int word(byte[] array, int offset) {
        return (int) WORD.get(array, offset);
    }

    static long unsignedWord(byte[] array, int offset) {
        return (int) WORD.get(array, offset) & 0xFFFF_FFFFL;
    }

    static void putHalf(byte[] array, int offset, int value) {
        HALF.set(array, offset, (short) value);
    }

    static void putWord(byte[] array, int offset, int value) {
        WORD.set(array, offset, value);
    }

    static void putDoubleWord(byte[] array, int offset, long value) {
        DOUBLE_WORD.set(array, offset, value);
    }
}
