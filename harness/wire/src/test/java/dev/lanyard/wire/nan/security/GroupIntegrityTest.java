package dev.lanyard.wire.nan.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.ActionBody;
import dev.lanyard.wire.ieee80211.Dot11Frame;
import dev.lanyard.wire.ieee80211.FrameHeader;
import dev.lanyard.wire.ieee80211.ManagementFrame;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.ServiceId;
import dev.lanyard.wire.nan.attribute.ServiceDescriptor;
import dev.lanyard.wire.nan.frame.ServiceDiscoveryFrame;
import dev.lanyard.wire.net.MacAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupIntegrityTest {

    private static final Secret IGTK = Secret.of(Bytes.hex("4ea9543e09cf2b1eca66ffc58bdecbcf"));

    private static ServiceDiscoveryFrame message(MacAddress to) {
        return ServiceDiscoveryFrame.create(ActionBody.PROTECTED_DUAL, FrameHeader.management(FrameHeader.ACTION, to,
                MacAddress.parse("02:11:22:33:44:01"), MacAddress.parse("50:6f:9a:01:00:01"), 7), List.of(
                        ServiceDescriptor.of(ServiceDescriptor.Type.FOLLOW_UP, ServiceId.of("_x._udp"), 1, 1)));
    }

    private static ManagementFrame heard(ManagementFrame sent) {
        return (ManagementFrame) Dot11Frame.decode(sent.encode());
    }

    /** IEEE 802.11-2012 M.9.1: a broadcast Deauthentication frame. */
    @Test
    void theCodeIsThatOfThePublishedVector() {
        Bytes frame = Bytes.hex("c0000000ffffffffffff020000000000020000000000" + "0900" + "0200"
                + "4c1004000400000000000000000000000000");
        FrameHeader header = Dot11Frame.decode(frame).macHeader().orElseThrow();
        assertEquals(Bytes.hex("48dfbfa7b8278872"), GroupIntegrity.mic(IGTK, header, frame.from(FrameHeader.LENGTH), 4));
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 32})
    void aFrameIsAcceptedOnceAndNotWhenItWasChanged(int keyLength) {
        byte[] octets = new byte[keyLength];
        octets[0] = 9;
        Secret key = Secret.of(octets);
        ManagementFrame sent = GroupIntegrity.of(key, 4, 0).protect(message(Nan.NETWORK_ID).frame());
        GroupIntegrity receiver = GroupIntegrity.of(key, 4, 0);
        Bytes air = sent.encode();
        byte[] changed = air.toArray();
        changed[40] ^= 1;
        assertFalse(receiver.accepts((ManagementFrame) Dot11Frame.decode(Bytes.wrap(changed))));
        assertFalse(GroupIntegrity.of(key, 5, 0).accepts(heard(sent)));
        assertFalse(GroupIntegrity.of(Secret.of(new byte[keyLength]), 4, 0).accepts(heard(sent)));
        assertFalse(receiver.accepts(message(Nan.NETWORK_ID).frame()));
        assertTrue(receiver.accepts(heard(sent)));
        assertFalse(receiver.accepts(heard(sent)), "a replay");
    }

    @Test
    void onlyFramesToGroupsHaveSuchACode() {
        assertThrows(IllegalArgumentException.class, () -> GroupIntegrity.of(IGTK, 4, 0).protect(
                message(MacAddress.parse("02:11:22:33:44:02")).frame()));
    }
}
