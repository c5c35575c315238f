package dev.lanyard.rules.air;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.FrameHeader;
import dev.lanyard.wire.nan.CipherSuiteInfo;
import dev.lanyard.wire.nan.ClusterAttribute;
import dev.lanyard.wire.nan.MasterRank;
import dev.lanyard.wire.nan.MatchingFilter;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.NanAttribute;
import dev.lanyard.wire.nan.ServiceDescriptor;
import dev.lanyard.wire.nan.ServiceDescriptorExtension;
import dev.lanyard.wire.nan.ServiceId;
import dev.lanyard.wire.nan.ServiceInfo;
import dev.lanyard.wire.nan.UnknownAttribute;
import dev.lanyard.wire.nan.VendorAttribute;
import dev.lanyard.wire.nan.dialogue.Actor;
import dev.lanyard.wire.nan.dialogue.Dialogue;
import dev.lanyard.wire.nan.dialogue.Dialogues;
import dev.lanyard.wire.nan.dialogue.Discovery;
import dev.lanyard.wire.nan.dialogue.Stage;
import dev.lanyard.wire.nan.dialogue.Typical;
import dev.lanyard.wire.nan.security.KeyHash;
import dev.lanyard.wire.net.MacAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Defects of frames, beacons and services. */
final class DiscoveryDefects {

    private static final MacAddress OTHER_CLUSTER = MacAddress.parse("50:6f:9a:02:00:01");
    private static final int SIXTEEN_WINDOWS = 16;
    private static final int LONG_CAPTURE = 245;

    private DiscoveryDefects() {}

    static Dialogue discovery() {
        return Dialogues.discovery(Dialogues.CLEAN);
    }

    /** Another octet, or two little-endian, in the frames of a name. */
    static Dialogue poke(Dialogue dialogue, String name, int offset, int... octets) {
        return dialogue.changeOctets(name, frame -> {
            byte[] changed = frame.toArray();
            for (int i = 0; i < octets.length; i++) {
                changed[(offset < 0 ? changed.length + offset : offset) + i] = (byte) octets[i];
            }
            return Bytes.wrap(changed);
        });
    }

    static FrameHeader withAddress3(FrameHeader header, MacAddress address) {
        return new FrameHeader(header.frameControl(), header.duration(), header.address1(), header.address2(), address,
                header.sequenceControl());
    }

    static List<AirCase> cases() {
        List<AirCase> cases = new ArrayList<>(forms());
        cases.addAll(beacons());
        cases.addAll(services());
        return cases;
    }

    private static List<AirCase> forms() {
        VendorAttribute own = new VendorAttribute(0x123456, Bytes.hex("0102"));
        CipherSuiteInfo reserved = CipherSuiteInfo.of(0x82, Typical.PUBLISH_ID, 1, 7);
        Stage stage = new Stage();
        new Discovery(stage, Actor.ACCESSORY.withNmi(MacAddress.parse("00:11:22:33:44:55")), Actor.PHONE).publish();
        return List.of(
                AirCase.of("NAN-ATTR-01", poke(discovery().add("publish", own), "publish", -7, 6)),
                AirCase.of("NAN-ATTR-02", discovery().add("publish",
                        new UnknownAttribute(0x2B, Bytes.wrap(new byte[16])))),
                AirCase.of("NAN-ATTR-03", discovery().add("publish", new UnknownAttribute(0x16, Bytes.of(1)))),
                AirCase.of("NAN-ATTR-04", discovery().add("publish", Typical.extension())),
                AirCase.of("NAN-ATTR-06", discovery().replace("publish", CipherSuiteInfo.class, _ -> reserved)),
                AirCase.of("NAN-ATTR-07", poke(discovery(), "publish", 29, 0x12)),
                AirCase.of("NAN-ATTR-08", discovery().changeHeader("publish",
                        header -> withAddress3(header, header.address2()))),
                AirCase.of("NAN-ATTR-09", poke(Dialogues.openDataPath(Dialogues.CLEAN), "ndp-termination", 30, 14),
                        "NAN-SDEA-02"),
                AirCase.of("NAN-ATTR-10", stage.dialogue()),
                AirCase.of("NAN-ATTR-10", moved()));
    }

    /** A publisher that goes on under another address, and counts its frames on. */
    private static Dialogue moved() {
        Stage stage = new Stage();
        Actor hidden = Actor.ACCESSORY.withNmi(MacAddress.parse("02:11:22:33:44:66"));
        new Discovery(stage, Actor.ACCESSORY, Actor.PHONE).publish().publish();
        Discovery later = new Discovery(stage, hidden, Actor.PHONE);
        for (int i = 0; i < Nan.DW_CYCLE + 1; i++) {
            later = i % 2 == 0 ? later.publish() : later.windows(1);
        }
        return stage.dialogue().changeHeader("publish", header -> header.address2().equals(hidden.nmi())
                ? FrameHeader.management(header.subtype(), header.address1(), header.address2(), header.address3(),
                        header.sequenceNumber() + 20) : header);
    }

    /** Every beacon's Master Indication draws another random factor. */
    private static Dialogue restless() {
        Stage stage = new Stage();
        for (int i = 0; i < 60; i++) {
            stage.discoveryWindow(new Actor("restless", Actor.ACCESSORY.nmi(), Actor.ACCESSORY.ndi(),
                    Actor.ACCESSORY.masterPreference(), i / 20, Actor.ACCESSORY.methods(),
                    Actor.ACCESSORY.capabilities()));
        }
        return stage.dialogue();
    }

    private static List<AirCase> beacons() {
        UnaryOperator<Bytes> protectedOnce = frame -> frame.concat(Bytes.hex("4c100400010000000000" + "ab".repeat(8)));
        Stage elsewhere = new Stage(OTHER_CLUSTER);
        new Discovery(elsewhere, Actor.ACCESSORY, Actor.PHONE).publish();
        Stage endless = new Stage();
        for (int i = 0; i < LONG_CAPTURE; i++) {
            endless.discoveryWindow(Actor.ACCESSORY);
        }
        MasterRank stranger = new MasterRank(MacAddress.parse("02:99:99:99:99:99"), 1, 200);
        return List.of(
                AirCase.of("NAN-BCN-01", poke(discovery(), "sync-beacon", 32, 100, 0)),
                AirCase.of("NAN-BCN-02", poke(discovery(), "discovery-beacon", 32, 0x90, 1)),
                AirCase.of("NAN-BCN-03", discovery().remove("sync-beacon", ClusterAttribute.class)),
                AirCase.of("NAN-BCN-04", elsewhere.dialogue()),
                // The clock that discovery frames are measured by comes from the beacons.
                AirCase.of("NAN-BCN-05", discovery().changeOctets("sync-beacon", DiscoveryDefects::hundredTuLater),
                        "NAN-SDF-06"),
                AirCase.of("NAN-BCN-06", discovery().replace("sync-beacon", ClusterAttribute.class, cluster ->
                        new ClusterAttribute(stranger, cluster.hopCount(), cluster.beaconTransmissionTime()))),
                AirCase.of("NAN-BCN-07", discovery().replace("sync-beacon", ClusterAttribute.class, cluster ->
                        cluster.hopCount() == 0 ? cluster : new ClusterAttribute(cluster.anchorMasterRank(), 1,
                                cluster.beaconTransmissionTime() - 20 * Nan.DW_PERIOD * Nan.TU_MICROS
                                        & 0xFFFF_FFFFL))),
                AirCase.of("NAN-BCN-08", endless.dialogue()),
                AirCase.of("NAN-BCN-08", restless()),
                AirCase.of("NAN-BCN-11", discovery().change("publish", frame -> new Dialogue.Frame(frame.name(),
                        frame.tsf(), 2412, frame.octets()))),
                AirCase.of("NAN-BCN-12", discovery().add("sync-beacon", new VendorAttribute(0x123456,
                        Bytes.wrap(new byte[100])))),
                AirCase.of("NAN-BCN-13", discovery().add("discovery-beacon", new VendorAttribute(0x123456,
                        Bytes.wrap(new byte[240])))),
                AirCase.of("NAN-BCN-14", discovery().changeOctets("sync-beacon", protectedOnce)));
    }

    /** The timestamp stands behind the header. */
    private static Bytes hundredTuLater(Bytes frame) {
        long later = (frame.u32le(24) | frame.u32le(28) << 32) + 100 * Nan.TU_MICROS;
        byte[] changed = frame.toArray();
        for (int i = 0; i < 8; i++) {
            changed[24 + i] = (byte) (later >> 8 * i);
        }
        return Bytes.wrap(changed);
    }

    private static List<AirCase> services() {
        String mixed = "_Lanyard-X._udp";
        ServiceId wrong = new ServiceId(KeyHash.SHA_256.digest(Bytes.wrap(mixed.getBytes(StandardCharsets.UTF_8)))
                .truncate(6));
        Stage often = new Stage();
        Discovery unasked = new Discovery(often, Actor.ACCESSORY, Actor.PHONE);
        for (int i = 0; i < SIXTEEN_WINDOWS; i++) {
            unasked.publish();
        }
        return List.of(
                AirCase.of("NAN-SDF-01", discovery().remove("publish", ServiceDescriptor.class)),
                descriptor("NAN-SDF-02", sda -> ServiceDescriptor.of(ServiceDescriptor.Type.PUBLISH, wrong,
                        sda.instanceId(), 0)).named(ServiceId.of(mixed), mixed),
                descriptor("NAN-SDF-03", sda -> ServiceDescriptor.of(ServiceDescriptor.Type.PUBLISH, Typical.SERVICE,
                        sda.instanceId(), Typical.SUBSCRIBE_ID)),
                descriptor("NAN-SDF-04", sda -> sda.with(new MatchingFilter(List.of(), Bytes.hex("05aa")))),
                descriptor("NAN-SDF-05", sda -> sda.withControl(3)),
                AirCase.of("NAN-SDF-06", discovery().delay("publish", 40 * Nan.TU_MICROS)),
                AirCase.of("NAN-SDF-10", discovery()).named(Typical.SERVICE, "esp_nan-service"),
                AirCase.of("NAN-SDF-11", discovery()).declaring(new AirDeclarations(Map.of(Typical.SERVICE,
                        Typical.SERVICE_NAME), Map.of(), OptionalInt.of(11))),
                AirCase.of("NAN-SDF-14", often.dialogue()),
                extension("NAN-SDEA-01", sdea -> new ServiceDescriptorExtension(9, sdea.control(), sdea.rangeLimit(),
                        sdea.serviceUpdateIndicator(), sdea.serviceInfo())),
                extension("NAN-SDEA-02", sdea -> new ServiceDescriptorExtension(sdea.instanceId(),
                        sdea.control() & ~ServiceDescriptorExtension.SECURITY_REQUIRED, sdea.rangeLimit(),
                        sdea.serviceUpdateIndicator(), sdea.serviceInfo())),
                extension("NAN-SDEA-03", _ -> new UnknownAttribute(0x0E, Bytes.hex("014401"))),
                extension("NAN-SDEA-04", sdea -> info(sdea, 9, Bytes.hex("01"))),
                extension("NAN-SDEA-05", sdea -> info(sdea, ServiceInfo.GENERIC, Bytes.EMPTY)));
    }

    private static AirCase descriptor(String rule, Function<ServiceDescriptor, NanAttribute> edit) {
        return AirCase.of(rule, discovery().replace("publish", ServiceDescriptor.class, edit));
    }

    private static AirCase extension(String rule,
                                     Function<ServiceDescriptorExtension, NanAttribute> edit) {
        return AirCase.of(rule, discovery().replace("publish", ServiceDescriptorExtension.class, edit));
    }

    private static ServiceDescriptorExtension info(ServiceDescriptorExtension sdea, int protocol, Bytes info) {
        return new ServiceDescriptorExtension(sdea.instanceId(), sdea.control(), Optional.empty(),
                OptionalInt.of(1), Optional.of(ServiceInfo.of(protocol, info)));
    }
}
