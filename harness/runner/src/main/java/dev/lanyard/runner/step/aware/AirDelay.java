package dev.lanyard.runner.step.aware;

import dev.lanyard.drivers.aware.AwareException;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.bind.Range;
import dev.lanyard.runner.step.Situation;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.runner.value.Percentage;
import java.time.Duration;

/** Delays frames of the virtual air. */
@Verb(name = "air.delay",
        doc = "From now on frames on the virtual air arrive late, out of order or twice, until another air.delay or the "
                + "end of the scenario. Real air cannot be disturbed: there the step is inconclusive.",
        example = "air.delay: {by: 1ms, reorder: 3ms, duplicates: 5%}",
        after = Situation.BEGINNING,
        functions = {})
public final class AirDelay implements Step<AirDelay.Arguments, Step.Nothing> {

    /** Keys of the step. */
    public record Arguments(
            @Doc("how late every frame arrives") @Default("0ms") @Range(min = "0ms", max = "10s") Duration by,
            @Doc("up to how much later each frame arrives besides, by chance, so that frames overtake each other")
            @Default("0ms") @Range(min = "0ms", max = "10s") Duration reorder,
            @Doc("how many frames arrive twice") @Default("0%") @Range(min = "0%", max = "100%")
            Percentage duplicates) {}

    @Override
    public Nothing run(Arguments arguments, StepContext context) throws StepFailure, AwareException {
        context.aware().delay(arguments.by(), arguments.reorder(),
                arguments.duplicates().percent().doubleValue() / 100);
        return new Nothing();
    }
}
