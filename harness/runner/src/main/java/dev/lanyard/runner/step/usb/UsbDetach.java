package dev.lanyard.runner.step.usb;

import dev.lanyard.runner.step.Situation;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import java.time.Duration;

/** Lets the accessory go. */
@Verb(name = "usb.detach",
        doc = "Stops the network, puts the data interface back into alternate 0 and lets go of the accessory. "
                + "Does nothing when nothing is attached.",
        example = "usb.detach: {}",
        after = Situation.ATTACHED)
public final class UsbDetach implements Step<UsbDetach.Arguments, Step.Nothing> {

    /** Keys of the step. */
    public record Arguments(
            @Doc("whether to let go without a word, as when a plug is pulled") @Default("false") boolean abruptly) {}

    @Override
    public Duration limit(Arguments arguments) {
        return Duration.ofSeconds(30);
    }

    @Override
    public Nothing run(Arguments arguments, StepContext context) throws StepFailure {
        if (arguments.abruptly() && context.attached().isPresent()) {
            context.attachment().connection().close();
        }
        context.detach();
        return new Nothing();
    }
}
