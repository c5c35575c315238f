package dev.lanyard.cli;

import dev.lanyard.cli.aware.SeenOnAir;
import dev.lanyard.cli.aware.SeenText;
import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.runner.bench.Benches;
import dev.lanyard.runner.run.ExitCode;
import java.util.Optional;
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
                + "odd about them; of a Wi-Fi Aware device what it shows over the air in 17 seconds, to somebody who "
                + "asks and pairs with nobody.",
        mixinStandardHelpOptions = true)
final class DescribeCommand implements Callable<Integer> {

    /** How the description is printed. */
    enum Format { TEXT, JSON }

    @Parameters(arity = "1", paramLabel = "SPEC", description = "emulated:ncm, usbip:HOST:PORT/BUSID, …")
    private String spec;

    @Option(names = {"-f", "--format"}, paramLabel = "text|json", defaultValue = "text",
            description = "For people, or for programs. Default: ${DEFAULT-VALUE}.")
    private Format format;

    @Mixin
    private ServicesOption services;

    @Mixin
    private BenchOption benches;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws UsbException, InterruptedException {
        Optional<Benches.Filed> bench = benches.find();
        AccessorySpec accessory = BenchOption.accessory(bench, spec);
        Optional<SeenOnAir> air = services.listen(accessory, bench);
        if (air.isPresent()) {
            command.commandLine().getOut().println(switch (format) {
                case TEXT -> SeenText.of(Printable.line(spec), air.get());
                case JSON -> SeenText.json(spec, air.get());
            });
            return ExitCode.PASSED.code();
        }
        Described seen = Described.of(accessory);
        command.commandLine().getOut().println(switch (format) {
            case TEXT -> DescriptionText.of(spec, seen);
            case JSON -> DescriptionJson.of(spec, seen);
        });
        return ExitCode.PASSED.code();
    }
}
