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

/** Loses frames of the virtual air. */
@Verb(name = "air.loss",
        doc = "From now on a share of all transmissions on the virtual air is lost, at each receiver for itself, until "
                + "another air.loss or the end of the scenario. Frames to one receiver are repeated as radios do it, "
                + "frames to groups (beacons, publishes) are not. The same frames are lost in every run until a data "
                + "path is open, which runs in real time. Real air cannot be disturbed: there the step is inconclusive.",
        example = "air.loss: {share: 10%}",
        after = Situation.BEGINNING,
        functions = {})
public final class AirLoss implements Step<AirLoss.Arguments, Step.Nothing> {

    /** Keys of the step. */
    public record Arguments(
            @Doc("how much is lost; 0% ends it") @Range(min = "0%", max = "100%") Percentage share,
            @Doc("how often a radio repeats what goes to one receiver and got lost; 0: never")
            @Default("3") @Range(min = "0", max = "15") int repeats) {}

    @Override
    public Nothing run(Arguments arguments, StepContext context) throws StepFailure, AwareException {
        context.aware().lose(arguments.share().percent().doubleValue() / 100, arguments.repeats());
        return new Nothing();
    }
}
