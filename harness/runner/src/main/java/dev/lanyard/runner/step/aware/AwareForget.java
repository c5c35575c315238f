package dev.lanyard.runner.step.aware;

import dev.lanyard.drivers.aware.AwareException;
import dev.lanyard.runner.step.Situation;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import java.util.Optional;

/** Forgets all pairings. */
@Verb(name = "aware.forget",
        doc = "Forgets all pairings that the harness keeps; the device keeps its own.",
        example = "aware.forget: {}",
        after = Situation.BEGINNING,
        functions = {})
public final class AwareForget implements Step<AwareForget.Arguments, Step.Nothing> {

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
    public Nothing run(Arguments arguments, StepContext context)
            throws StepFailure, AwareException, InterruptedException {
        context.aware().peer().forget(Optional.empty());
        return new Nothing();
    }
}
