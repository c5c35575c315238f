package dev.lanyard.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.net.MacAddress;
import org.junit.jupiter.api.Test;

class BytesReaderTest {

    @Test
    void readsWhatTheWriterWrote() {
        MacAddress mac = MacAddress.parse("02:11:22:33:44:55");
        Bytes octets = new BytesWriter().u8(0x1FE).u16(0x0102).u16be(0x0102).u24(0x010203).u24be(0x010203)
                .u32(0xF1020304L).u32be(0xF1020304L).u64(0xF102030405060708L).u64be(0xF102030405060708L).mac(mac)
                .bytes(Bytes.hex("aabb")).toBytes();
        assertEquals("fe" + "0201" + "0102" + "030201" + "010203" + "040302f1" + "f1020304" + "08070605040302f1"
                + "f102030405060708" + "021122334455" + "aabb", octets.toHex());
        BytesReader in = new BytesReader(octets, 100);
        assertEquals(0xFE, in.u8());
        assertEquals(0x0102, in.u16());
        assertEquals(0x0102, in.u16be());
        assertEquals(0x010203, in.u24());
        assertEquals(0x010203, in.u24be());
        assertEquals(0xF1020304L, in.u32());
        assertEquals(108 + 7, in.offset());
        assertEquals(0xF1020304L, in.bytes(4).u32be(0));
        assertEquals(0xF102030405060708L, in.u64());
        assertEquals(0xF102030405060708L, in.u64be());
        assertEquals(mac, in.mac());
        assertEquals(0xAA, in.peek(0));
        assertEquals(-1, in.peek(2));
        assertEquals(Bytes.hex("aabb"), in.rest());
        assertFalse(in.more() || in.failed());
    }

    @Test
    void failsForGoodOnceOctetsAreWanting() {
        BytesReader in = new BytesReader(Bytes.hex("010203"));
        assertEquals(0, in.u32());
        assertTrue(in.failed());
        assertEquals(0, in.u8());
        assertEquals(0, in.remaining());
        assertEquals(Bytes.EMPTY, in.bytes(1));
        assertEquals(new MacAddress(0), in.mac());

        BytesReader whole = new BytesReader(Bytes.hex("010203"), 10);
        BytesReader part = whole.sub(2);
        assertEquals(0x0201, part.u16());
        assertEquals(12, part.offset());
        assertEquals(0, part.u8());
        assertTrue(part.failed());
        assertFalse(whole.failed());
        assertEquals(3, whole.u8());
    }
}
