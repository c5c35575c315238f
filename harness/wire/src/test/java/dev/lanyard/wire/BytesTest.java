package dev.lanyard.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BytesTest {

    private final Bytes bytes = Bytes.hex("01 02 03 04 ff");

    @Test
    void readsBothByteOrders() {
        assertEquals(0x0201, bytes.u16le(0));
        assertEquals(0x0102, bytes.u16be(0));
        assertEquals(0xFF040302L, bytes.u32le(1));
        assertEquals(0x020304FFL, bytes.u32be(1));
    }

    @Test
    void slicesAreEqualByContent() {
        assertEquals(Bytes.hex("0203"), bytes.slice(1, 2));
        assertEquals(Bytes.hex("0203").hashCode(), bytes.slice(1, 2).hashCode());
        assertEquals(Bytes.hex("02030203"), bytes.slice(1, 2).concat(bytes.slice(1, 2)));
    }

    @Test
    void refusesToReadOutsideASlice() {
        Bytes slice = bytes.slice(1, 2);
        assertThrows(IndexOutOfBoundsException.class, () -> slice.u8(2));
        assertThrows(IndexOutOfBoundsException.class, () -> slice.u8(-1));
        assertFalse(slice.has(1, 2));
        assertFalse(slice.has(Integer.MAX_VALUE, 1));
        assertTrue(slice.has(2, 0));
    }
}
