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

/** Resets the port. */
@Verb(name = "usb.reset",
        doc = "Resets the port (over USB/IP: lets go of the device and imports it again) and configures the device anew. "
                + "The data interface is in alternate 0 then. Not applicable where the transport cannot reset.",
        example = "usb.reset: {within: 5s}")
public final class UsbReset implements Step<UsbReset.Arguments, UsbReset.Result> {

    /** Keys of the step. */
    public record Arguments(
            @Doc("how soon the accessory must be back") @Default("5s") Duration within) {}

    /** What came of it. */
    public record Result(@Doc("how long it took") Duration took) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.within().plusSeconds(15);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        long begin = context.recorder().nanos();
        try {
            context.attachment().driver().reset(arguments.within());
        } catch (UsbException e) {
            if (e.error() == UsbError.UNSUPPORTED) {
                throw StepFailure.notApplicable(e.getMessage());
            }
            throw e;
        }
        context.recorder().record("runner", Stimulus.PORT_RESET.event());
        return new Result(Duration.ofNanos(context.recorder().nanos() - begin));
    }
}
