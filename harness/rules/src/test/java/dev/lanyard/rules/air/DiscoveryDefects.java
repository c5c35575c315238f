package dev.lanyard.rules.air;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.FrameHeader;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.ServiceId;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.attribute.ServiceDescriptor;
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
import java.util.OptionalInt;
import java.util.function.Function;

/** Defects of frames, beacons and services. */
final class DiscoveryDefects {

    private static final MacAddress OTHER_CLUSTER = MacAddress.parse("50:6f:9a:02:00:01");
    private static final int SIXTEEN_WINDOWS = 16;
    private static final int LONG_CAPTURE = 245;

    private DiscoveryDefects() {}

    static Dialogue discovery() {
        return Dialogues.discovery(Dialogues.CLEAN);
    }

    static List<AirCase> cases() {
        List<AirCase> cases = new ArrayList<>(forms());
        cases.addAll(beacons());
        cases.addAll(services());
        return cases;
    }

    private static List<AirCase> forms() {
        Stage stage = new Stage();
        new Discovery(stage, Actor.ACCESSORY.withNmi(MacAddress.parse("00:11:22:33:44:55")), Actor.PHONE).publish();
        return List.of(
                AirCase.defect("NAN-ATTR-01", discovery()),
                AirCase.defect("NAN-ATTR-02", discovery()),
                AirCase.defect("NAN-ATTR-03", discovery()),
                AirCase.defect("NAN-ATTR-04", discovery()),
                AirCase.defect("NAN-ATTR-06", discovery()),
                AirCase.defect("NAN-ATTR-07", discovery()),
                AirCase.defect("NAN-ATTR-08", discovery()),
                AirCase.defect("NAN-ATTR-09", Dialogues.openDataPath(Dialogues.CLEAN),
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
        Stage elsewhere = new Stage(OTHER_CLUSTER);
        new Discovery(elsewhere, Actor.ACCESSORY, Actor.PHONE).publish();
        Stage endless = new Stage();
        for (int i = 0; i < LONG_CAPTURE; i++) {
            endless.discoveryWindow(Actor.ACCESSORY);
        }
        return List.of(
                AirCase.defect("NAN-BCN-01", discovery()),
                AirCase.defect("NAN-BCN-02", discovery()),
                AirCase.defect("NAN-BCN-03", discovery()),
                AirCase.of("NAN-BCN-04", elsewhere.dialogue()),
                AirCase.defect("NAN-BCN-04", discovery(), "NAN-ATTR-08"),
                // The clock that discovery frames are measured by comes from the beacons.
                AirCase.defect("NAN-BCN-05", discovery(), "NAN-SDF-06"),
                AirCase.defect("NAN-BCN-06", discovery()),
                AirCase.defect("NAN-BCN-07", discovery()),
                AirCase.of("NAN-BCN-08", endless.dialogue()),
                AirCase.of("NAN-BCN-08", restless()),
                AirCase.defect("NAN-BCN-08", discovery(), "NAN-BCN-06"),
                AirCase.of("NAN-BCN-11", discovery().change("publish", frame -> new Dialogue.Frame(frame.name(),
                        frame.tsf(), 2412, frame.octets()))),
                AirCase.defect("NAN-BCN-12", discovery()),
                AirCase.defect("NAN-BCN-13", discovery()),
                AirCase.defect("NAN-BCN-14", discovery()));
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
                AirCase.defect("NAN-SDF-01", discovery()),
                descriptor("NAN-SDF-02", sda -> ServiceDescriptor.of(ServiceDescriptor.Type.PUBLISH, wrong,
                        sda.instanceId(), 0)).named(ServiceId.of(mixed), mixed),
                AirCase.defect("NAN-SDF-03", discovery()),
                AirCase.defect("NAN-SDF-04", discovery()),
                AirCase.defect("NAN-SDF-05", discovery()),
                AirCase.defect("NAN-SDF-02", discovery()).named(Typical.SERVICE, "_Lanyard._udp"),
                AirCase.of("NAN-SDF-06", discovery().delay("publish", 40 * Nan.TU_MICROS)),
                AirCase.of("NAN-SDF-10", discovery()).named(Typical.SERVICE, "esp_nan-service"),
                AirCase.of("NAN-SDF-11", discovery()).declaring(new AirDeclarations(Map.of(Typical.SERVICE,
                        Typical.SERVICE_NAME), Map.of(), OptionalInt.of(11))),
                AirCase.of("NAN-SDF-14", often.dialogue()),
                AirCase.defect("NAN-SDEA-01", discovery()),
                AirCase.defect("NAN-SDEA-02", discovery()),
                AirCase.defect("NAN-SDEA-03", discovery()),
                AirCase.defect("NAN-SDEA-04", discovery()),
                AirCase.defect("NAN-SDEA-05", discovery()));
    }

    private static AirCase descriptor(String rule, Function<ServiceDescriptor, NanAttribute> edit) {
        return AirCase.of(rule, discovery().replace("publish", ServiceDescriptor.class, edit));
    }
}
