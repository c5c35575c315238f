package dev.lanyard.runner.step.power;

import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.bind.Range;
import dev.lanyard.runner.step.Checks;
import dev.lanyard.runner.step.PowerControl;
import dev.lanyard.runner.step.Situation;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.runner.value.Expectation;
import java.time.Duration;
import java.util.Optional;

/** Cuts the power for a while. */
@Verb(name = "power.cycle",
        doc = "Switches the accessory's power off, waits, switches it on, and waits until the accessory is on its bus; "
                + "usb.attach can follow. The evidence says what proves that the power was cut. Where the bench has only "
                + "a USB reset, the port is reset, and the evidence says that no power was cut.",
        example = "power.cycle: {off: 200ms, back: 10s}",
        after = Situation.ATTACHED)
public final class PowerCycle implements Step<PowerCycle.Arguments, PowerCycle.Result> {

    /** Keys of the step. */
    public record Arguments(
            @Doc("how long the power stays off") @Default("1s") @Range(min = "0ms", max = "1h") Duration off,
            @Doc("how soon the switch must have done each of it") @Default("10s") @Range(min = "1ms", max = "10min")
            Duration within,
            @Doc("how soon the accessory must be on its bus then") @Default("10s") @Range(min = "0ms", max = "10min")
            Duration back,
            @Doc("what must come of it") @Default("{}") PowerOff.Expect expect) {}

    /** What came of it. */
    public record Result(
            @Doc("what shows that the power was cut: the accessory left its bus, the switch says so, or nothing")
            Proof proof,
            @Doc("how long it took from switching on until the accessory was on its bus") Duration took) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.off().plus(arguments.within().multipliedBy(2)).plus(arguments.back()).plusSeconds(60);
    }

    @Override
    public Result run(Arguments arguments, StepContext context) throws StepFailure, InterruptedException {
        PowerControl power = context.power();
        Result result;
        if (power.onlyCycles()) {
            result = new Result(Proof.NONE, PowerMoves.reset(power, arguments.within(), arguments.back(), context));
        } else {
            Proof proof = PowerMoves.off(power, arguments.within(), context);
            Thread.sleep(arguments.off());
            result = new Result(proof, PowerMoves.on(power, arguments.within(), arguments.back(), context));
        }
        return new Checks().value("proof", arguments.expect().proof(), result.proof()).orFail(result, power.name());
    }
}
