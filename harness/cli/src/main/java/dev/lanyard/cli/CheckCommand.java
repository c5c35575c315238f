package dev.lanyard.cli;

import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.runner.run.ExitCode;
import dev.lanyard.runner.run.PlannedScenario;
import dev.lanyard.runner.run.RunOptions;
import dev.lanyard.runner.run.RunPlan;
import dev.lanyard.runner.run.ScenarioRunner;
import dev.lanyard.runner.yaml.InvalidInputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The firmware developer's command: everything that concerns one accessory, and what it means for each host. */
@Command(
        name = "check",
        description = "Checks one accessory against every rule that can be judged on it and says on which host platforms "
                + "it works, what breaks there, and the fix. Needs no files; a profile says more about the accessory and "
                + "so lets more be checked. Takes seconds on an emulated accessory, about a minute on a real one.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

    /** The suites that there are, in the order of running; the first one asks nothing of the profile. */
    private static final List<String> SUITES = List.of("check", "compliance");

    /** Marks scenarios after which an accessory may need help: they come last. */
    private static final String DISRUPTIVE = "disruptive";

    @Parameters(arity = "1", paramLabel = "SPEC", description = "emulated:ncm, usbip:HOST:PORT/BUSID, …")
    private String spec;

    @Mixin
    private FaultOption faults;

    @Option(names = {"-p", "--profile"}, paramLabel = "FILE",
            description = "What is declared about the accessory; by default the file of device-profiles that names it "
                    + "or has its identity, else what the device itself declares.")
    private Optional<Path> profile = Optional.empty();

    @Option(names = {"-o", "--out"}, paramLabel = "DIR",
            description = "Where the report and the evidence go; by default a new folder below runs/.")
    private Optional<Path> out = Optional.empty();

    @Mixin
    private ComparisonOptions comparison;

    @Mixin
    private OutputOptions output;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException, InterruptedException {
        AccessorySpec accessory = accessory();
        PrintWriter console = command.commandLine().getOut();
        Path directory = out.orElseGet(RunExecution::newFolder);
        Path home = Home.directory();
        RunOptions defaults = RunOptions.defaults(Home.relative(home.resolve("device-profiles")));
        Path chosen;
        if (profile.isPresent()) {
            chosen = profile.get();
        } else {
            ProfileChoice choice = ProfileChoice.of(accessory, defaults.profilesFolder(), directory);
            if (!output.isJson()) {
                console.println(Wrapped.after("Profile: ", Printable.line(choice.why())));
            }
            chosen = choice.file();
        }
        RunPlan plan;
        try {
            plan = inOrder(RunPlan.build(suites(home.resolve("scenarios")), List.of(accessory),
                    defaults.withProfile(Optional.of(chosen)).withGaps()
                            .withOrigin(Version.TEXT, command.commandLine().getParseResult().originalArgs())));
        } catch (InvalidInputException e) {
            throw new CommandFailed(ExitCode.USAGE, e.getMessage());
        }
        // What one scenario makes evidence for, another may show by chance. A rule that none is about says nothing.
        List<String> rules = plan.scenarios().stream().flatMap(planned -> planned.scenario().rules().stream()).distinct()
                .toList();
        RunExecution.Ended ended = RunExecution.run(new ScenarioRunner(rules), plan, directory,
                new RunExecution.Telling(console, output.isJson(), output.detail(Progress.Detail.SCENARIOS),
                        comparison.options(), Optional.empty()));
        boolean open = ended.exitCode() == ExitCode.PASSED && HostReport.of(ended.result()).isOpen();
        return (open ? ExitCode.INCONCLUSIVE : ended.exitCode()).code();
    }

    /** What concerns the accessory, gentle things first. */
    private static RunPlan inOrder(RunPlan plan) {
        List<PlannedScenario> ordered = plan.scenarios().stream().sorted(Comparator.comparing(
                planned -> planned.scenario().tags().contains(DISRUPTIVE))).toList();
        return new RunPlan(ordered, plan.options());
    }

    private AccessorySpec accessory() {
        try {
            return faults.on(List.of(AccessorySpec.parse(spec))).getFirst();
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.USAGE, e.getMessage());
        }
    }

    private static List<Path> suites(Path scenarios) {
        return SUITES.stream().map(scenarios::resolve).filter(Files::isDirectory).map(Home::relative).toList();
    }
}
