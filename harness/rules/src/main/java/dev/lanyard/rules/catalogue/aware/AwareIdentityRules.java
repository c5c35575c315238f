package dev.lanyard.rules.catalogue.aware;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.air.AirJudge;
import dev.lanyard.rules.air.Device;
import dev.lanyard.rules.air.Discovery;
import dev.lanyard.rules.air.FrameKind;
import dev.lanyard.rules.air.Ruling;
import dev.lanyard.rules.air.Sight;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.Placed;
import dev.lanyard.wire.nan.attribute.IdentityResolution;
import dev.lanyard.wire.nan.attribute.SharedKeyDescriptor;
import dev.lanyard.wire.nan.security.Nira;
import dev.lanyard.wire.nan.security.Secret;
import dev.lanyard.wire.net.MacAddress;
import java.util.List;
import java.util.Optional;

/** NAN Identity Resolution, by which paired devices know each other again: NAN-NIRA. */
public final class AwareIdentityRules {

    private static final FrameKind[] CARRIERS = {FrameKind.NAF, FrameKind.PASN};

    /** Rules NAN-NIRA-*. */
    public static final List<Rule> RULES = List.of(
            rule("NAN-NIRA-01", "The cipher version of an identity is 0.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Send cipher version 0, an 8-octet nonce and an 8-octet tag.")
                    .watchedBy(AirJudge.onContent(nira((sight, placed, ruling) -> ruling.require(
                            placed.value().cipherVersion() == 0, placed, () -> "the cipher version is "
                            + placed.value().cipherVersion())), FrameKind.SDF, CARRIERS)),
            rule("NAN-NIRA-02", "The tag of an identity is made for the address that the frame comes from.")
                    .obligation(Obligation.HOST_REQUIRED, Aware.HOSTAP).hosts(Aware.PHONES)
                    .remediation("Compute the tag again whenever the management interface address changes.")
                    .watchedBy(AirJudge.on(nira(AwareIdentityRules::tag), FrameKind.SDF, CARRIERS)
                            .where(frame -> frame.has(IdentityResolution.class))),
            rule("NAN-NIRA-03", "A changed address comes with a new nonce.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Draw the nonce at random each time the address changes; a constant one makes the "
                            + "device traceable.")
                    .watchedBy(AirJudge.on(nira(AwareIdentityRules::nonce), FrameKind.SDF, CARRIERS)
                            .where(frame -> frame.has(IdentityResolution.class))),
            rule("NAN-NIRA-04", "The follow-up that hands over the identity key carries an identity.")
                    .obligation(Obligation.HOST_REQUIRED, Aware.ESP).hosts(Aware.IOS)
                    .remediation("Add attribute 0x2B to the follow-up with the NIK; iPhones commit the pairing only "
                            + "then.")
                    .watchedBy(AirJudge.onContent(AwareIdentityRules::withKey, FrameKind.SDF)),
            rule("NAN-NIRA-05", "A device that showed its identity shows it in all its discovery frames.")
                    .obligation(Obligation.RECOMMENDED, Aware.INFERRED).hosts(Aware.ALL)
                    .remediation("Send attribute 0x2B in every Publish and Subscribe while pairings are cached.")
                    .watchedBy(AirJudge.on(AwareIdentityRules::always, FrameKind.SDF)
                            .where(frame -> !frame.offers().isEmpty())));

    private AwareIdentityRules() {}

    /** The identity that a device showed. */
    private static final class Shown {
        private Bytes nonce = Bytes.EMPTY;
        private boolean verified;
        private boolean inDiscovery;
    }

    @FunctionalInterface
    private interface OnIdentity {
        void see(Sight sight, Placed<IdentityResolution> placed, Ruling ruling);
    }

    private static AirJudge.OnFrame nira(OnIdentity judge) {
        return (sight, ruling) -> sight.first(IdentityResolution.class)
                .ifPresent(placed -> judge.see(sight, placed, ruling));
    }

    private static Shown shown(Device device) {
        return device.memory(Shown.class, Shown::new);
    }

    private static void tag(Sight sight, Placed<IdentityResolution> placed, Ruling ruling) {
        List<Secret> niks = sight.air().keys().niks();
        if (niks.isEmpty() || placed.value().cipherVersion() != 0) {
            return;
        }
        Shown shown = shown(sight.sender());
        if (matches(niks, sight.from(), placed.value())) {
            shown.verified = true;
            ruling.kept();
            return;
        }
        Optional<MacAddress> other = sight.air().devices().stream().map(Device::nmi)
                .filter(nmi -> matches(niks, nmi, placed.value())).findFirst();
        if (other.isPresent()) {
            ruling.broken(placed, "the tag is that of address " + other.get());
        } else if (shown.verified) {
            ruling.broken(placed, "the tag matches no identity key handed over, an earlier one of this device did");
        }
    }

    private static boolean matches(List<Secret> niks, MacAddress nmi, IdentityResolution identity) {
        return niks.stream().anyMatch(nik -> Nira.matches(nik, nmi, identity.nonce(), identity.tag()));
    }

    private static void nonce(Sight sight, Placed<IdentityResolution> placed, Ruling ruling) {
        Shown own = shown(sight.sender());
        Bytes nonce = placed.value().nonce();
        if (own.nonce.equals(nonce)) {
            return;
        }
        own.nonce = Bytes.wrap(nonce.toArray());
        Optional<Device> other = sight.air().devices().stream().filter(device -> device != sight.sender())
                .filter(device -> shown(device).nonce.equals(nonce)).findFirst();
        ruling.require(other.isEmpty(), placed, () -> "the nonce is that which "
                + other.map(device -> device.nmi().toString()).orElse("") + " used");
    }

    private static void withKey(Sight sight, Ruling ruling) {
        if (Discovery.isFollowUp(sight.frame()) && sight.has(SharedKeyDescriptor.class)) {
            ruling.require(sight.has(IdentityResolution.class), "the follow-up with the key descriptor has no NAN "
                    + "Identity Resolution attribute (0x2B)");
        }
    }

    private static void always(Sight sight, Ruling ruling) {
        Shown own = shown(sight.sender());
        boolean here = sight.has(IdentityResolution.class);
        if (own.inDiscovery) {
            ruling.require(here, "the frame has no NAN Identity Resolution attribute (0x2B), an earlier one had");
        }
        own.inDiscovery |= here;
    }
}
