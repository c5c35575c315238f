package dev.lanyard.runner.step.usb;

import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import java.io.IOException;
import java.time.Duration;

/** Suspends the port. */
@Verb(name = "usb.suspend",
        doc = "Suspends the port for a while and resumes it. Not applicable where the transport cannot: USB/IP has no "
                + "message for it.",
        example = "usb.suspend: {during: 3s}")
public final class UsbSuspend implements Step<UsbSuspend.Arguments, Step.Nothing> {

    /** Keys of the step. */
    public record Arguments(
            @Doc("how long the port stays suspended") @Default("3s") Duration during) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.during().plusSeconds(15);
    }

    @Override
    public Nothing run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        try {
            context.attachment().connection().suspend(arguments.during());
        } catch (UsbException e) {
            if (e.error() == UsbError.UNSUPPORTED) {
                throw StepFailure.notApplicable(e.getMessage());
            }
            throw e;
        }
        return new Nothing();
    }
}
