package dev.lanyard.wire.nan.dialogue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.attribute.AvailabilityIntervals;
import dev.lanyard.wire.nan.attribute.ClusterDiscovery;
import dev.lanyard.wire.nan.attribute.ConnectionCapability;
import dev.lanyard.wire.nan.attribute.CountryCode;
import dev.lanyard.wire.nan.attribute.ExtendedIbss;
import dev.lanyard.wire.nan.attribute.ExtendedMesh;
import dev.lanyard.wire.nan.attribute.ExtendedP2pOperation;
import dev.lanyard.wire.nan.attribute.ExtendedWlanInfrastructure;
import dev.lanyard.wire.nan.attribute.FtmRangeReport;
import dev.lanyard.wire.nan.attribute.FurtherAvailabilityMap;
import dev.lanyard.wire.nan.attribute.FurtherServiceDiscovery;
import dev.lanyard.wire.nan.attribute.Ibss;
import dev.lanyard.wire.nan.attribute.MasterRank;
import dev.lanyard.wire.nan.attribute.Mesh;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.attribute.NonNanChannel;
import dev.lanyard.wire.nan.attribute.P2pOperation;
import dev.lanyard.wire.nan.attribute.Ranging;
import dev.lanyard.wire.nan.attribute.RangingInformation;
import dev.lanyard.wire.nan.attribute.RangingSetup;
import dev.lanyard.wire.nan.attribute.ScheduleEntry;
import dev.lanyard.wire.nan.attribute.ServiceDescriptor;
import dev.lanyard.wire.nan.attribute.ServiceDescriptorExtension;
import dev.lanyard.wire.nan.attribute.ServiceIdList;
import dev.lanyard.wire.nan.attribute.SubscribeServiceIdList;
import dev.lanyard.wire.nan.attribute.TimeBitmap;
import dev.lanyard.wire.nan.attribute.UnalignedSchedule;
import dev.lanyard.wire.nan.attribute.VendorAttribute;
import dev.lanyard.wire.nan.attribute.WlanInfrastructure;
import dev.lanyard.wire.nan.frame.NanActionFrame;
import dev.lanyard.wire.net.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The attributes that no other dialogue has: ranging, and those of release 1 that few devices send today. */
final class EveryAttribute {

    private static final MacAddress BSSID = MacAddress.parse("00:1a:2b:3c:4d:5e");
    private static final MacAddress OTHER = MacAddress.parse("02:aa:bb:cc:dd:ee");
    private static final NonNanChannel CHANNEL = new NonNanChannel(81, 6, 0, 300, 100);
    private static final Bytes MESH_ID = Bytes.hex("6d657368");

    private EveryAttribute() {}

    static Dialogue dialogue() {
        Stage stage = new Stage();
        Actor accessory = Actor.ACCESSORY;
        Actor phone = Actor.PHONE;
        stage.discoveryWindow(accessory);
        stage.multicast("publish", accessory, withService(new ConnectionCapability(0x003F),
                new WlanInfrastructure(BSSID, OTHER, intervals(), 1), new CountryCode(Bytes.hex("4154")),
                new ClusterDiscovery(MacAddress.parse("50:6f:9a:01:aa:bb"), 123_456_789L,
                        new MasterRank(OTHER, 17, 200)),
                new ExtendedWlanInfrastructure(BSSID, OTHER, 1, CHANNEL),
                new ExtendedP2pOperation(0x05, OTHER, CHANNEL), new ExtendedIbss(BSSID, OTHER, CHANNEL)));
        // Each the last of its frame: Wireshark 4.0 lets their bitmaps reach to the end of the frame.
        for (NanAttribute last : List.of(new P2pOperation(0x02, OTHER, intervals()),
                new Ibss(BSSID, OTHER, intervals()),
                // And takes the length of the bitmap from b1–2 of the map control, which are the same here.
                new Mesh(OTHER, new AvailabilityIntervals(0x52, Bytes.hex("f00f")), MESH_ID),
                new FurtherServiceDiscovery(intervals()),
                new FurtherAvailabilityMap(3, List.of(new FurtherAvailabilityMap.Entry(0, 81, 6,
                        Bytes.hex("0f0f0f0f")))),
                new Ranging(OTHER, 0x02, 0x01, Bytes.hex("00ff00ff")))) {
            stage.multicast("publish", accessory, withService(last));
        }
        // First in its frame: Wireshark 4.0 takes the place of the attribute off the length of its mesh id.
        stage.multicast("publish", accessory, List.of(new ExtendedMesh(OTHER, CHANNEL, MESH_ID),
                ServiceDescriptor.of(ServiceDescriptor.Type.PUBLISH, Typical.SERVICE, Typical.PUBLISH_ID, 0)));
        stage.multicast("publish", accessory, List.of(new ServiceDescriptor(Typical.SERVICE, Typical.PUBLISH_ID, 0,
                        ServiceDescriptor.DISCOVERY_RANGE_LIMITED | ServiceDescriptor.BINDING_BITMAP_PRESENT,
                        OptionalInt.of(0x0102), Optional.empty(), Optional.empty(), Optional.empty()),
                new ServiceDescriptorExtension(Typical.PUBLISH_ID, 0x03A7, Optional.of(
                        new ServiceDescriptorExtension.RangeLimit(500, 1500)), OptionalInt.of(9), Optional.empty()),
                new UnalignedSchedule(0x0302, 1_000_000, 2_000, 500_000, 3, 0x02, Optional.of(
                        new UnalignedSchedule.Window(0x04, OptionalInt.of(2), Optional.empty()))),
                new VendorAttribute(0x001122, Bytes.hex("07c0ffee"))));
        stage.discoveryBeacon(accessory, accessory);
        stage.beacon("discovery-beacon", accessory, 100, List.of(new ServiceIdList(List.of(Typical.SERVICE)),
                new SubscribeServiceIdList(List.of(Typical.SERVICE))));
        ranging(stage, phone, accessory);
        return stage.dialogue();
    }

    private static void ranging(Stage stage, Actor initiator, Actor responder) {
        int report = RangingSetup.REPORT_REQUIRED | RangingSetup.FTM_PARAMETERS_PRESENT
                | RangingSetup.ENTRIES_PRESENT;
        List<ScheduleEntry> entries = List.of(new ScheduleEntry(0, TimeBitmap.of(32, 1024, 64,
                Bytes.hex("0001"))));
        OptionalInt parameters = OptionalInt.of(0x0D2A49);
        stage.action("ranging-request", NanActionFrame.RANGING_REQUEST, initiator, responder, List.of(
                Typical.capability(initiator), Typical.availability(1), new RangingInformation(0x0B,
                        OptionalInt.of(250)), new RangingSetup(4, 0, 0, report, parameters, entries)));
        stage.action("ranging-response", NanActionFrame.RANGING_RESPONSE, responder, initiator, List.of(
                Typical.capability(responder), Typical.availability(1), new RangingInformation(0x04,
                        OptionalInt.empty()), new RangingSetup(4, 0x01, 0, report, parameters, entries)));
        stage.action("ranging-report", NanActionFrame.RANGING_REPORT, responder, initiator, List.of(
                new FtmRangeReport(Bytes.hex("0102030405060708090a0b"))));
        stage.action("ranging-termination", NanActionFrame.RANGING_TERMINATION, initiator, responder, List.of(
                new RangingSetup(4, 0x02, 1, 0, OptionalInt.empty(), List.of())));
    }

    private static AvailabilityIntervals intervals() {
        return new AvailabilityIntervals(0x41, Bytes.hex("ff00ff00"));
    }

    private static List<NanAttribute> withService(NanAttribute... others) {
        List<NanAttribute> attributes = new ArrayList<>();
        attributes.add(ServiceDescriptor.of(ServiceDescriptor.Type.PUBLISH, Typical.SERVICE, Typical.PUBLISH_ID, 0));
        attributes.addAll(List.of(others));
        return attributes;
    }
}
