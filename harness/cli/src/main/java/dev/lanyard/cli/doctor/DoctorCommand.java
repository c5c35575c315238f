package dev.lanyard.cli.doctor;

import dev.lanyard.runner.run.ExitCode;
import dev.lanyard.wire.DeviceText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Says what this machine lacks to test accessories, and the command that mends each. */
@Command(
        name = "doctor",
        description = "Says what this machine lacks to test accessories, and how to mend it.",
        mixinStandardHelpOptions = true)
public final class DoctorCommand implements Callable<Integer> {

    private static final int LINE = 400;

    /** Forms of output. */
    enum Format { TEXT, JSON }

    @Option(names = "--format", paramLabel = "text|json", description = "Form of the findings.")
    private Format format = Format.TEXT;

    @Option(names = "--repair", description = "First puts back what a killed run took or changed: "
            + "USB interfaces, network interfaces, power that it left off.")
    private boolean repair;

    @Option(names = "--bench", paramLabel = "FILE", description = "The bench file; by default bench.yaml here, or in "
            + "~/.config/lanyard.")
    private Optional<Path> bench = Optional.empty();

    @Option(names = "--udev-rule", description = "Only prints the udev rule that gives access to accessories.")
    private boolean udevRule;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = command.commandLine().getOut();
        if (udevRule) {
            out.print(UsbChecks.UDEV_RULE);
            return ExitCode.PASSED.code();
        }
        List<Diagnosis> found = new ArrayList<>();
        if (repair) {
            found.addAll(Debts.ofThisUser().repay());
        }
        found.addAll(examine(Machine.here()));
        found.addAll(BenchChecks.bench(Machine.here(), bench));
        if (format == Format.JSON) {
            out.println(JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(found));
        } else {
            print(found, out);
        }
        return found.stream().anyMatch(one -> one.state() == Diagnosis.State.PROBLEM)
                ? ExitCode.INCONCLUSIVE.code() : ExitCode.PASSED.code();
    }

    static List<Diagnosis> examine(Machine machine) {
        List<Diagnosis> found = new ArrayList<>();
        Diagnosis kernel = UsbChecks.kernel(machine);
        found.add(kernel);
        if (kernel.state() != Diagnosis.State.PROBLEM) {
            found.add(UsbChecks.library());
        }
        found.add(UsbChecks.nodes(machine));
        found.addAll(Debts.ofThisUser().owed());
        found.add(MachineChecks.drivers(machine));
        found.add(NetworkChecks.libpcap(machine));
        found.add(NetworkChecks.capabilities(machine));
        found.addAll(NetworkChecks.meddlers(machine));
        found.add(MachineChecks.serialPorts(machine));
        found.addAll(AwareChecks.all(machine));
        found.add(BenchChecks.portsInUse(machine));
        found.add(MachineChecks.clock(Instant.now()));
        found.add(MachineChecks.disk(Path.of("runs")));
        return found;
    }

    private static void print(List<Diagnosis> found, PrintWriter out) {
        for (Diagnosis one : found) {
            out.printf("%-15s %-17s %s%n", one.state().name().toLowerCase(Locale.ROOT).replace('_', ' '), one.area(),
                    DeviceText.line(one.sentence(), LINE));
            if (!one.fix().isEmpty()) {
                out.printf("%-15s %-17s -> %s%n", "", "", one.fix());
            }
        }
    }
}
