package dev.lanyard.cli;

import dev.lanyard.drivers.accessory.AccessoryProvider;
import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.usb.UsbHost;
import dev.lanyard.reports.ReportWriter;
import dev.lanyard.runner.run.Accessories;
import dev.lanyard.runner.run.Cancellation;
import dev.lanyard.runner.run.ExitCode;
import dev.lanyard.runner.run.RunOptions;
import dev.lanyard.runner.run.RunPlan;
import dev.lanyard.runner.run.ScenarioRunner;
import dev.lanyard.runner.value.Durations;
import dev.lanyard.runner.yaml.InvalidInputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows accessories as they come and go, and can run a suite on each that comes. */
@Command(
        name = "watch",
        description = "Shows accessories coming and going, until interrupted; with --run, tests each that comes.",
        mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {

    private static final Duration TICK = Duration.ofMillis(200);
    private static final Duration FIRST_LOOK = Duration.ofSeconds(5);

    @Option(names = "--at", paramLabel = "usb|usbip:HOST:PORT", defaultValue = "usb",
            description = "Where to watch: this machine's ports, or a USB/IP server. Default: ${DEFAULT-VALUE}.")
    private String where;

    @Option(names = "--run", paramLabel = "SCENARIO|FOLDER",
            description = "What to run on each accessory that comes.")
    private List<Path> scenarios = List.of();

    @Option(names = {"-p", "--profile"}, paramLabel = "FILE",
            description = "What is declared about the accessories; by default the profile that names or fits each.")
    private Optional<Path> profile = Optional.empty();

    @Option(names = {"-o", "--out"}, paramLabel = "DIR", defaultValue = "runs",
            description = "Each run leaves its report in a folder of its own below this. Default: ${DEFAULT-VALUE}.")
    private Path out;

    @Option(names = "--for", paramLabel = "DURATION", description = "Ends by itself, such as after 10m.")
    private Optional<String> length = Optional.empty();

    @Option(names = "--format", paramLabel = "text|json", description = "Lines for people, or one JSON object each.")
    private Arrivals.Format format = Arrivals.Format.TEXT;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException, InterruptedException {
        long end = System.nanoTime() + length.map(WatchCommand::duration).orElse(Duration.ofDays(365)).toNanos();
        int colon = where.indexOf(':');
        String scheme = colon < 0 ? where : where.substring(0, colon);
        String rest = colon < 0 ? "" : where.substring(colon + 1);
        RunOptions options = RunOptions.defaults(Home.relative(Home.directory().resolve("device-profiles")));
        PrintWriter console = command.commandLine().getOut();
        Cancellation cancellation = new Cancellation();
        ExitCode worst = ExitCode.PASSED;
        try (UsbHost host = host(scheme, rest);
                Arrivals arrivals = new Arrivals(provider(scheme), rest, options.profilesFolder(), format, console);
                Interrupts interrupts = Interrupts.to(cancellation)) {
            // A server or a machine that cannot be asked at all is told at once.
            host.list(FIRST_LOOK);
            arrivals.through(host.watch(arrivals));
            if (format == Arrivals.Format.TEXT) {
                console.println("Watching " + where + "; Ctrl-C ends it");
                console.flush();
            }
            while (!cancellation.isCancelled() && System.nanoTime() < end) {
                Optional<AccessorySpec> arrived = arrivals.next(TICK);
                if (arrived.isPresent() && !scenarios.isEmpty()) {
                    worst = worse(worst, test(arrived.get(), options, arrivals, console));
                }
            }
            return (interrupts.happened() ? ExitCode.INTERRUPTED : worst).code();
        }
    }

    private static Duration duration(String text) {
        try {
            return Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.USAGE, "--for: " + e.getMessage());
        }
    }

    private AccessoryProvider provider(String scheme) {
        try {
            return Accessories.standard().provider(scheme, where);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.USAGE, e.getMessage());
        }
    }

    private UsbHost host(String scheme, String rest) throws IOException {
        try {
            return provider(scheme).host(rest).orElseThrow(() -> new CommandFailed(ExitCode.USAGE, "nothing comes or "
                    + "goes at \"" + where + "\"; watch usb or usbip:HOST:PORT"));
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.USAGE, e.getMessage());
        }
    }

    private static ExitCode worse(ExitCode one, ExitCode other) {
        List<ExitCode> order = List.of(ExitCode.PASSED, ExitCode.INCONCLUSIVE, ExitCode.USAGE, ExitCode.FAILED,
                ExitCode.INTERRUPTED);
        return order.indexOf(one) > order.indexOf(other) ? one : other;
    }

    /** What cannot be tested, such as a keyboard, is told and does not end the watch. */
    private ExitCode test(AccessorySpec accessory, RunOptions options, Arrivals arrivals, PrintWriter console)
            throws IOException, InterruptedException {
        Path directory = RunExecution.newFolderIn(out);
        try {
            Path chosen = profile.isPresent() ? profile.get()
                    : ProfileChoice.of(accessory, options.profilesFolder(), directory).file();
            RunPlan plan = RunPlan.build(scenarios, List.of(accessory), options.withProfile(Optional.of(chosen))
                    .withOrigin(Version.TEXT, command.commandLine().getParseResult().originalArgs()));
            return arrivals.whileOurs(accessory, () ->
                    RunExecution.run(new ScenarioRunner(), plan, directory, new RunExecution.Telling(console,
                            command.commandLine().getErr(), false, Progress.Detail.RULES, Optional.of(ReportWriter.Options.NONE), Optional.empty())).exitCode());
        } catch (InvalidInputException e) {
            throw new CommandFailed(ExitCode.USAGE, e.getMessage());
        } catch (CommandFailed | IOException e) {
            console.println("not tested: " + Printable.line(e.getMessage()));
            console.flush();
            return ExitCode.INCONCLUSIVE;
        }
    }
}
