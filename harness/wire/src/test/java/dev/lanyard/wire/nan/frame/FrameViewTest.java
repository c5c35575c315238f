package dev.lanyard.wire.nan.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.Dot11Frame;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.attribute.PairingBootstrapping;
import dev.lanyard.wire.nan.attribute.ServiceDescriptor;
import dev.lanyard.wire.nan.dialogue.Actor;
import dev.lanyard.wire.nan.dialogue.Typical;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class FrameViewTest {

    private static final JsonMapper JSON = new JsonMapper();

    private static String json(Object view) {
        return JSON.writeValueAsString(view);
    }

    @Test
    void showsFieldsByTheirNamesAndWhatFollowsFromThem() {
        ServiceDiscoveryFrame frame = ServiceDiscoveryFrame.create(Actor.ACCESSORY.nmi(), Actor.PHONE.nmi(),
                Nan.CLUSTER_BASE, 9, PairingBootstrapping.comeBack(3, 1024, Bytes.hex("c0")),
                ServiceDescriptor.of(ServiceDescriptor.Type.FOLLOW_UP, Typical.SERVICE, 5, 1));
        Map<String, Object> view = FrameView.of(frame.frame());
        assertEquals("service-discovery-frame", view.get("frame"));
        assertEquals("""
                {"frameControl":208,"duration":0,"address1":"02:11:22:33:44:55","address2":"02:66:77:88:99:aa",\
                "address3":"50:6f:9a:01:00:00","sequenceControl":144,"fragmentNumber":0,"fromDs":false,\
                "isProtected":false,"order":false,"retry":false,"sequenceNumber":9,"subtype":13,"toDs":false,\
                "type":0}""", json(view.get("header")));
        assertEquals("""
                [{"id":44,"name":"NAN Pairing Bootstrapping","offset":30,"length":9,"kind":"pairing-bootstrapping",\
                "dialogToken":3,"typeAndStatus":34,"reason":0,"comeback":{"after":1024,"cookie":"c0"},"methods":0,\
                "status":2,"type":2},\
                {"id":3,"name":"Service Descriptor","offset":42,"length":9,"kind":"service-descriptor",\
                "serviceId":"daf63a7d5942","instanceId":5,"requestorInstanceId":1,"control":2,"type":"follow-up"}]""",
                json(view.get("attributes")));
        assertEquals(null, view.get("defects"));
    }

    @Test
    void showsDefectsWithTheirPlaces() {
        Map<String, Object> view = FrameView.of(Dot11Frame.decode(Bytes.hex("d0000000" + "00".repeat(20)
                + "0409506f9a13" + "2a030000031e")));
        assertEquals("""
                [{"offset":35,"code":"trailing","message":"1 octets follow the fields of attribute 0x2a \
                (Device Capability Extension)"}]""", json(view.get("defects")));
        assertEquals("""
                [{"id":42,"name":"Device Capability Extension","offset":30,"length":3,\
                "kind":"device-capability-extension","regulatory":0,"pairing":3,"accessPointType":0,\
                "cachingEnabled":true,"pairingSetupEnabled":true,"regulatoryValid":false,"trailing":"1e"}]""",
                json(view.get("attributes")));
    }

    @Test
    void showsWhatIsNoFrameOfWiFiAware() {
        assertEquals(List.of("frame", "octets"), List.copyOf(new LinkedHashMap<>(FrameView.of(
                Dot11Frame.decode(Bytes.hex("d4000000021122334455")))).keySet()));
        assertEquals("data", FrameView.of(Dot11Frame.decode(Bytes.hex("08000000" + "00".repeat(24)))).get("frame"));
        assertEquals("management", FrameView.of(Dot11Frame.decode(Bytes.hex("c0000000" + "00".repeat(22))))
                .get("frame"));
    }
}
