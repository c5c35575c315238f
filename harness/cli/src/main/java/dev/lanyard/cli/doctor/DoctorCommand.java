package dev.lanyard.cli.doctor;

import dev.lanyard.drivers.kernel.KernelDebts;
import dev.lanyard.drivers.libusb.LibUsbHost;
import dev.lanyard.drivers.libusb.TakenInterface;
import dev.lanyard.drivers.usb.UsbException;
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
            + "USB interfaces and network interfaces.")
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
            found.addAll(giveBack());
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
        found.add(UsbChecks.leftOver());
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

    private static List<Diagnosis> giveBack() throws IOException {
        List<Diagnosis> done = new ArrayList<>();
        for (KernelDebts.Repaid repaid : KernelDebts.repay()) {
            done.add(repaid.troubles().isEmpty() ? Diagnosis.fine("repair", "network interface " + repaid.name()
                    + " is as it was, or is gone; nothing is owed any more")
                    : Diagnosis.problem("repair", "network interface " + repaid.name() + ": "
                            + String.join("; ", repaid.troubles()), "sudo ./lanyard doctor --repair"));
        }
        List<TakenInterface> left = TakenInterface.leftOver();
        if (left.isEmpty()) {
            return done;
        }
        try (LibUsbHost host = LibUsbHost.start()) {
            for (TakenInterface taken : left) {
                done.add(giveBack(host, taken));
            }
        } catch (UsbException e) {
            done.add(Diagnosis.problem("repair", e.getMessage(), ""));
        }
        return done;
    }

    private static Diagnosis giveBack(LibUsbHost host, TakenInterface taken) {
        try {
            boolean bound = host.giveBack(taken);
            taken.settled();
            return Diagnosis.fine("repair", UsbChecks.name(taken) + (bound ? " is with its driver again"
                    : " has no driver that wants it, or is gone; nothing is owed any more"));
        } catch (UsbException e) {
            return Diagnosis.problem("repair", e.getMessage(), "unplug and plug the accessory");
        }
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
