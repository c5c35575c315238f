package dev.lanyard.runner.step.power;

import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.bind.Range;
import dev.lanyard.runner.step.Checks;
import dev.lanyard.runner.step.Situation;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.runner.value.Expectation;
import java.time.Duration;
import java.util.Optional;

/** Cuts the power. */
@Verb(name = "power.off",
        doc = "Switches the accessory's power off by the switch that the bench file names, as if the plug were pulled: "
                + "what is attached vanishes and is let go. The evidence says what proves it. What is off at the end of "
                + "the scenario is switched on again, also after a failure or an interruption.",
        example = "power.off: {expect: {proof: observed}}",
        after = Situation.ATTACHED)
public final class PowerOff implements Step<PowerOff.Arguments, PowerOff.Result> {

    /** Keys of the step. */
    public record Arguments(
            @Doc("how soon the switch must have done it") @Default("10s") @Range(min = "1ms", max = "10min")
            Duration within,
            @Doc("what must come of it") @Default("{}") Expect expect) {}

    /** What must come of it. */
    public record Expect(
            @Doc("what must show that the power was cut") Optional<Expectation<Proof>> proof) {}

    /** What came of it. */
    public record Result(
            @Doc("what shows that the power was cut: the accessory left its bus, the switch says so, or nothing")
            Proof proof) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.within().plusSeconds(30);
    }

    @Override
    public Result run(Arguments arguments, StepContext context) throws StepFailure, InterruptedException {
        Result result = new Result(PowerMoves.off(context.power(), arguments.within(), context));
        return new Checks().value("proof", arguments.expect().proof(), result.proof())
                .orFail(result, context.power().name());
    }
}
