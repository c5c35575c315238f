package dev.lanyard.rules.catalogue.aware;

import static dev.lanyard.rules.Rule.rule;
import static dev.lanyard.rules.catalogue.aware.AwareActiveDiscoveryRules.on;

import dev.lanyard.rules.Finding;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.air.AirTalk;
import dev.lanyard.wire.nan.BootstrappingMethod;
import dev.lanyard.wire.nan.attribute.PairingBootstrapping;
import dev.lanyard.wire.nan.frame.PasnFrame;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Bootstrapping and pairing as a peer sees them that asks, errs and comes back. */
public final class AwareActivePairingRules {

    /** One second, and the discovery windows in which question and answer travel. */
    private static final Duration ANSWER = Duration.ofMillis(2_100);
    private static final Duration PASN = Duration.ofSeconds(3);
    private static final Duration LATE = Duration.ofMillis(2_200);
    private static final Duration IDENTITY = Duration.ofMillis(3_500);

    /** Rules of the families NAN-NPBA and NAN-PAIR that need an active peer. */
    public static final List<Rule> RULES = List.of(
            rule("NAN-NPBA-07", "The device answers a bootstrapping request within a second, or asks to come back.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Answer at once: accept, reject, or comeback while the user decides.")
                    .judgedBy(on(talk -> talk.answered(talk.sent(said -> request(said).isPresent()
                            && supported(talk, request(said).get())), AwareActivePairingRules::isResponse, ANSWER,
                            "a bootstrapping request"))),
            rule("NAN-NPBA-08", "A method that the device does not support is rejected, not ignored.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Send a response with status 1 and reason 13.")
                    .judgedBy(on(talk -> talk.answered(talk.sent(said -> request(said).isPresent()
                            && !supported(talk, request(said).get())), AwareActivePairingRules::isResponse, ANSWER,
                            "a request for a method that the device lacks"))),
            rule("NAN-PAIR-10", "After a wrong PIN the device can be paired with the right one.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("End the exchange when the SAE confirm is wrong, and take a new first message.")
                    .judgedBy(on(AwareActivePairingRules::afterWrongPin)),
            rule("NAN-PAIR-12", "An identity key is taken up to five seconds after PASN.")
                    .obligation(Obligation.HOST_REQUIRED, Aware.ESP).hosts(Aware.IOS)
                    .remediation("iPhones send theirs after 2.5 s; wait 5 s at least.")
                    .judgedBy(on(talk -> identityKey(talk, LATE, "a late identity key"))),
            rule("NAN-PAIR-13", "An identity key is taken without Key Lifetime.")
                    .obligation(Obligation.HOST_REQUIRED, Aware.ESP).hosts(Aware.IOS)
                    .remediation("iPhones leave the KDE out; take 12 hours then.")
                    .judgedBy(on(talk -> talk.steps("aware.join").stream().noneMatch(join ->
                            join.says("personality", "iphone") || join.says("odd", "no-key-lifetime"))
                            ? Finding.unseen("no identity key without Key Lifetime was sent")
                            : identityKey(talk, Duration.ZERO, "an identity key without Key Lifetime"))),
            rule("NAN-PAIR-18", "After a power cycle the pairing is verified without a new PIN.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Keep NPK and NIK of every pairing where a power cycle does not reach them.")
                    .judgedBy(on(AwareActivePairingRules::afterPowerCycle)),
            rule("NAN-PAIR-19", "With a peer that lost its keys a new pairing can be made.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Take bootstrapping and PASN with a PIN also from a peer that is paired.")
                    .judgedBy(on(AwareActivePairingRules::afterForgetting)),
            rule("NAN-PAIR-23", "SAE goes by the SSID 516F9A010000.")
                    .obligation(Obligation.RECOMMENDED, Aware.INFERRED).hosts(Aware.ALL)
                    .remediation("Make PT of these twelve characters.")
                    .judgedBy(on(AwareActivePairingRules::otherSsid)));

    private AwareActivePairingRules() {}

    private static Optional<PairingBootstrapping> request(AirTalk.Said said) {
        return said.first(PairingBootstrapping.class).filter(npba -> npba.type() == PairingBootstrapping.REQUEST
                && !said.is(PasnFrame.class));
    }

    private static boolean isResponse(AirTalk.Said asked, AirTalk.Said said) {
        return said.to().equals(asked.from()) && said.first(PairingBootstrapping.class)
                .filter(npba -> npba.type() == PairingBootstrapping.RESPONSE
                        && npba.dialogToken() == request(asked).orElseThrow().dialogToken()).isPresent();
    }

    /** Whether the device advertises the complement of what is asked for. */
    private static boolean supported(AirTalk talk, PairingBootstrapping request) {
        int advertised = talk.received(said -> said.first(PairingBootstrapping.class)
                .filter(npba -> npba.type() == PairingBootstrapping.ADVERTISE).isPresent()).stream()
                .mapToInt(said -> said.first(PairingBootstrapping.class).orElseThrow().methods())
                .reduce(0, (a, b) -> a | b);
        return (BootstrappingMethod.complements(request.methods()) & advertised) != 0;
    }

    static Predicate<AirTalk.Said> pasn(int transaction, boolean refused) {
        return said -> said.frame().filter(frame -> frame instanceof PasnFrame pasn
                && pasn.transaction() == transaction && pasn.authentication().status() != 0 == refused).isPresent();
    }

    private static Finding afterWrongPin(AirTalk talk) {
        Optional<AirTalk.Said> failure = java.util.stream.Stream.concat(talk.sent(pasn(3, true)).stream(),
                talk.received(pasn(3, true)).stream()).findFirst();
        if (failure.isEmpty()) {
            return Finding.unseen("no exchange failed");
        }
        return talk.answered(talk.sent(said -> pasn(1, false).test(said)
                        && said.sequence() > failure.get().sequence()),
                (asked, said) -> said.to().equals(asked.from()) && pasn(2, false).test(said), PASN,
                "a first message after one that failed");
    }

    /** A protected frame of the harness after PASN, and one of the device after that. */
    private static Finding identityKey(AirTalk talk, Duration notBefore, String what) {
        for (AirTalk.Said third : talk.sent(pasn(3, false))) {
            Optional<AirTalk.Said> key = talk.sent(said -> said.secret() && said.sequence() > third.sequence()).stream()
                    .findFirst().filter(said -> said.nanos() - third.nanos() >= notBefore.toNanos());
            if (key.isEmpty()) {
                continue;
            }
            Optional<AirTalk.Said> answer = talk.received(said -> said.secret()
                    && said.sequence() > key.get().sequence()
                    && said.nanos() - key.get().nanos() <= IDENTITY.toNanos()).stream().findFirst();
            if (answer.isPresent()) {
                return Finding.kept(what + " was answered by the device's own",
                        List.of(key.get().sequence(), answer.get().sequence()));
            }
            if (talk.end() - key.get().nanos() > IDENTITY.toNanos()) {
                return Finding.broken(what + " was not answered by the device's own within 3.5 s",
                        List.of(key.get().sequence()));
            }
        }
        return Finding.unseen("no such identity key was sent, with time for an answer");
    }

    private static Finding afterPowerCycle(AirTalk talk) {
        for (AirTalk.Done cycle : talk.steps("aware.power-cycle")) {
            boolean paired = talk.steps("aware.pair").stream().anyMatch(pair -> pair.ended("done")
                    && pair.sequence() < cycle.sequence());
            if (!paired) {
                continue;
            }
            Optional<AirTalk.Done> verified = talk.steps("aware.verify").stream()
                    .filter(one -> one.sequence() > cycle.sequence()).findFirst();
            if (verified.isPresent()) {
                return verified.get().shows(verified.get().ended("done"), "the pairing was verified",
                        "the pairing could not be verified");
            }
            Optional<AirTalk.Done> found = talk.steps("aware.discover").stream()
                    .filter(one -> one.sequence() > cycle.sequence()).findFirst();
            if (found.isPresent() && "false".equals(found.get().values().get("known"))) {
                return Finding.broken("after the power cycle the device does not show itself as one that is paired",
                        List.of(found.get().endSequence()));
            }
        }
        return Finding.unseen("no pairing was verified after a power cycle");
    }

    private static Finding afterForgetting(AirTalk talk) {
        for (AirTalk.Done forgot : talk.steps("aware.forget")) {
            Optional<AirTalk.Done> again = talk.steps("aware.pair").stream()
                    .filter(pair -> pair.sequence() > forgot.sequence()).findFirst();
            if (again.isPresent()) {
                return again.get().shows(again.get().ended("done"), "the devices were paired anew",
                        "the devices could not be paired anew");
            }
            Optional<AirTalk.Done> asked = talk.steps("aware.bootstrap").stream()
                    .filter(one -> one.sequence() > forgot.sequence() && !one.ended("done")).findFirst();
            if (asked.isPresent()) {
                return Finding.broken("bootstrapping anew ended " + asked.get().values().get("result"),
                        List.of(asked.get().endSequence()));
            }
        }
        return Finding.unseen("the harness did not forget a pairing and pair again");
    }

    private static Finding otherSsid(AirTalk talk) {
        for (AirTalk.Done pair : talk.steps("aware.pair")) {
            if (talk.isOdd(pair.sequence(), "other-ssid") && pair.hasResult()) {
                return pair.shows(!pair.ended("done"), "pairing by another SSID failed",
                        "pairing by another SSID succeeded");
            }
        }
        return Finding.unseen("nobody paired by another SSID");
    }
}
