package dev.lanyard.runner.step.aware;

import dev.lanyard.drivers.aware.AwareException;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Situation;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import java.time.Duration;

/** Takes the power from the device. */
@Verb(name = "aware.power-cycle",
        doc = "Takes the power from an emulated device and gives it back; what was discovered before counts no more.",
        example = "aware.power-cycle: {off: 2s}",
        after = Situation.BEGINNING,
        functions = {})
public final class AwarePowerCycle implements Step<AwarePowerCycle.Arguments, Step.Nothing> {

    /** Keys of the step. */
    public record Arguments(
            @Doc("how long it is without, on the clock of the air") @Default("1s") Duration off) {}

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
        AwareSession session = context.aware();
        session.markNow();
        session.accessory().powerCycle(arguments.off());
        return new Nothing();
    }
}
