package dev.lanyard.cli;

import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.runner.run.ExitCode;
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
        Described seen = Described.of(BenchOption.accessory(benches.find(), spec));
        command.commandLine().getOut().println(switch (format) {
            case TEXT -> DescriptionText.of(spec, seen);
            case JSON -> DescriptionJson.of(spec, seen);
        });
        return ExitCode.PASSED.code();
    }
}
