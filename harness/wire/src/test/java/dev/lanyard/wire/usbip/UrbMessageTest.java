package dev.lanyard.wire.usbip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Octets laid out by hand from the kernel's description of the protocol. */
class UrbMessageTest {

    private static final String ZEROS_24 = "000000000000000000000000000000000000000000000000";

    private static final Bytes SUBMIT_GET_DESCRIPTOR = Bytes.hex("""
            00000001 00000d05 0001000f 00000001 00000000
            00000200 00000040 00000000 ffffffff 00000000 8006000100004000""");

    private static final Bytes SUBMIT_BULK_OUT_ZERO_PACKET = Bytes.hex("""
            00000001 00000d06 0001000f 00000000 00000001
            00000040 00000200 00000000 ffffffff 00000000 0000000000000000""");

    private static final Bytes RET_SUBMIT_STALL = Bytes.hex("""
            00000003 00000d05 00000000 00000000 00000000
            ffffffe0 00000000 00000000 ffffffff 00000000 0000000000000000""");

    private static final Bytes CMD_UNLINK = Bytes.hex(
            "00000002 00000d07 0001000f 00000000 00000000 00000d06" + ZEROS_24);

    private static final Bytes RET_UNLINK = Bytes.hex(
            "00000004 00000d07 00000000 00000000 00000000 ffffff98" + ZEROS_24);

    @Test
    void submitOfAControlRead() {
        CmdSubmit submit = new CmdSubmit(0xd05, 0x1000f, true, 0, CmdSubmit.FLAG_DIR_IN, 64, 0,
                Bytes.hex("8006000100004000"));
        assertEquals(SUBMIT_GET_DESCRIPTOR, submit.encode());
        assertEquals(submit, decoded(SUBMIT_GET_DESCRIPTOR));
        assertEquals(0x80, submit.endpointAddress());
        assertEquals(0, submit.payloadLength());
    }

    @Test
    void submitOfABulkWriteThatEndsInAZeroLengthPacket() {
        CmdSubmit submit = new CmdSubmit(0xd06, 0x1000f, false, 1, CmdSubmit.FLAG_ZERO_PACKET, 512, 0,
                CmdSubmit.NO_SETUP);
        assertEquals(SUBMIT_BULK_OUT_ZERO_PACKET, submit.encode());
        assertEquals(submit, decoded(SUBMIT_BULK_OUT_ZERO_PACKET));
        assertEquals(512, submit.payloadLength());
        assertTrue(submit.isZeroPacket());
    }

    @Test
    void repliesAndUnlinks() {
        assertBothWays(new RetSubmit(0xd05, Errno.EPIPE.status(), 0), RET_SUBMIT_STALL);
        assertBothWays(new CmdUnlink(0xd07, 0x1000f, 0xd06), CMD_UNLINK);
        assertBothWays(new RetUnlink(0xd07, Errno.ECONNRESET.status()), RET_UNLINK);
    }

    @Test
    void encodesOverWhateverStoodThere() {
        byte[] target = new byte[50];
        Arrays.fill(target, (byte) 0x55);
        new RetUnlink(0xd07, Errno.ECONNRESET.status()).encode(target, 1);
        assertEquals(RET_UNLINK, Bytes.copyOf(target, 1, 48));
        assertEquals(0x55, target[0]);
        assertEquals(0x55, target[49]);
    }

    @Test
    void replyOfAServerThatPutsZeroPackets() {
        Bytes reply = Bytes.hex("""
                00000003 00000001 00000000 00000000 00000000
                00000000 00000012 00000000 00000000 00000000 0000000000000000""");
        assertEquals(new RetSubmit(1, 0, 18), decoded(reply));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "command       | 0  | 00000005 | saw 5",
        "text          | 0  | 48545450 | saw 1213486160",
        "direction     | 12 | 00000002 | direction 2",
        "endpoint      | 16 | 00000010 | endpoint 16",
        "length        | 24 | 00100001 | transfer_buffer_length 1048577",
        "length        | 24 | ffffffff | transfer_buffer_length 4294967295",
        "isochronous   | 32 | 00000008 | isochronous",
    })
    void saysWhatIsWrongWithASubmit(String what, int offset, String octets, String expected) {
        byte[] message = SUBMIT_BULK_OUT_ZERO_PACKET.toArray();
        Bytes.hex(octets).copyTo(message, offset);
        var invalid = assertInstanceOf(Decoded.Invalid.class, UrbMessage.decode(message, 0));
        assertTrue(invalid.defect().contains(expected), invalid.defect());
    }

    @Test
    void refusesAReplyLongerThanAnyTransfer() {
        byte[] message = RET_SUBMIT_STALL.toArray();
        message[24] = 0x7f;
        var invalid = assertInstanceOf(Decoded.Invalid.class, UrbMessage.decode(message, 0));
        assertTrue(invalid.defect().contains("actual_length 2130706432"), invalid.defect());
    }

    @Test
    void asksForMoreOctetsOfAHalfMessage() {
        assertEquals(new Decoded.Incomplete<>(48), UrbMessage.decode(new byte[47], 0));
    }

    @Test
    void namesStatusNumbers() {
        assertEquals(Errno.EPIPE, Errno.ofStatus(-32));
        assertEquals("-32 EPIPE, stall", Errno.describe(-32));
        assertEquals("status -4711, no known errno", Errno.describe(-4711));
        assertEquals("status -2147483648, no known errno", Errno.describe(Integer.MIN_VALUE));
    }

    private static void assertBothWays(UrbMessage message, Bytes octets) {
        assertEquals(octets, message.encode());
        assertEquals(message, decoded(octets));
    }

    private static UrbMessage decoded(Bytes octets) {
        var complete = assertInstanceOf(Decoded.Complete.class, UrbMessage.decode(octets.toArray(), 0));
        assertEquals(48, complete.consumed());
        return (UrbMessage) complete.value();
    }
}
