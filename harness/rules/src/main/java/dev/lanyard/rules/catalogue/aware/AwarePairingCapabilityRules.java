package dev.lanyard.rules.catalogue.aware;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.air.AirFrame;
import dev.lanyard.rules.air.AirJudge;
import dev.lanyard.rules.air.Discovery;
import dev.lanyard.rules.air.FrameKind;
import dev.lanyard.rules.air.Latest;
import dev.lanyard.rules.air.Ruling;
import dev.lanyard.rules.air.Service;
import dev.lanyard.rules.air.Sight;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.Placed;
import dev.lanyard.wire.nan.attribute.AttributeId;
import dev.lanyard.wire.nan.attribute.DeviceCapabilityExtension;
import dev.lanyard.wire.nan.attribute.IdentityResolution;
import dev.lanyard.wire.nan.attribute.PairingBootstrapping;
import dev.lanyard.wire.nan.attribute.ServiceDescriptor;
import java.util.List;
import java.util.Optional;

/** The Device Capability Extension, by which iOS decides at discovery: NAN-DCEA. */
public final class AwarePairingCapabilityRules {

    /** Rules NAN-DCEA-*. */
    public static final List<Rule> RULES = List.of(
            rule("NAN-DCEA-01", "Discovery frames of a service for paired devices carry the Device Capability "
                    + "Extension attribute.")
                    .obligation(Obligation.HOST_REQUIRED, Aware.ios("drops the discovery event without it; hostap "
                    + "sends it in every discovery frame (implementation-derived)"))
                    .hosts(Aware.IOS)
                    .fieldFailures("espressif/esp-idf#16743")
                    .remediation("Put 2A 02 00 00 03 into every service discovery frame, not only into PASN frames. On "
                            + "Android: publish with an AwarePairingConfig, on a release whose firmware adds it.")
                    .watchedBy(AirJudge.on(AwarePairingCapabilityRules::present, FrameKind.SDF)
                            .where(frame -> !frame.offers().isEmpty())),
            rule("NAN-DCEA-02", "Answers, follow-ups and bootstrapping frames carry the attribute too.")
                    .obligation(Obligation.HOST_REQUIRED, Aware.HOSTAP).hosts(Aware.IOS)
                    .remediation("Add the attribute wherever service discovery frames are built, unicast ones too.")
                    .watchedBy(AirJudge.on(AwarePairingCapabilityRules::everywhere, FrameKind.SDF)),
            rule("NAN-DCEA-03", "Who advertises bootstrapping enables pairing set-up, and who shows an identity "
                    + "enables caching.")
                    .obligation(Obligation.HOST_REQUIRED, Aware.HOSTAP).hosts(Aware.IOS)
                    .remediation("Set b0 of the second octet with NPBA, b1 when NIK and NPK are kept.")
                    .watchedBy(AirJudge.onContent(AwarePairingCapabilityRules::bits, FrameKind.SDF)),
            rule("NAN-DCEA-04", "The attribute of discovery equals the one of PASN and NAN action frames.")
                    .obligation(Obligation.HOST_REQUIRED, Aware.INFERRED).hosts(Aware.IOS)
                    .remediation("Take the attribute from one place for discovery, PASN and data path frames: who "
                    + "shows it in PASN only was not discovered as a device that can pair.")
                    .watchedBy(AirJudge.on(AwarePairingCapabilityRules::equal, FrameKind.PASN, FrameKind.NAF)
                            .where(frame -> frame.has(DeviceCapabilityExtension.class))),
            rule("NAN-DCEA-05", "The attribute is not sent as all zero.")
                    .obligation(Obligation.RECOMMENDED, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Leave out an attribute that says nothing.")
                    .watchedBy(AirJudge.onContent(dcea((sight, placed, ruling) -> ruling.require(
                            placed.value().regulatory() != 0 || placed.value().pairing() != 0, placed,
                            "both octets are zero")), FrameKind.SDF, FrameKind.NAF, FrameKind.PASN)),
            rule("NAN-DCEA-06", "The 6 GHz access point type is a known one where it is said to be valid.")
                    .obligation(Obligation.RECOMMENDED, Aware.WIRESHARK).hosts(Aware.ALL)
                    .remediation("Use types 0 to 4, and clear b0 where there is none.")
                    .watchedBy(AirJudge.onContent(dcea((sight, placed, ruling) -> ruling.require(
                            !placed.value().regulatoryValid() || placed.value().accessPointType() <= 4, placed,
                            () -> "the access point type is " + placed.value().accessPointType())),
                            FrameKind.SDF, FrameKind.NAF, FrameKind.PASN)));

    private AwarePairingCapabilityRules() {}

    @FunctionalInterface
    private interface OnDcea {
        void see(Sight sight, Placed<DeviceCapabilityExtension> placed, Ruling ruling);
    }

    private static AirJudge.OnFrame dcea(OnDcea judge) {
        return (sight, ruling) -> sight.first(DeviceCapabilityExtension.class)
                .ifPresent(placed -> judge.see(sight, placed, ruling));
    }

    private static boolean lacksDcea(AirFrame frame) {
        return !frame.attributes().has(AttributeId.DEVICE_CAPABILITY_EXTENSION);
    }

    private static void present(Sight sight, Ruling ruling) {
        AirFrame frame = sight.frame();
        if (sight.sender().discoveryDcea().isPresent()
                || !Discovery.wantsPairing(frame, sight.air().declared())) {
            return;
        }
        for (Placed<ServiceDescriptor> placed : frame.offers()) {
            if (!lacksDcea(frame)) {
                ruling.kept();
            } else {
                ruling.broken(placed.value().serviceId(), Bytes.EMPTY, Discovery.name(sight.air(), placed.value())
                        + " carries no Device Capability Extension attribute (0x2A); iOS drops such a "
                        + (placed.value().type() == ServiceDescriptor.Type.PUBLISH ? "publisher" : "subscriber")
                        + " at discovery");
            }
        }
    }

    private static void everywhere(Sight sight, Ruling ruling) {
        if (sight.sender().discoveryDcea().isEmpty() || sight.frame().isDecrypted()) {
            return;
        }
        if (lacksDcea(sight.frame())) {
            ruling.broken("a service discovery frame lacks the attribute (0x2A) that frame "
                    + sight.sender().discoveryDcea().get().frame() + " had");
        } else {
            ruling.kept();
        }
    }

    private static void bits(Sight sight, Ruling ruling) {
        Optional<Placed<DeviceCapabilityExtension>> placed = sight.first(DeviceCapabilityExtension.class);
        if (placed.isEmpty() || placed.get().value().regulatory() == 0 && placed.get().value().pairing() == 0) {
            return;
        }
        DeviceCapabilityExtension dcea = placed.get().value();
        boolean bootstraps = sight.frame().value(PairingBootstrapping.class)
                .filter(npba -> npba.type() == PairingBootstrapping.ADVERTISE).isPresent();
        if (bootstraps && !dcea.pairingSetupEnabled()) {
            ruling.broken(placed.get(), "bootstrapping is advertised and pairing set-up is not enabled (b0)");
        } else {
            ruling.require(!sight.has(IdentityResolution.class) || dcea.cachingEnabled(), placed.get(),
                    "an identity is shown and caching is not enabled (b1)");
        }
    }

    private static void equal(Sight sight, Ruling ruling) {
        Optional<Placed<DeviceCapabilityExtension>> placed = sight.first(DeviceCapabilityExtension.class);
        if (placed.isEmpty()) {
            return;
        }
        Optional<Latest<DeviceCapabilityExtension>> discovered = sight.sender().discoveryDcea();
        String where = sight.frame().kind() == FrameKind.PASN ? "a PASN frame" : "a NAN action frame";
        if (discovered.isPresent()) {
            ruling.require(discovered.get().value().equals(placed.get().value()), placed.get(), () -> where + " says "
                    + placed.get().octets().toHex() + ", discovery (frame " + discovered.get().frame() + ") said "
                    + discovered.get().value().encode().toHex());
        } else if (sight.sender().services().stream().anyMatch(Service::pairing)) {
            ruling.broken(placed.get(), where + " has the attribute, and none of the "
                    + sight.sender().discoveryFrames()
                    + " discovery frames before it; iOS asks for it at discovery");
        }
    }
}
