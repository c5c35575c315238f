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
import java.util.Optional;

/** Selects a configuration. */
@Verb(name = "usb.configure",
        doc = "SET_CONFIGURATION: 0 takes every function away; without a value, the configuration with the network "
                + "function is selected (again). The data interface is in alternate 0 then.",
        example = "usb.configure: {value: 0}")
public final class UsbConfigure implements Step<UsbConfigure.Arguments, Step.Nothing> {

    /** Keys of the step. */
    public record Arguments(
            @Doc("bConfigurationValue; without it, the one with the network function")
            @Range(min = "0", max = "255") Optional<Integer> value,
            @Doc("how soon it must be answered") @Default("2s") Duration within) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.within().plusSeconds(15);
    }

    @Override
    public Nothing run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        CdcDriver driver = context.attachment().driver();
        driver.configure(arguments.value().orElse(driver.configuration()), arguments.within());
        return new Nothing();
    }
}
