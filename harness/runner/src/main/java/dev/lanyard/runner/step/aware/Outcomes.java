package dev.lanyard.runner.step.aware;

import dev.lanyard.drivers.aware.AwareOutcome;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.value.Durations;
import dev.lanyard.runner.value.Literals;
import java.time.Duration;

/** What steps expect of bootstrapping, pairing and verification, and what they found. */
final class Outcomes {

    private Outcomes() {}

    /** What must come of it. */
    record Expect(
            @Doc("how it must end: done, refused, not-authentic, silent") @Default("done") AwareOutcome.Result result) {}

    /** What came of it. */
    record Result(
            @Doc("how it ended") AwareOutcome.Result result,
            @Doc("the status or reason code of a refusal") int code,
            @Doc("how long it took on the clock of the air") Duration after) {}

    static Result check(String what, Expect expect, AwareOutcome outcome, Duration after) throws StepFailure {
        Result result = new Result(outcome.result(), outcome.code(), after);
        if (outcome.result() != expect.result()) {
            throw StepFailure.unmet(what + " ended " + Literals.kebab(outcome.result()) + " after "
                    + Durations.show(after) + ", expected " + Literals.kebab(expect.result()) + ": " + outcome.text(),
                    result);
        }
        return result;
    }
}
