package dev.lanyard.runner.step.bench;

import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.bind.Key;
import dev.lanyard.runner.bind.Range;
import dev.lanyard.runner.step.Situation;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.Verb;
import java.time.Duration;
import java.util.Optional;

/** Lets time pass. */
@Verb(name = "bench.wait",
        doc = "Lets time pass, for what nothing announces. Where something does, a step that waits for it is quicker and "
                + "says more; usb.never waits and watches.",
        example = "bench.wait: {for: 100ms, why: the accessory stores its lease}",
        after = Situation.BEGINNING)
public final class BenchWait implements Step<BenchWait.Arguments, Step.Nothing> {

    /** Keys of the step. */
    public record Arguments(
            @Doc("how long") @Key("for") @Range(max = "24h") Duration time,
            @Doc("what for, for whoever reads the report") Optional<String> why) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.time().plusSeconds(10);
    }

    @Override
    public Nothing run(Arguments arguments, StepContext context) throws InterruptedException {
        // On the virtual air this moves the time.
        context.clock().sleep(arguments.time());
        return new Nothing();
    }
}
