package dev.lanyard.wire.ieee80211;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.FrameDefect.Code;
import java.util.List;
import org.junit.jupiter.api.Test;

class Dot11FrameTest {

    private static final String ADDRESSES = "516f9a010000" + "021122334455" + "506f9a015eed" + "1000";

    private static ManagementFrame management(Bytes octets) {
        ManagementFrame frame = assertInstanceOf(ManagementFrame.class, Dot11Frame.decode(octets));
        assertEquals(octets, frame.encode());
        return frame;
    }

    private static List<Code> codes(Dot11Frame frame) {
        return frame.defects().stream().map(FrameDefect::code).toList();
    }

    @Test
    void splitsTheManagementMicOffGroupAddressedProtectedFrames() {
        String content = "0909506f9a13" + "0002000102";
        for (String mic : List.of("4c10" + "0400" + "010000000000" + "0011223344556677",
                "4c18" + "0400" + "010000000000" + "00112233445566778899aabbccddeeff")) {
            ActionBody body = (ActionBody) management(Bytes.hex("d0000000" + ADDRESSES + content + mic)).body();
            assertEquals(4, body.managementMic().orElseThrow().keyId());
            assertEquals(1, body.managementMic().orElseThrow().packetNumber());
            assertEquals(Bytes.hex("506f9a130002000102"), body.content());
        }
        String unicast = ADDRESSES.replaceFirst("^51", "50");
        ActionBody body = (ActionBody) management(Bytes.hex("d0000000" + unicast + content + "4c10"
                + "00".repeat(16))).body();
        assertTrue(body.managementMic().isEmpty());
    }

    @Test
    void readsHtControlAndProtectedBodies() {
        ManagementFrame ordered = management(Bytes.hex("d0800000" + ADDRESSES + "01020304" + "0409506f9a13"));
        assertEquals(Bytes.hex("01020304"), ordered.htControl());
        assertEquals(28, ordered.bodyOffset());
        ManagementFrame encrypted = management(Bytes.hex("d0400000" + ADDRESSES + "0a0b00600c0d0e0f" + "ffeeddcc"));
        ProtectedBody body = (ProtectedBody) encrypted.body();
        assertEquals(0x0F0E_0D0C_0B0AL, body.security().packetNumber());
        assertEquals(1, body.security().keyId());
        assertEquals(Bytes.hex("ffeeddcc"), body.ciphertext());
        assertInstanceOf(ActionBody.class, encrypted.decrypted(Bytes.hex("0909506f9a13")).body());
    }

    @Test
    void checksTheFrameCheckSequence() {
        Bytes frame = Bytes.hex("d0000000" + ADDRESSES + "0409506f9a13");
        Bytes right = frame.concat(Dot11Frame.fcs(frame));
        assertEquals(List.of(), codes(Dot11Frame.decode(right, true)));
        Dot11Frame wrong = Dot11Frame.decode(frame.concat(Bytes.hex("00000000")), true);
        assertEquals(List.of(Code.FCS), codes(wrong));
        assertEquals(frame.concat(Bytes.hex("00000000")), wrong.encode());
        // CRC-32 of "123456789", sent lowest octet first.
        assertEquals("2639f4cb", Dot11Frame.fcs(Bytes.hex("313233343536373839")).toHex());
    }

    @Test
    void readsDataFrames() {
        DataFrame data = assertInstanceOf(DataFrame.class, Dot11Frame.decode(Bytes.hex("88430000" + ADDRESSES
                + "0a0a0a0a0a0a" + "0500" + "0100002000000000" + "c0ffee")));
        assertEquals(5, data.qosControl().orElseThrow());
        assertEquals(1, data.security().orElseThrow().packetNumber());
        assertEquals("0a:0a:0a:0a:0a:0a", data.address4().orElseThrow().toString());
        assertEquals(Bytes.hex("c0ffee"), data.payload());
    }

    @Test
    void keepsWhatIsTooShort() {
        for (String octets : List.of("", "d0", "d0000000" + "00".repeat(10), "d0800000" + ADDRESSES + "01",
                "88000000" + ADDRESSES + "01")) {
            Dot11Frame frame = Dot11Frame.decode(Bytes.hex(octets));
            assertInstanceOf(OtherFrame.class, frame);
            assertEquals(List.of(Code.SHORT), codes(frame), octets);
            assertEquals(octets, frame.encode().toHex());
        }
        assertEquals(List.of(Code.SHORT), codes(management(Bytes.hex("80000000" + ADDRESSES + "0102"))));
        assertEquals(List.of(), codes(Dot11Frame.decode(Bytes.hex("d4000000021122334455"))));
    }
}
