package dev.lanyard.runner.step.usb;

import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.rules.observation.Stimulus;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Switches the link behind the accessory. */
@Verb(name = "accessory.link",
        doc = "Drops or raises the network behind the accessory, as when its own cable or radio fails, where the bench has "
                + "a hand on it. Several changes follow one another at once, or after a pause. Not applicable elsewhere.",
        example = "accessory.link: {states: [down, up], pause: 200ms}")
public final class AccessoryLink implements Step<AccessoryLink.Arguments, Step.Nothing> {

    /** Keys of the step. */
    public record Arguments(
            @Doc("down, up, or a list of these") List<State> states,
            @Doc("how long each but the last stays") @Default("0ms") Duration pause) {

        public Arguments {
            if (states.isEmpty() || states.size() > 10_000) {
                throw new IllegalArgumentException("needs 1 to 10000 states");
            }
        }
    }

    /** How the link is. */
    public enum State {
        /** The network behind the accessory is away. */
        DOWN,
        /** It is there. */
        UP
    }

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.pause().multipliedBy(arguments.states().size()).plusSeconds(10);
    }

    @Override
    public Nothing run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        boolean first = true;
        for (State state : arguments.states()) {
            if (!first) {
                context.clock().sleep(arguments.pause());
            }
            first = false;
            set(state, context);
        }
        return new Nothing();
    }

    private static void set(State state, StepContext context) throws StepFailure, UsbException {
        // Taken before, so that what the accessory then says comes after.
        long begin = context.recorder().nanos();
        try {
            context.accessory().setLink(state == State.UP);
        } catch (UsbException e) {
            if (e.error() == UsbError.UNSUPPORTED) {
                throw StepFailure.notApplicable(e.getMessage());
            }
            throw e;
        }
        context.recorder().record(begin, "runner",
                (state == State.UP ? Stimulus.LINK_UP : Stimulus.LINK_DOWN).event());
    }
}
