package dev.lanyard.runner.run;

import dev.lanyard.evidence.Outcome;
import dev.lanyard.rules.Judgement;
import dev.lanyard.rules.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * How one attempt ended, its rules included.
 *
 * @param spoiled the bench kept its steps from saying anything of the accessory
 */
record AttemptResult(Outcome outcome, String message, List<Judgement> judgements, boolean spoiled) {

    static AttemptResult of(Outcome outcome, String message) {
        return new AttemptResult(outcome, message, List.of(), outcome == Outcome.INCONCLUSIVE);
    }

    /**
     * With its rules' verdicts: a broken rule fails an attempt whose steps all passed, also one that the scenario did
     * not ask for; a rule that could not be judged leaves it open only where the scenario asked.
     */
    AttemptResult judged(List<Judgement> judged) {
        AttemptResult with = new AttemptResult(outcome, message, judged, spoiled);
        if (outcome != Outcome.PASSED) {
            return with;
        }
        return first(judged, Verdict.Kind.FAIL)
                .map(v -> new AttemptResult(Outcome.FAILED, "rule " + v.rule() + " is broken: " + v.reason(), judged,
                        false))
                .or(() -> first(judged, Verdict.Kind.INCONCLUSIVE)
                        .map(v -> new AttemptResult(Outcome.INCONCLUSIVE,
                                "rule " + v.rule() + " could not be judged: " + v.reason(), judged,
                        false)))
                .orElse(with);
    }

    private static Optional<Verdict> first(List<Judgement> judged, Verdict.Kind kind) {
        return judged.stream().filter(judgement -> !judgement.isIncidentalBlank()).map(Judgement::verdict)
                .filter(verdict -> verdict.kind() == kind).findFirst();
    }
}
