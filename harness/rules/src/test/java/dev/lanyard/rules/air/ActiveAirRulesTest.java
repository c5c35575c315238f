package dev.lanyard.rules.air;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules that take a peer which asks, errs and comes back: evidence that keeps each, and evidence that breaks it. */
class ActiveAirRulesTest {

    static List<ActiveAirCases.Case> cases() {
        return ActiveAirCases.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aRuleSaysWhatTheEvidenceShows(ActiveAirCases.Case one) {
        one.check();
    }
}
