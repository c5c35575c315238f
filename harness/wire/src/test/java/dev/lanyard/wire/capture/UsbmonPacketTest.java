package dev.lanyard.wire.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.TransferType;
import org.junit.jupiter.api.Test;

class UsbmonPacketTest {

    private static final SetupPacket GET_NTB_PARAMETERS = new SetupPacket(0xA1, 0x80, 0, 0, 28);
    private static final long TIME = 1_700_000_000_123_456_000L;

    @Test
    void encodesTheKernelsLayout() {
        UsbmonPacket submit = UsbmonPacket.submit(0x1122334455667788L, TransferType.CONTROL, 0x80, 5, 1,
                GET_NTB_PARAMETERS, TIME, 28, Bytes.EMPTY);
        assertEquals(Bytes.hex("""
                8877665544332211 53 02 80 05 0100 00 3c 00f1536500000000 40e20100 8dffffff 1c000000 00000000
                a180000000001c00 00000000 00000000 00000000 00000000"""), submit.encode());
        assertEquals(submit, UsbmonPacket.decode(submit.encode()));
    }

    @Test
    void carriesDataOnceAndOnTheRightSide() {
        Bytes data = Bytes.hex("0102030405");
        UsbmonPacket out = UsbmonPacket.submit(1, TransferType.BULK, 0x01, 5, 1, null, TIME, 5, data);
        UsbmonPacket sent = UsbmonPacket.complete(1, TransferType.BULK, 0x01, 5, 1, TIME, 0, 5, data);
        UsbmonPacket in = UsbmonPacket.submit(2, TransferType.INTERRUPT, 0x82, 5, 1, null, TIME, 16, data)
                .withInterval(9);
        UsbmonPacket received = UsbmonPacket.complete(2, TransferType.INTERRUPT, 0x82, 5, 1, TIME, -32, 5, data);
        assertEquals(data, out.data());
        assertEquals(Bytes.EMPTY, sent.data());
        assertEquals(Bytes.EMPTY, in.data());
        assertEquals(data, received.data());
        for (UsbmonPacket packet : new UsbmonPacket[] {out, sent, in, received}) {
            assertEquals(packet, UsbmonPacket.decode(packet.encode()));
        }
        assertEquals('-', sent.encode().u8(14));
        assertEquals('>', sent.encode().u8(15));
        assertEquals(0, out.encode().u8(15));
        assertEquals('<', in.encode().u8(15));
    }

    @Test
    void keepsWhatIsThereOfCutData() {
        Bytes whole = UsbmonPacket.complete(2, TransferType.BULK, 0x81, 5, 1, TIME, 0, 4, Bytes.hex("01020304"))
                .encode();
        assertEquals(Bytes.hex("0102"), UsbmonPacket.decode(whole.truncate(66)).data());
    }

    @Test
    void refusesWhatIsNoRecord() {
        assertThrows(IllegalArgumentException.class, () -> UsbmonPacket.decode(Bytes.hex("00")));
        assertThrows(IllegalArgumentException.class, () -> UsbmonPacket.decode(Bytes.wrap(new byte[64])));
    }
}
