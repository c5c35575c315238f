package dev.lanyard.wire.nan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.ActionBody;
import dev.lanyard.wire.nan.attribute.AttributeId;
import dev.lanyard.wire.nan.attribute.AvailabilityEntry;
import dev.lanyard.wire.nan.attribute.ChannelSet;
import dev.lanyard.wire.nan.attribute.CipherSuiteInfo;
import dev.lanyard.wire.nan.attribute.DataPath;
import dev.lanyard.wire.nan.attribute.DeviceCapabilityExtension;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.attribute.NanAvailability;
import dev.lanyard.wire.nan.attribute.Ndc;
import dev.lanyard.wire.nan.attribute.Ndl;
import dev.lanyard.wire.nan.attribute.NdlQos;
import dev.lanyard.wire.nan.attribute.NdpAttribute;
import dev.lanyard.wire.nan.attribute.SecurityContextInfo;
import dev.lanyard.wire.nan.attribute.SharedKeyDescriptor;
import dev.lanyard.wire.nan.attribute.TimeBitmap;
import dev.lanyard.wire.nan.attribute.UnknownAttribute;
import dev.lanyard.wire.nan.frame.NanActionFrame;
import dev.lanyard.wire.nan.frame.NanFrame;
import dev.lanyard.wire.net.MacAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Frames that hostap made. */
class HostapFramesTest {

    private static final Map<String, Bytes> SECURED = AwareFixtures.hex("hostap/ndp-csid1.frames");
    private static final Map<String, Bytes> KEYS = AwareFixtures.hex("hostap/ndp-csid1.keys");
    private static final Map<String, Bytes> OPEN = AwareFixtures.hex("hostap/ndp-open.frames");

    private static NanActionFrame action(Bytes octets) {
        return (NanActionFrame) NanFrame.decode(octets).orElseThrow();
    }

    @Test
    void decodesWithoutDefectAndEncodesTheSameOctets() {
        Map<String, Bytes> frames = AwareFixtures.hostapFrames();
        assertEquals(11, frames.size());
        frames.forEach((name, octets) -> {
            NanActionFrame frame = action(octets);
            assertEquals(List.of(), frame.defects(), name);
            assertEquals(octets, frame.encode(), name);
            assertFalse(frame.attributes().values().stream().anyMatch(UnknownAttribute.class::isInstance), name);
        });
    }

    @Test
    void readsTheRequestOfASecuredDataPath() {
        NanActionFrame request = action(SECURED.get("m1-request"));
        assertEquals(NanActionFrame.DATA_PATH_REQUEST, request.subtype());
        assertEquals(ActionBody.PUBLIC, request.action().category());
        assertEquals(MacAddress.at(KEYS.get("initiator-nmi"), 0), request.header().address2());
        assertEquals(List.of(AttributeId.DEVICE_CAPABILITY, AttributeId.DEVICE_CAPABILITY_EXTENSION, AttributeId.NDP,
                AttributeId.CIPHER_SUITE_INFO, AttributeId.SECURITY_CONTEXT_INFO, AttributeId.SHARED_KEY_DESCRIPTOR,
                AttributeId.AVAILABILITY, AttributeId.NDL, AttributeId.NDL_QOS, AttributeId.ELEMENT_CONTAINER),
                request.attributes().values().stream().map(NanAttribute::id).toList());

        assertEquals(new NdpAttribute(1, 0, 0, MacAddress.at(KEYS.get("initiator-ndi"), 0), 1, 0x0D,
                OptionalInt.of(12), Optional.empty(), Optional.empty()),
                request.first(NdpAttribute.class).orElseThrow());
        assertEquals(CipherSuiteInfo.of(0, 12, CipherSuiteInfo.SK_CCM_128),
                request.first(CipherSuiteInfo.class).orElseThrow());
        assertEquals(SecurityContextInfo.ofPmkid(12, KEYS.get("nd-pmkid")),
                request.first(SecurityContextInfo.class).orElseThrow());
        DeviceCapabilityExtension extension = request.first(DeviceCapabilityExtension.class).orElseThrow();
        assertTrue(extension.pairingSetupEnabled() && extension.cachingEnabled() && !extension.regulatoryValid());
        assertEquals(new NdlQos(12, 3), request.first(NdlQos.class).orElseThrow());
    }

    @Test
    void readsKeyDescriptorsOfTheFourMessages() {
        int[] information = {0x0088, 0x0108, 0x03C8, 0x0348};
        long[] replay = {1, 1, 2, 2};
        String[] names = {"m1-request", "m2-response", "m3-confirm", "m4-key-installment"};
        String[] mics = {null, "mic-m2", "mic-m3", "mic-m4"};
        for (int i = 0; i < names.length; i++) {
            SharedKeyDescriptor key = action(SECURED.get(names[i])).first(SharedKeyDescriptor.class).orElseThrow();
            assertEquals(12, key.publishId());
            assertEquals(information[i], key.descriptor().keyInformation());
            assertEquals(replay[i], key.descriptor().replayCounter());
            assertEquals(mics[i] == null ? Bytes.wrap(new byte[16]) : KEYS.get(mics[i]), key.descriptor().mic());
            assertEquals(Bytes.EMPTY, key.descriptor().keyData());
        }
    }

    @Test
    void readsAvailabilityAndSchedules() {
        NanActionFrame response = action(OPEN.get("response"));
        NanAvailability availability = response.first(NanAvailability.class).orElseThrow();
        assertEquals(3, availability.entries().size());
        AvailabilityEntry first = availability.entries().getFirst();
        TimeBitmap bitmap = first.timeBitmap().orElseThrow();
        assertEquals(List.of(16, 512, 0), List.of(bitmap.bitDuration(), bitmap.period(), bitmap.startOffset()));
        assertTrue(bitmap.fitsPeriod());
        // Slot 0 of each half is left for the discovery windows of 2.4 and 5 GHz, in each of the 16 repetitions.
        assertEquals(16 * 30, bitmap.slots().cardinality());
        assertFalse(bitmap.slots().get(0) || bitmap.slots().get(16) || bitmap.slots().get(32));
        assertEquals(List.of(149), ((ChannelSet.Channels) first.where()).entries().getFirst().channels());
        Ndc ndc = response.first(Ndc.class).orElseThrow();
        assertEquals(Ndc.SELECTED, ndc.control());
        assertEquals(1, ndc.entries().size());
        assertEquals(List.of(0, 1, 512), List.of(ndc.entries().getFirst().mapId(),
                ndc.entries().getFirst().timeBitmap().slots().nextSetBit(0),
                ndc.entries().getFirst().timeBitmap().period()));
    }

    @Test
    void readsRefusals() {
        NanActionFrame refused = action(OPEN.get("rejected-response"));
        NdpAttribute ndp = refused.first(NdpAttribute.class).orElseThrow();
        assertEquals(List.of(DataPath.RESPONSE, DataPath.REJECTED, 10), List.of(ndp.type(), ndp.status(),
                ndp.reason()));
        NanActionFrame mismatch = action(OPEN.get("pmk-mismatch-response"));
        assertEquals(3, mismatch.first(NdpAttribute.class).orElseThrow().reason());
        assertEquals(DataPath.REJECTED, mismatch.first(Ndl.class).orElseThrow().status());
    }

    @Test
    void readsTheTerminationBetweenDataInterfaces() {
        NanActionFrame termination = action(SECURED.get("termination"));
        assertEquals(ActionBody.PROTECTED_DUAL, termination.action().category());
        assertEquals(MacAddress.at(KEYS.get("initiator-ndi"), 0), termination.header().address2());
    }
}
