package dev.lanyard.rules.air;

import dev.lanyard.wire.nan.attribute.DeviceCapabilityExtension;
import dev.lanyard.wire.nan.attribute.IdentityResolution;
import dev.lanyard.wire.nan.attribute.PairingBootstrapping;
import dev.lanyard.wire.nan.dialogue.Actor;
import dev.lanyard.wire.nan.dialogue.Dialogue;
import dev.lanyard.wire.nan.dialogue.Dialogues;
import dev.lanyard.wire.nan.dialogue.Pairing;
import dev.lanyard.wire.net.MacAddress;
import java.util.ArrayList;
import java.util.List;

/** Defects of what devices say they can do: capabilities, schedules, bootstrapping, identities, suites. */
final class CapabilityDefects {

    private CapabilityDefects() {}

    static List<AirCase> cases() {
        List<AirCase> cases = new ArrayList<>(schedules());
        cases.addAll(extensions());
        cases.addAll(bootstrapping());
        cases.addAll(identities());
        cases.addAll(suites());
        return cases;
    }

    private static List<AirCase> schedules() {
        return List.of(
                AirCase.defect("NAN-DEV-01", DiscoveryDefects.discovery()),
                AirCase.defect("NAN-DEV-02", DiscoveryDefects.discovery()),
                AirCase.defect("NAN-DEV-03", DiscoveryDefects.discovery()),
                AirCase.defect("NAN-AV-01", DiscoveryDefects.discovery()),
                AirCase.defect("NAN-AV-03", DiscoveryDefects.discovery()),
                AirCase.defect("NAN-AV-04", DiscoveryDefects.discovery()));
    }

    private static List<AirCase> extensions() {
        return List.of(
                AirCase.defect("NAN-DCEA-01", DiscoveryDefects.discovery()),
                AirCase.defect("NAN-DCEA-02", DiscoveryDefects.discovery()),
                AirCase.defect("NAN-DCEA-03", DiscoveryDefects.discovery()),
                AirCase.defect("NAN-DCEA-04", Dialogues::pairing),
                AirCase.of("NAN-DCEA-04", onlyInPasn(), "NAN-DCEA-01"),
                AirCase.defect("NAN-DCEA-05", DiscoveryDefects.discovery()),
                AirCase.defect("NAN-DCEA-06", DiscoveryDefects.discovery()));
    }

    private static Dialogue onlyInPasn() {
        Dialogue dialogue = Dialogues.pairing(Dialogues.CLEAN);
        for (String name : List.of("publish", "solicited", "bootstrap-response")) {
            dialogue = dialogue.remove(name, DeviceCapabilityExtension.class);
        }
        return dialogue;
    }

    private static List<AirCase> bootstrapping() {
        Dialogue refused = Dialogues.bootstrappingRefused(Dialogues.CLEAN);
        Dialogue comeback = Dialogues.bootstrappingWithComeback(Dialogues.CLEAN);
        return List.of(
                AirCase.defect("NAN-NPBA-01", DiscoveryDefects.discovery()),
                AirCase.defect("NAN-NPBA-02", refused),
                AirCase.defect("NAN-NPBA-03", refused),
                AirCase.defect("NAN-NPBA-04", Dialogues.bootstrapping(Dialogues.CLEAN)),
                AirCase.defect("NAN-NPBA-05", refused),
                AirCase.defect("NAN-NPBA-06", comeback),
                AirCase.of("NAN-NPBA-06", comeback.replace("bootstrap-comeback", PairingBootstrapping.class,
                        npba -> PairingBootstrapping.comeBack(npba.dialogToken(), 60_000,
                                npba.comeback().orElseThrow().cookie()))),
                AirCase.defect("NAN-NPBA-09", DiscoveryDefects.discovery()),
                AirCase.defect("NAN-NPBA-10", DiscoveryDefects.discovery()));
    }

    private static List<AirCase> identities() {
        Dialogue known = Dialogues.verification(Dialogues.CLEAN);
        IdentityResolution mine = known.frame("publish").nan().first(IdentityResolution.class).orElseThrow();
        IdentityResolution ofOther = Pairing.nira(Actor.ACCESSORY.withNmi(MacAddress.parse("02:66:77:88:99:bb")), 1);
        return List.of(
                AirCase.defect("NAN-NIRA-01", known),
                AirCase.of("NAN-NIRA-02", known.replace("solicited", IdentityResolution.class, _ -> ofOther))
                        .withKeys(),
                AirCase.of("NAN-NIRA-03", known.replace("subscribe", IdentityResolution.class,
                        nira -> new IdentityResolution(0, mine.nonce(), nira.tag()))),
                AirCase.defect("NAN-NIRA-04", Dialogues::pairing).withKeys(),
                AirCase.defect("NAN-NIRA-05", known));
    }

    private static List<AirCase> suites() {
        return List.of(AirCase.defect("NAN-CSIA-01", DiscoveryDefects.discovery()),
                AirCase.defect("NAN-CSIA-02", DiscoveryDefects.discovery()),
                AirCase.defect("NAN-CSIA-03", DiscoveryDefects.discovery()),
                AirCase.defect("NAN-CSIA-04", DiscoveryDefects.discovery()),
                AirCase.defect("NAN-SCIA-01", Dialogues.securedDataPath(Dialogues.CLEAN)));
    }
}
