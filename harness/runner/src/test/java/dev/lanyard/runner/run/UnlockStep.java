package dev.lanyard.runner.run;

import dev.lanyard.evidence.Event;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.runner.value.Secret;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Tells its secret to everybody. */
@Verb(name = "toy.unlock", doc = "Unlocks.", example = "toy.unlock: {pin: 1234}")
public final class UnlockStep implements Step<UnlockStep.Arguments, UnlockStep.Result> {

    record Arguments(Secret pin, boolean fail) {}

    record Result(String said) {}

    @Override
    public Result run(Arguments arguments, StepContext context) throws StepFailure {
        String pin = arguments.pin().text();
        context.recorder().record("pin " + pin, new Event.Note(Event.Severity.INFO, "tried " + pin));
        Result said = new Result("sent " + HexFormat.of().formatHex(pin.getBytes(StandardCharsets.UTF_8)));
        if (arguments.fail()) {
            throw StepFailure.unmet("the accessory refused " + pin, said);
        }
        return said;
    }
}
