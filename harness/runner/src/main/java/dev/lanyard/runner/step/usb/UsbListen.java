package dev.lanyard.runner.step.usb;

import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import java.io.IOException;
import java.time.Duration;

/** Stops or begins to read notifications. */
@Verb(name = "usb.listen",
        doc = "Stops to read the notification endpoint, as a host that is slow to poll it, or begins again.",
        example = "usb.listen: {notifications: false}")
public final class UsbListen implements Step<UsbListen.Arguments, Step.Nothing> {

    /** Keys of the step. */
    public record Arguments(
            @Doc("whether notifications are read from now on") boolean notifications) {}

    @Override
    public Duration limit(Arguments arguments) {
        return Duration.ofSeconds(10);
    }

    @Override
    public Nothing run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        context.attachment().driver().readNotifications(arguments.notifications());
        return new Nothing();
    }
}
