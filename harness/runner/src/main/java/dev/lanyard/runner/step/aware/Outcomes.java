package dev.lanyard.runner.step.aware;

import dev.lanyard.drivers.aware.AwareException;
import dev.lanyard.drivers.aware.AwareOutcome;
import dev.lanyard.drivers.aware.AwarePeer;
import dev.lanyard.drivers.aware.AwareService;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.StepContext;
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

    /** What a peer does with whom it found. */
    @FunctionalInterface
    interface Exchange {
        AwareOutcome with(AwarePeer peer, int handle, AwareService.Found found)
                throws AwareException, InterruptedException;
    }

    /** Does it with whom the last step found. */
    static Result of(String what, Expect expect, StepContext context, Exchange exchange)
            throws StepFailure, AwareException, InterruptedException {
        AwareSession session = context.aware();
        long began = context.clock().nanos();
        AwareOutcome outcome = exchange.with(session.peer(), session.handle(), session.found());
        Duration after = Duration.ofNanos(context.clock().nanos() - began);
        Result result = new Result(outcome.result(), outcome.code(), after);
        if (outcome.result() != expect.result()) {
            throw StepFailure.unmet(what + " ended " + Literals.kebab(outcome.result()) + " after "
                    + Durations.show(after) + ", expected " + Literals.kebab(expect.result()) + ": " + outcome.text(),
                    result);
        }
        return result;
    }
}
