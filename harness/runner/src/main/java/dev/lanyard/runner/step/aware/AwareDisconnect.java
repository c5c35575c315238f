package dev.lanyard.runner.step.aware;

import dev.lanyard.runner.step.Situation;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;

/** Ends the data path. */
@Verb(name = "aware.disconnect",
        doc = "Ends the data paths that aware.datapath opened, with a word to the device. Does nothing when there is none.",
        example = "aware.disconnect: {}",
        after = Situation.BEGINNING,
        functions = {})
public final class AwareDisconnect implements Step<AwareDisconnect.Arguments, Step.Nothing> {

    /** Keys of the step: none. */
    public record Arguments() {}

    @Override
    public Class<Arguments> arguments() {
        return Arguments.class;
    }

    @Override
    public Class<Nothing> result() {
        return Nothing.class;
    }

    @Override
    public Nothing run(Arguments arguments, StepContext context) throws StepFailure, InterruptedException {
        context.detach();
        context.aware().endBeside();
        context.clock().sleep(java.time.Duration.ofMillis(600));
        return new Nothing();
    }
}
