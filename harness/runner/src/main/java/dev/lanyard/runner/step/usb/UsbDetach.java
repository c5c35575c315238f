package dev.lanyard.runner.step.usb;

import dev.lanyard.runner.step.Situation;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.Verb;
import java.time.Duration;

/** Lets the accessory go. */
@Verb(name = "usb.detach",
        doc = "Stops the network, puts the data interface back into alternate 0 and lets go of the accessory. "
                + "Does nothing when nothing is attached.",
        example = "usb.detach: {}",
        after = Situation.ATTACHED)
public final class UsbDetach implements Step<UsbDetach.Arguments, Step.Nothing> {

    /** Takes none. */
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
    public Duration limit(Arguments arguments) {
        return Duration.ofSeconds(30);
    }

    @Override
    public Nothing run(Arguments arguments, StepContext context) {
        context.detach();
        return new Nothing();
    }
}
