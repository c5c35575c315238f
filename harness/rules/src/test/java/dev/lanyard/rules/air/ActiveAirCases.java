package dev.lanyard.rules.air;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.rules.Declarations;
import dev.lanyard.rules.Verdict;
import dev.lanyard.rules.Verdict.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Evidence of attempts, and what rules that take an active peer must say of it. */
final class ActiveAirCases {

    private static final Set<Kind> BROKEN = EnumSet.of(Kind.FAIL, Kind.WARN);

    private final List<Case> cases = new ArrayList<>();

    /** @param expected one of these */
    record Case(String rule, AirSession session, Declarations declared, Set<Kind> expected) {

        boolean breaks() {
            return BROKEN.equals(expected) || expected.equals(Set.of(Kind.WARN));
        }

        boolean keeps() {
            return expected.equals(Set.of(Kind.PASS));
        }

        void check() {
            Verdict verdict = session.judge(rule, declared);
            assertTrue(expected.contains(verdict.kind()), () -> verdict.kind() + ": " + verdict.reason());
            assertFalse(verdict.reason().isBlank());
            assertTrue(verdict.proof().stream().allMatch(one -> one >= 1 && one <= session.events().size()),
                    () -> "proof " + verdict.proof());
        }

        @Override
        public String toString() {
            return rule + " " + expected;
        }
    }

    static List<Case> all() {
        ActiveAirCases all = new ActiveAirCases();
        OddPeerCases.add(all);
        ActiveDiscoveryCases.add(all);
        ActivePairingCases.add(all);
        ActivePathCases.add(all);
        TrafficCases.add(all);
        return List.copyOf(all.cases);
    }

    void keeps(AirSession session, String rule) {
        says(session, rule, Kind.PASS);
    }

    void breaks(AirSession session, String rule) {
        cases.add(new Case(rule, session, Declarations.NONE, BROKEN));
    }

    void says(AirSession session, String rule, Kind kind) {
        says(session, rule, kind, Declarations.NONE);
    }

    void says(AirSession session, String rule, Kind kind, Declarations declared) {
        cases.add(new Case(rule, session, declared, EnumSet.of(kind)));
    }
}
