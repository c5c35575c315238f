package dev.lanyard.rules.catalogue.aware;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.air.AirFrame;
import dev.lanyard.rules.air.AirJudge;
import dev.lanyard.rules.air.Bootstrapping;
import dev.lanyard.rules.air.Discovery;
import dev.lanyard.rules.air.FrameKind;
import dev.lanyard.rules.air.Ruling;
import dev.lanyard.rules.air.Sight;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.Placed;
import dev.lanyard.wire.nan.BootstrappingMethod;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.attribute.AttributeId;
import dev.lanyard.wire.nan.attribute.PairingBootstrapping;
import dev.lanyard.wire.nan.attribute.ServiceDescriptor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/** Pairing bootstrapping, which brings up the PIN: NAN-NPBA. */
public final class AwareBootstrappingRules {

    private static final int RESERVED = 0x3E00;

    /** Rules NAN-NPBA-*. */
    public static final List<Rule> RULES = List.of(
            rule("NAN-NPBA-01", "A published service for paired devices advertises pairing bootstrapping: type 0, "
                    + "dialog token 0, at least one method.")
                    .obligation(Obligation.HOST_REQUIRED, Aware.HOSTAP).hosts(Aware.IOS)
                    .fieldFailures("espressif/esp-idf#16743")
                    .remediation("Send 2C 05 00 00 00 00 and the methods that the device can do in every Publish; "
                            + "without it no peer can ask for a PIN.")
                    .watchedBy(AirJudge.onContent(AwareBootstrappingRules::advertised, FrameKind.SDF)),
            rule("NAN-NPBA-02", "A bootstrapping request names exactly one method.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Set one bit: the role that the initiator itself takes.")
                    .watchedBy(AirJudge.onContent(dialogue(PairingBootstrapping.REQUEST,
                    AwareBootstrappingRules::oneMethod),
                            FrameKind.SDF)),
            rule("NAN-NPBA-03", "A request names the complement of a method that the peer advertises.")
                    .obligation(Obligation.HOST_REQUIRED, Aware.HOSTAP).hosts(Aware.PHONES)
                    .fieldFailures("espressif/esp-idf#16743")
                    .remediation("To a peer that displays a PIN (0x0002) ask for PIN keypad (0x0020), and the other "
                    + "way round.")
                    .watchedBy(AirJudge.on(dialogue(PairingBootstrapping.REQUEST, AwareBootstrappingRules::complement),
                            FrameKind.SDF).where(has(PairingBootstrapping.REQUEST))),
            rule("NAN-NPBA-04", "A response has the request's dialog token, and when it accepts, the complementary "
                    + "method.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Echo the token; answer PIN keypad (0x0020) with PIN display (0x0002).")
                    .watchedBy(AirJudge.on(dialogue(PairingBootstrapping.RESPONSE, AwareBootstrappingRules::answer),
                            FrameKind.SDF).where(has(PairingBootstrapping.RESPONSE))),
            rule("NAN-NPBA-05", "A response that rejects gives a reason and no method.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Send reason 13 and methods 0.")
                    .watchedBy(AirJudge.onContent(dialogue(PairingBootstrapping.RESPONSE,
                    AwareBootstrappingRules::rejection),
                            FrameKind.SDF)),
            rule("NAN-NPBA-06", "A comeback has a time and a cookie, and the retry comes no earlier and with the "
                    + "cookie.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Wait for the time asked, then repeat the request with the cookie.")
                    .watchedBy(AirJudge.on(AwareBootstrappingRules::comeback, FrameKind.SDF)
                            .where(has(PairingBootstrapping.REQUEST).or(has(PairingBootstrapping.RESPONSE)))),
            rule("NAN-NPBA-09", "A publisher offers a method with a PIN.")
                    .obligation(Obligation.RECOMMENDED, Aware.ESP).hosts(Aware.IOS)
                    .remediation("Advertise PIN display (0x0002) or keypad (0x0020) where the device has a screen, "
                    + "keys or a printed PIN.")
                    .watchedBy(AirJudge.onContent(dialogue(PairingBootstrapping.ADVERTISE,
                    AwareBootstrappingRules::pin),
                            FrameKind.SDF)),
            rule("NAN-NPBA-10", "Bits 9 to 13 of the methods are zero.")
                    .obligation(Obligation.RECOMMENDED, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Clear the bits that have no meaning.")
                    .watchedBy(AirJudge.onContent((sight, ruling) -> sight.first(PairingBootstrapping.class)
                            .ifPresent(placed -> ruling.require((placed.value().methods() & RESERVED) == 0, placed,
                                    () -> "the methods are " + text(placed.value().methods()))), FrameKind.SDF)));

    private static final int PIN = BootstrappingMethod.PIN_DISPLAY.bit() | BootstrappingMethod.PIN_KEYPAD.bit();
    /** Clocks of capture and device differ: a retry this much early is none. */
    private static final double EARLY = 0.9;

    private AwareBootstrappingRules() {}

    @FunctionalInterface
    private interface OnBootstrapping {
        void see(Sight sight, Placed<PairingBootstrapping> placed, Ruling ruling);
    }

    private static Predicate<AirFrame> has(int type) {
        return frame -> frame.value(PairingBootstrapping.class).filter(npba -> npba.type() == type).isPresent();
    }

    private static AirJudge.OnFrame dialogue(int type, OnBootstrapping judge) {
        return (sight, ruling) -> sight.first(PairingBootstrapping.class)
                .filter(placed -> placed.value().type() == type)
                .ifPresent(placed -> judge.see(sight, placed, ruling));
    }

    private static String text(int methods) {
        List<BootstrappingMethod> named = BootstrappingMethod.of(methods);
        return "0x%04x".formatted(methods) + (named.isEmpty() ? "" : " "
                + named.toString().toLowerCase(Locale.ROOT).replace('_', ' '));
    }

    private static void advertised(Sight sight, Ruling ruling) {
        AirFrame frame = sight.frame();
        boolean publishes = frame.offers().stream()
                .anyMatch(placed -> placed.value().type() == ServiceDescriptor.Type.PUBLISH);
        if (!publishes || !Discovery.wantsPairing(frame, sight.air().declared())) {
            return;
        }
        Optional<Placed<PairingBootstrapping>> npba = sight.first(PairingBootstrapping.class);
        Optional<String> fault = npba.isPresent() ? badAdvertisement(npba.get().value())
                : frame.attributes().withId(AttributeId.PAIRING_BOOTSTRAPPING).isEmpty()
                        ? Optional.of(" carries no Pairing Bootstrapping attribute (0x2C); no peer can ask it for a "
                        + "PIN")
                        : Optional.of(" has a Pairing Bootstrapping attribute that cannot be read");
        if (fault.isEmpty()) {
            ruling.kept();
            return;
        }
        for (Placed<ServiceDescriptor> placed : frame.offers()) {
            if (placed.value().type() == ServiceDescriptor.Type.PUBLISH) {
                ruling.broken(placed.value().serviceId(), npba.map(Placed::octets).orElse(Bytes.EMPTY),
                        Discovery.name(sight.air(), placed.value()) + fault.get());
            }
        }
    }

    private static Optional<String> badAdvertisement(PairingBootstrapping npba) {
        if (npba.type() != PairingBootstrapping.ADVERTISE) {
            return Optional.empty();
        }
        return npba.dialogToken() != 0 ? Optional.of(" advertises with dialog token " + npba.dialogToken())
                : npba.methods() == 0 ? Optional.of(" advertises no bootstrapping method") : Optional.empty();
    }

    private static void oneMethod(Sight sight, Placed<PairingBootstrapping> placed, Ruling ruling) {
        ruling.require(Integer.bitCount(placed.value().methods()) == 1, placed, () -> "the request names "
                + text(placed.value().methods()));
    }

    private static void complement(Sight sight, Placed<PairingBootstrapping> placed, Ruling ruling) {
        OptionalInt offered = sight.receiver().map(peer -> peer.advertisedMethods()).orElse(OptionalInt.empty());
        if (offered.isEmpty()) {
            return;
        }
        int wanted = BootstrappingMethod.complements(offered.getAsInt());
        int method = placed.value().methods();
        ruling.require((method & wanted) != 0, placed, () -> "the request names " + text(method)
                + "; the peer advertises "
                + text(offered.getAsInt()) + ", so " + text(wanted) + " is what it waits for"
                + ((method & offered.getAsInt()) != 0 ? " (both sides would take the same role)" : ""));
    }

    private static void answer(Sight sight, Placed<PairingBootstrapping> placed, Ruling ruling) {
        Optional<Bootstrapping> dialogue = dialogue(sight);
        if (dialogue.isEmpty()) {
            return;
        }
        PairingBootstrapping request = dialogue.get().request().value();
        PairingBootstrapping response = placed.value();
        int wanted = BootstrappingMethod.complements(request.methods());
        if (response.dialogToken() != request.dialogToken()) {
            ruling.broken(placed, "the response has dialog token " + response.dialogToken() + ", the request "
                    + request.dialogToken());
        } else {
            ruling.require(response.status() != PairingBootstrapping.ACCEPTED || response.methods() == wanted, placed,
                    () -> "the response accepts with " + text(response.methods()) + ", the request names "
                    + text(request.methods()));
        }
    }

    private static Optional<Bootstrapping> dialogue(Sight sight) {
        return sight.air().bootstrapping(sight.frame().receiver(), sight.from());
    }

    private static void rejection(Sight sight, Placed<PairingBootstrapping> placed, Ruling ruling) {
        PairingBootstrapping response = placed.value();
        if (response.status() != PairingBootstrapping.REJECTED) {
            return;
        }
        // iOS itself rejects with reason 0: nobody can mend that in an accessory.
        boolean reason = response.reason() != 0 || sight.sender().isApple();
        ruling.require(reason && response.methods() == 0, placed, () -> "the rejection has reason " + response.reason()
                + " and methods " + text(response.methods()));
    }

    private static void comeback(Sight sight, Ruling ruling) {
        Optional<Placed<PairingBootstrapping>> placed = sight.first(PairingBootstrapping.class);
        if (placed.isEmpty()) {
            return;
        }
        PairingBootstrapping npba = placed.get().value();
        if (npba.type() == PairingBootstrapping.RESPONSE && npba.status() == PairingBootstrapping.COMEBACK) {
            ruling.require(npba.comeback().filter(c -> c.after().orElse(0) > 0 && !c.cookie().isEmpty()).isPresent(),
                    placed.get(), () -> "the comeback has " + npba.comeback().map(c -> "time " + c.after().orElse(0)
                            + " TU and a cookie of " + c.cookie().length() + " octets")
                            .orElse("neither time nor cookie"));
        } else if (npba.type() == PairingBootstrapping.REQUEST) {
            sight.air().bootstrapping(sight.from(), sight.frame().receiver())
                    .filter(before -> before.comeback().isPresent())
                    .ifPresent(before -> ruling.judge(placed.get(), badRetry(sight.frame(), npba, before)));
        }
    }

    private static Optional<String> badRetry(AirFrame frame, PairingBootstrapping retry, Bootstrapping before) {
        long waited = frame.nanos() - before.response().orElseThrow().nanos();
        long asked = Nan.tu(before.comeback().orElseThrow().after().orElse(0)).toNanos();
        if (frame.nanos() != 0 && waited < asked * EARLY) {
            return Optional.of("the request is repeated after " + waited / 1_000_000 + " ms, the peer asked for "
                    + asked / 1_000_000 + " ms");
        }
        Bytes cookie = before.cookie().orElse(Bytes.EMPTY);
        return retry.comeback().filter(c -> c.cookie().equals(cookie)).isPresent() ? Optional.empty()
                : Optional.of("the request is repeated without the cookie " + cookie.truncate(16).toHex());
    }

    private static void pin(Sight sight, Placed<PairingBootstrapping> placed, Ruling ruling) {
        int methods = placed.value().methods();
        if (methods != 0 && sight.frame().all(ServiceDescriptor.class).stream()
                .anyMatch(sda -> sda.value().type() == ServiceDescriptor.Type.PUBLISH)) {
            ruling.require((methods & PIN) != 0, placed, () -> "the methods are " + text(methods)
                    + ", none with a PIN");
        }
    }
}
