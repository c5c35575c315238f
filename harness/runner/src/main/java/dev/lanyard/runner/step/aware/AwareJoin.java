package dev.lanyard.runner.step.aware;

import dev.lanyard.drivers.aware.AwareException;
import dev.lanyard.drivers.aware.Oddity;
import dev.lanyard.drivers.aware.Password;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Situation;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.runner.value.Secret;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Comes up on the air with somebody's ways. */
@Verb(name = "aware.join",
        doc = "Comes up on the air as a device with the ways of a host platform. Without this step the other steps do "
                + "it with usual ways. What was up before leaves.",
        example = "aware.join: {personality: iphone}",
        after = Situation.BEGINNING,
        functions = {})
public final class AwareJoin implements Step<AwareJoin.Arguments, Step.Nothing> {

    /** Keys of the step. */
    public record Arguments(
            @Doc("whose ways: usual, iphone, android") @Default("usual") Personality personality,
            @Doc("the PIN that the harness shows when the device asks for one to be typed") Optional<Secret> pin,
            @Doc("what it does to see how the device bears it") @Default("[]") List<Oddity> odd) {}

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
        context.aware().join(arguments.personality(), arguments.pin().map(pin -> Password.of(pin.text())),
                Set.copyOf(arguments.odd()));
        return new Nothing();
    }
}
