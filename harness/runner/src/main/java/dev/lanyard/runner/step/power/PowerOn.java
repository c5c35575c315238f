package dev.lanyard.runner.step.power;

import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.bind.Range;
import dev.lanyard.runner.step.Situation;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import java.time.Duration;

/** Gives power. */
@Verb(name = "power.on",
        doc = "Switches the accessory's power on and waits until the accessory is on its bus; usb.attach can follow.",
        example = "power.on: {back: 10s}",
        after = Situation.BEGINNING,
        before = "power.off: {}")
public final class PowerOn implements Step<PowerOn.Arguments, PowerOn.Result> {

    /** Keys of the step. */
    public record Arguments(
            @Doc("how soon the switch must have done it") @Default("10s") @Range(min = "1ms", max = "10min")
            Duration within,
            @Doc("how soon the accessory must be on its bus then") @Default("10s") @Range(min = "0ms", max = "10min")
            Duration back) {}

    /** What came of it. */
    public record Result(@Doc("how long it took until the accessory was on its bus") Duration took) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.within().plus(arguments.back()).plusSeconds(30);
    }

    @Override
    public Result run(Arguments arguments, StepContext context) throws StepFailure, InterruptedException {
        return new Result(PowerMoves.on(context.power(), arguments.within(), arguments.back(), context));
    }
}
