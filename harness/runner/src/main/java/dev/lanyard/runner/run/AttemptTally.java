package dev.lanyard.runner.run;

import dev.lanyard.evidence.Outcome;
import dev.lanyard.rules.Judgement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Adds up the attempts of a scenario. */
final class AttemptTally {

    private final PlannedScenario planned;
    private final List<AttemptResult> results = new ArrayList<>();
    private final List<AttemptResult> spoiled = new ArrayList<>();

    AttemptTally(PlannedScenario planned) {
        this.planned = planned;
    }

    void add(AttemptResult result) {
        results.add(result);
    }

    /** An attempt that is made again: what it shows of the accessory counts, that it did not pass does not. */
    void addSpoiled(AttemptResult result) {
        spoiled.add(result);
    }

    ScenarioResult result() {
        int required = planned.scenario().repeat().required();
        int passed = (int) count(results, Outcome.PASSED);
        Outcome outcome = outcome(results, required);
        String counts = results.size() == 1 && required == 1 ? ""
                : passed + " of " + results.size() + " attempts passed, " + required + " required";
        String why = results.stream().filter(r -> r.outcome() == outcome && outcome != Outcome.PASSED).findFirst()
                .map(AttemptResult::message).orElse("");
        String again = spoiled.isEmpty() ? "" : spoiled.size() + " made again because of the bench: "
                + spoiled.getFirst().message();
        String message = Stream.of(counts, why.isEmpty() || counts.isEmpty() ? why : "first: " + why, again)
                .filter(part -> !part.isEmpty()).collect(Collectors.joining("; "));
        return new ScenarioResult(planned, outcome, message, passed, results.size(),
                Judgement.worstByRule(Stream.concat(results.stream(), spoiled.stream()).flatMap(r -> r.judgements().stream()).toList()));
    }

    /** How a scenario ends of whose attempts {@code required} must pass. */
    static Outcome outcome(List<AttemptResult> results, int required) {
        if (count(results, Outcome.INTERRUPTED) > 0) {
            return Outcome.INTERRUPTED;
        }
        long passed = count(results, Outcome.PASSED);
        if (passed >= required) {
            return Outcome.PASSED;
        }
        if (!results.isEmpty() && count(results, Outcome.NOT_APPLICABLE) == results.size()) {
            return Outcome.NOT_APPLICABLE;
        }
        // Attempts of which nothing can be said might have passed: only the others can fail the scenario.
        long open = count(results, Outcome.INCONCLUSIVE);
        return passed + open >= required || count(results, Outcome.FAILED) == 0 ? Outcome.INCONCLUSIVE : Outcome.FAILED;
    }

    private static long count(List<AttemptResult> results, Outcome outcome) {
        return results.stream().filter(r -> r.outcome() == outcome).count();
    }
}
