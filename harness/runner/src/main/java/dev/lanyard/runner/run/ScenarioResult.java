package dev.lanyard.runner.run;

import dev.lanyard.evidence.Outcome;
import dev.lanyard.rules.Judgement;
import dev.lanyard.rules.Verdict;
import java.util.List;

/**
 * How a scenario ended on an accessory.
 *
 * @param message  why, in one sentence; empty when it passed
 * @param passed   attempts that passed
 * @param attempts attempts that were made
 * @param verdicts the worst verdict of each judged rule over the attempts
 */
public record ScenarioResult(PlannedScenario planned, Outcome outcome, String message, int passed, int attempts,
                             List<Verdict> verdicts) {

    public ScenarioResult {
        verdicts = List.copyOf(verdicts);
    }

    /** The verdicts, and whether the scenario asked for them. */
    public List<Judgement> judgements() {
        return verdicts.stream().map(v -> new Judgement(v, planned.scenario().rules().contains(v.rule()))).toList();
    }
}
