package dev.lanyard.rules.catalogue.aware;

import static dev.lanyard.rules.Rule.rule;
import static dev.lanyard.rules.catalogue.aware.AwareActiveDiscoveryRules.on;
import static dev.lanyard.rules.catalogue.aware.AwareActivePairingRules.pasn;

import dev.lanyard.rules.Finding;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.air.AirTalk;
import dev.lanyard.wire.nan.Nan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Pairing with peers that err, replay, come in twos, or type what a number would be. */
public final class AwareHostilePairingRules {

    private static final Duration PASN = Duration.ofSeconds(3);
    private static final Duration IDENTITY = Duration.ofMillis(3_500);
    private static final Duration TWO_WINDOWS = Nan.tu(2L * Nan.DW_PERIOD + 100);

    /** Rules of the family NAN-PAIR that need a peer which does what it should not, or comes again. */
    public static final List<Rule> RULES = List.of(
            rule("NAN-PAIR-09", "After a wrong integrity code of PASN no keys are installed.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Check the code of message 3 before the NM-TK is installed, and end the exchange.")
                    .judgedBy(on(talk -> talk.notAnswered(talk.sent(said -> pasn(3, false).test(said)
                                    && talk.isOdd(said.sequence(), "wrong-pasn-mic")),
                            (asked, said) -> said.secret() && said.to().equals(asked.from()), IDENTITY,
                            "a third message with a wrong code"))),
            rule("NAN-PAIR-11", "An SAE commit whose scalar is out of range is refused.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Check group, scalar (1 < s < r), element, and that it is no reflection of the own "
                            + "commit (802.11-2024 12.4.5.4).")
                    .judgedBy(on(talk -> talk.notAnswered(talk.sent(said -> pasn(1, false).test(said)
                                    && talk.isOdd(said.sequence(), "invalid-scalar")),
                            (asked, said) -> pasn(2, false).test(said) && said.to().equals(asked.from()), PASN,
                            "a commit with the scalar zero"))),
            rule("NAN-PAIR-16", "A protected follow-up that is replayed is not taken.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Keep the highest packet number of the peer, and drop what is not above it.")
                    .judgedBy(on(AwareHostilePairingRules::replay)),
            rule("NAN-PAIR-20", "A second phone can be paired while the pairing with the first is kept.")
                    .obligation(Obligation.RECOMMENDED, Aware.ESP).hosts(Aware.IOS)
                    .remediation("Keep a list of pairings, not one.")
                    .judgedBy(on(AwareHostilePairingRules::secondPhone)),
            rule("NAN-PAIR-21", "The zeros before a PIN count.")
                    .obligation(Obligation.MUST, Aware.INFERRED).hosts(Aware.ALL)
                    .remediation("Handle the PIN as text of six digits, never as a number.")
                    .judgedBy(on(AwareHostilePairingRules::zeros)),
            rule("NAN-PAIR-24", "An ND-PMKID is taken whichever NMI stands first in it.")
                    .obligation(Obligation.QUALITY, Aware.ESP).hosts(Aware.ALL)
                    .remediation("Compute both orders and compare with each.")
                    .judgedBy(on(talk -> AwareActiveDataPathRules.accepted(talk,
                            said -> talk.isOdd(said.sequence(), "swapped-pmkid"),
                            "request whose ND-PMKID has the responder's NMI first"))));

    private AwareHostilePairingRules() {}

    /** A frame that is octet for octet one before: the first was answered, the second must not be. */
    private static Finding replay(AirTalk talk) {
        List<AirTalk.Said> secret = talk.sent(AirTalk.Said::secret);
        for (int i = 1; i < secret.size(); i++) {
            AirTalk.Said again = secret.get(i);
            Optional<AirTalk.Said> first = secret.subList(0, i).stream()
                    .filter(said -> said.octets().equals(again.octets())
                            && again.nanos() - said.nanos() > TWO_WINDOWS.toNanos()).findFirst();
            if (first.isEmpty()) {
                continue;
            }
            if (answer(talk, first.get()).isEmpty()) {
                return Finding.unseen("the protected follow-up that was replayed had not been answered either");
            }
            Optional<AirTalk.Said> answer = answer(talk, again);
            if (answer.isPresent()) {
                return Finding.broken("a replayed follow-up was answered", List.of(first.get().sequence(),
                        again.sequence(), answer.get().sequence()));
            }
            if (talk.end() - again.nanos() > TWO_WINDOWS.toNanos()) {
                return Finding.kept("a replayed follow-up was not answered, as the first was",
                        List.of(first.get().sequence(), again.sequence()));
            }
        }
        return Finding.unseen("no protected follow-up was replayed, with time for an answer");
    }

    private static Optional<AirTalk.Said> answer(AirTalk talk, AirTalk.Said asked) {
        return talk.received(said -> said.secret() && said.to().equals(asked.from())
                && said.nanos() > asked.nanos() && said.nanos() - asked.nanos() <= TWO_WINDOWS.toNanos()).stream()
                .findFirst();
    }

    private static Finding secondPhone(AirTalk talk) {
        Predicate<AirTalk.Done> second = step -> talk.isOdd(step.sequence(), "second-phone");
        List<AirTalk.Done> pairs = talk.steps("aware.pair");
        Optional<AirTalk.Done> first = pairs.stream().filter(pair -> !second.test(pair) && pair.ended("done"))
                .findFirst();
        Optional<AirTalk.Done> other = first.flatMap(one -> pairs.stream()
                .filter(pair -> second.test(pair) && pair.sequence() > one.sequence()).findFirst());
        if (other.isEmpty()) {
            return Finding.unseen("no second phone tried to pair");
        }
        if (!other.get().ended("done")) {
            return Finding.broken("pairing with a second phone ended " + other.get().values().get("result"),
                    List.of(first.get().endSequence(), other.get().endSequence()));
        }
        Optional<AirTalk.Done> back = talk.steps("aware.verify").stream()
                .filter(step -> !second.test(step) && step.sequence() > other.get().sequence()).findFirst();
        if (back.isEmpty()) {
            return Finding.unseen("the first phone did not come back");
        }
        return back.get().ended("done")
                ? Finding.kept("both pairings are kept", List.of(other.get().endSequence(), back.get().endSequence()))
                : Finding.broken("with the second phone paired, the first one's pairing could not be verified",
                        List.of(other.get().endSequence(), back.get().endSequence()));
    }

    private static Finding zeros(AirTalk talk) {
        List<AirTalk.Done> pairs = talk.steps("aware.pair");
        Optional<AirTalk.Done> stripped = pairs.stream().filter(pair -> pair.says("zeros", "stripped")
                && pair.hasResult()).findFirst();
        if (stripped.isEmpty()) {
            return Finding.unseen("nobody typed the PIN without the zeros before it");
        }
        if (stripped.get().ended("done")) {
            return Finding.broken("the PIN is right without the zeros before it",
                    List.of(stripped.get().endSequence()));
        }
        Optional<AirTalk.Done> whole = pairs.stream().filter(pair -> pair.sequence() > stripped.get().sequence()
                && pair.ended("done")).findFirst();
        return whole.isPresent()
                ? Finding.kept("the PIN is right with its zeros, and wrong without",
                        List.of(stripped.get().endSequence(), whole.get().endSequence()))
                : Finding.unseen("the whole PIN did not pair either");
    }
}
