package dev.lanyard.wire.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.TransferType;
import org.junit.jupiter.api.Test;

/** Records laid out by hand after USBPcap's header file. */
class UsbPcapPacketTest {

    @Test
    void readsAControlTransfer() {
        UsbmonPacket asked = UsbPcapPacket.decode(Bytes.hex("1c00 0807060504030201 00000000 0b00 00 0200 0500 80 02 "
                + "08000000 00 8006000100001200"), 7);
        assertEquals(new UsbmonPacket(0x0102030405060708L, UsbmonPacket.Kind.SUBMIT, TransferType.CONTROL, 0x80, 5, 2,
                SetupPacket.decode(Bytes.hex("8006000100001200")), 7, UsbmonPacket.IN_PROGRESS, 18, 0, Bytes.EMPTY),
                asked);
        UsbmonPacket answered = UsbPcapPacket.decode(Bytes.hex("1c00 0807060504030201 00000000 0800 01 0200 0500 80 02 "
                + "02000000 03 1201"), 9);
        assertEquals(UsbmonPacket.Kind.COMPLETE, answered.kind());
        assertEquals(asked.id(), answered.id());
        assertEquals(0, answered.status());
        assertEquals(Bytes.hex("1201"), answered.data());
    }

    @Test
    void readsBulkTransfersAndStalls() {
        UsbmonPacket out = UsbPcapPacket.decode(Bytes.hex("1b00 0100000000000000 00000000 0900 00 0100 0300 02 03 "
                + "03000000 616263"), 0);
        assertEquals(TransferType.BULK, out.transferType());
        assertEquals(Bytes.hex("616263"), out.data());
        UsbmonPacket stalled = UsbPcapPacket.decode(Bytes.hex("1b00 0100000000000000 040000c0 0900 01 0100 0300 81 03 "
                + "00000000"), 0);
        assertEquals(-32, stalled.status());
    }

    @Test
    void refusesWhatIsNoRecord() {
        for (String bad : new String[] {"", "1b00", "ffff" + "00".repeat(25), "1b00" + "00".repeat(20) + "09"
                + "00000000"}) {
            assertThrows(IllegalArgumentException.class, () -> UsbPcapPacket.decode(Bytes.hex(bad), 0), bad);
        }
    }
}
