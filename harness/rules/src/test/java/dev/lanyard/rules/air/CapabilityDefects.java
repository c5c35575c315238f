package dev.lanyard.rules.air;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.AvailabilityEntry;
import dev.lanyard.wire.nan.CipherSuiteInfo;
import dev.lanyard.wire.nan.DeviceCapability;
import dev.lanyard.wire.nan.DeviceCapabilityExtension;
import dev.lanyard.wire.nan.IdentityResolution;
import dev.lanyard.wire.nan.NanAttribute;
import dev.lanyard.wire.nan.NanAvailability;
import dev.lanyard.wire.nan.PairingBootstrapping;
import dev.lanyard.wire.nan.SecurityContextInfo;
import dev.lanyard.wire.nan.TimeBitmap;
import dev.lanyard.wire.nan.dialogue.Actor;
import dev.lanyard.wire.nan.dialogue.Dialogue;
import dev.lanyard.wire.nan.dialogue.Dialogues;
import dev.lanyard.wire.nan.dialogue.Edits;
import dev.lanyard.wire.nan.dialogue.Pairing;
import dev.lanyard.wire.net.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Defects of what devices say they can do: capabilities, schedules, bootstrapping, identities, suites. */
final class CapabilityDefects {

    /** The frames of the publisher in a discovery. */
    private static final List<String> PUBLISHER = List.of("publish", "solicited", "follow-up-answer");
    private static final List<String> OFFERS = List.of("publish", "solicited");

    private CapabilityDefects() {}

    static List<AirCase> cases() {
        List<AirCase> cases = new ArrayList<>(schedules());
        cases.addAll(extensions());
        cases.addAll(bootstrapping());
        cases.addAll(identities());
        cases.addAll(suites());
        return cases;
    }

    private static <T extends NanAttribute> Dialogue changed(List<String> names, Class<T> type,
                                                             Function<T, NanAttribute> edit) {
        Dialogue dialogue = DiscoveryDefects.discovery();
        for (String name : names) {
            dialogue = dialogue.replace(name, type, edit);
        }
        return dialogue;
    }

    private static Dialogue without(List<String> names, Class<? extends NanAttribute> type) {
        Dialogue dialogue = DiscoveryDefects.discovery();
        for (String name : names) {
            dialogue = dialogue.remove(name, type);
        }
        return dialogue;
    }

    private static List<AirCase> schedules() {
        return List.of(
                AirCase.of("NAN-DEV-01", without(List.of("publish"), DeviceCapability.class)),
                AirCase.of("NAN-DEV-02", changed(List.of("publish"), DeviceCapability.class, c -> new DeviceCapability(
                        c.mapId(), c.committedDw(), DeviceCapability.BAND_2_4GHZ, c.operationMode(), c.antennas(),
                        c.maxChannelSwitchTime(), c.capabilities()))),
                AirCase.of("NAN-DEV-03", changed(List.of("publish"), DeviceCapability.class, c -> new DeviceCapability(
                        c.mapId(), c.committedDw(), c.supportedBands(), c.operationMode(), c.antennas(),
                        c.maxChannelSwitchTime(), 0))),
                AirCase.of("NAN-AV-01", changed(List.of("publish"), NanAvailability.class, a -> bitmap(a, 2, "fe"))),
                AirCase.of("NAN-AV-03", changed(List.of("publish"), NanAvailability.class,
                        a -> bitmap(a, a.sequenceId(), "fefefefe"))),
                AirCase.of("NAN-AV-04", changed(List.of("publish"), NanAvailability.class,
                        a -> bitmap(a, 2, "ffffffff"))));
    }

    /** With another bitmap in its first entry. */
    static NanAvailability bitmap(NanAvailability availability, int sequence, String bitmap) {
        List<AvailabilityEntry> entries = new ArrayList<>(availability.entries());
        AvailabilityEntry first = entries.getFirst();
        entries.set(0, new AvailabilityEntry(first.control(), Optional.of(TimeBitmap.of(16, 512, 0,
                Bytes.hex(bitmap))), first.where()));
        return new NanAvailability(sequence, availability.control(), entries);
    }

    private static List<AirCase> extensions() {
        Function<DeviceCapabilityExtension, NanAttribute> cachingOnly = _ -> new DeviceCapabilityExtension(0, 2);
        return List.of(
                AirCase.of("NAN-DCEA-01", without(PUBLISHER, DeviceCapabilityExtension.class)),
                AirCase.of("NAN-DCEA-02", without(List.of("solicited"), DeviceCapabilityExtension.class)),
                AirCase.of("NAN-DCEA-03", changed(PUBLISHER, DeviceCapabilityExtension.class, cachingOnly)),
                AirCase.of("NAN-DCEA-04", Dialogues.pairing(stage -> stage.edit("pasn-2",
                        Edits.replace(DeviceCapabilityExtension.class, _ -> new DeviceCapabilityExtension(0, 1))))),
                AirCase.of("NAN-DCEA-04", onlyInPasn(), "NAN-DCEA-01"),
                AirCase.of("NAN-DCEA-05", changed(PUBLISHER, DeviceCapabilityExtension.class,
                        _ -> new DeviceCapabilityExtension(0, 0))),
                AirCase.of("NAN-DCEA-06", changed(PUBLISHER, DeviceCapabilityExtension.class,
                        _ -> new DeviceCapabilityExtension(0x0F, 3))));
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
                AirCase.of("NAN-NPBA-01", without(OFFERS, PairingBootstrapping.class)),
                AirCase.of("NAN-NPBA-02", request(refused, 0x0022)),
                AirCase.of("NAN-NPBA-03", request(refused, 0x0002)),
                AirCase.of("NAN-NPBA-04", Dialogues.bootstrapping(Dialogues.CLEAN).replace("bootstrap-response",
                        PairingBootstrapping.class, npba -> PairingBootstrapping.accept(npba.dialogToken() + 1,
                                npba.methods()))),
                AirCase.of("NAN-NPBA-05", refused.replace("bootstrap-response", PairingBootstrapping.class,
                        npba -> PairingBootstrapping.reject(npba.dialogToken(), 0))),
                AirCase.of("NAN-NPBA-06", comeback.replace("bootstrap-retry", PairingBootstrapping.class,
                        npba -> PairingBootstrapping.request(npba.dialogToken(), npba.methods()))),
                AirCase.of("NAN-NPBA-06", comeback.replace("bootstrap-comeback", PairingBootstrapping.class,
                        npba -> PairingBootstrapping.comeBack(npba.dialogToken(), 60_000,
                                npba.comeback().orElseThrow().cookie()))),
                AirCase.of("NAN-NPBA-09", changed(OFFERS, PairingBootstrapping.class,
                        _ -> PairingBootstrapping.advertise(0x0001))),
                AirCase.of("NAN-NPBA-10", changed(OFFERS, PairingBootstrapping.class,
                        npba -> PairingBootstrapping.advertise(npba.methods() | 0x0200))));
    }

    private static Dialogue request(Dialogue dialogue, int methods) {
        return dialogue.replace("bootstrap-request", PairingBootstrapping.class,
                npba -> PairingBootstrapping.request(npba.dialogToken(), methods));
    }

    private static List<AirCase> identities() {
        Dialogue known = Dialogues.verification(Dialogues.CLEAN);
        IdentityResolution mine = known.frame("publish").nan().first(IdentityResolution.class).orElseThrow();
        IdentityResolution ofOther = Pairing.nira(Actor.ACCESSORY.withNmi(MacAddress.parse("02:66:77:88:99:bb")), 1);
        return List.of(
                AirCase.of("NAN-NIRA-01", known.replace("publish", IdentityResolution.class,
                        nira -> new IdentityResolution(1, nira.nonce(), nira.tag()))),
                AirCase.of("NAN-NIRA-02", known.replace("solicited", IdentityResolution.class, _ -> ofOther))
                        .withKeys(),
                AirCase.of("NAN-NIRA-03", known.replace("subscribe", IdentityResolution.class,
                        nira -> new IdentityResolution(0, mine.nonce(), nira.tag()))),
                AirCase.of("NAN-NIRA-04", Dialogues.pairing(stage -> stage.edit("nik-responder",
                        Edits.remove(IdentityResolution.class)))).withKeys(),
                AirCase.of("NAN-NIRA-05", known.remove("solicited", IdentityResolution.class)));
    }

    private static List<AirCase> suites() {
        return List.of(suites("NAN-CSIA-01", CipherSuiteInfo.of(2, 9, 1, 7)),
                suites("NAN-CSIA-02", CipherSuiteInfo.of(2, 1, 1)),
                suites("NAN-CSIA-03", CipherSuiteInfo.of(0, 1, 1, 7)),
                suites("NAN-CSIA-04", CipherSuiteInfo.of(2, 1, 1, 7, 9)),
                AirCase.of("NAN-SCIA-01", Dialogues.securedDataPath(Dialogues.CLEAN).replace("publish",
                        SecurityContextInfo.class, info -> new SecurityContextInfo(List.of(
                                new SecurityContextInfo.Identifier(2, 1, info.identifiers().getFirst().octets()))))));
    }

    private static AirCase suites(String rule, CipherSuiteInfo suites) {
        return AirCase.of(rule, changed(OFFERS, CipherSuiteInfo.class, _ -> suites));
    }
}
