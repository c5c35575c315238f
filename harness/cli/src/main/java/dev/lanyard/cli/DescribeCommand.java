package dev.lanyard.cli;

import dev.lanyard.drivers.accessory.Accessory;
import dev.lanyard.drivers.cdc.CdcDrivers;
import dev.lanyard.drivers.cdc.CdcOptions;
import dev.lanyard.drivers.cdc.DeviceReport;
import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.runner.run.Accessories;
import dev.lanyard.runner.run.ExitCode;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what a device says of itself. */
@Command(
        name = "describe",
        description = "Shows an accessory's descriptors, functional descriptors, strings and NTB parameters, and what is "
                + "odd about them.",
        mixinStandardHelpOptions = true)
final class DescribeCommand implements Callable<Integer> {

    private static final Duration OPEN = Duration.ofSeconds(5);
    private static final Duration READ = Duration.ofSeconds(15);

    /** How the description is printed. */
    enum Format { TEXT, JSON }

    @Parameters(arity = "1", paramLabel = "SPEC", description = "emulated:ncm, usbip:HOST:PORT/BUSID, …")
    private String spec;

    @Option(names = {"-f", "--format"}, paramLabel = "FORMAT", defaultValue = "TEXT",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Format format;

    @Mixin
    private BenchOption benches;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws UsbException, InterruptedException {
        DeviceReport report;
        try (Accessory accessory = Accessories.standard().create(BenchOption.accessory(benches.find(), spec));
                UsbConnection connection = accessory.open(OPEN)) {
            report = CdcDrivers.describe(connection, CdcOptions.defaults(), READ);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.USAGE, e.getMessage());
        }
        command.commandLine().getOut().println(switch (format) {
            case TEXT -> DescriptionText.of(spec, report);
            case JSON -> DescriptionJson.of(spec, report);
        });
        return ExitCode.PASSED.code();
    }
}
