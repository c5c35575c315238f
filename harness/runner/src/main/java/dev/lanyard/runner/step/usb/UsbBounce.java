package dev.lanyard.runner.step.usb;

import dev.lanyard.drivers.cdc.CdcDriver;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.bind.Range;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import java.io.IOException;
import java.time.Duration;

/** Selects alternate settings in turn. */
@Verb(name = "usb.bounce",
        doc = "Selects alternate setting 1 and 0 of the data interface in turn, and ends with 1. macOS does so within a few "
                + "milliseconds when it starts an accessory.",
        example = "usb.bounce: {times: 20, open: 5ms, closed: 5ms}")
public final class UsbBounce implements Step<UsbBounce.Arguments, UsbBounce.Result> {

    /** Keys of the step. */
    public record Arguments(
            @Doc("how often 1 is selected") @Default("2") @Range(min = "1", max = "100000") int times,
            @Doc("how long 1 stays selected before 0") @Default("10ms") Duration open,
            @Doc("how long 0 stays selected before 1") @Default("10ms") Duration closed,
            @Doc("how soon each request must be answered") @Default("2s") Duration within) {}

    /** What came of it. */
    public record Result(
            @Doc("how often 1 was selected") int times,
            @Doc("the longest that selecting 1 took") Duration slowest) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.open().plus(arguments.closed()).plus(arguments.within().multipliedBy(10))
                .multipliedBy(arguments.times()).plusSeconds(10);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        CdcDriver driver = context.attachment().driver();
        long slowest = 0;
        for (int i = 0; i < arguments.times(); i++) {
            if (i > 0) {
                context.clock().sleep(arguments.open());
                driver.selectAlternate(0, arguments.within());
                context.clock().sleep(arguments.closed());
            }
            long begin = context.recorder().nanos();
            driver.selectAlternate(1, arguments.within());
            slowest = Math.max(slowest, context.recorder().nanos() - begin);
        }
        return new Result(arguments.times(), Duration.ofNanos(slowest));
    }
}
