package dev.lanyard.runner.run;

import dev.lanyard.evidence.Outcome;
import dev.lanyard.rules.Verdict;
import java.util.List;

/** How one attempt ended, its rules included. */
record AttemptResult(Outcome outcome, String message, List<Verdict> verdicts) {

    static AttemptResult of(Outcome outcome, String message) {
        return new AttemptResult(outcome, message, List.of());
    }

    /** With its rules' verdicts: a broken rule fails an attempt whose steps all passed. */
    AttemptResult judged(List<Verdict> judged) {
        AttemptResult with = new AttemptResult(outcome, message, judged);
        if (outcome != Outcome.PASSED) {
            return with;
        }
        return judged.stream().filter(v -> v.kind() == Verdict.Kind.FAIL).findFirst()
                .map(v -> new AttemptResult(Outcome.FAILED, "rule " + v.rule() + " is broken: " + v.reason(), judged))
                .or(() -> judged.stream().filter(v -> v.kind() == Verdict.Kind.INCONCLUSIVE).findFirst()
                        .map(v -> new AttemptResult(Outcome.INCONCLUSIVE,
                                "rule " + v.rule() + " could not be judged: " + v.reason(), judged)))
                .orElse(with);
    }
}
