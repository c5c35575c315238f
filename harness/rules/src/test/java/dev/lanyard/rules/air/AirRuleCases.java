package dev.lanyard.rules.air;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Which rules of Wi-Fi Aware have cases: those that captures show, and those that take an active peer. */
public final class AirRuleCases {

    private AirRuleCases() {}

    /** Rules with evidence that breaks them. */
    public static Set<String> broken() {
        Set<String> rules = active(ActiveAirCases.Case::breaks);
        EveryAirRuleTest.cases().map(AirCase::rule).forEach(rules::add);
        return rules;
    }

    /** Rules with evidence that keeps them. */
    public static Set<String> kept() {
        Set<String> rules = active(ActiveAirCases.Case::keeps);
        rules.addAll(EveryAirRuleTest.kept());
        return rules;
    }

    private static Set<String> active(Predicate<ActiveAirCases.Case> which) {
        return ActiveAirCases.all().stream().filter(which).map(ActiveAirCases.Case::rule)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
