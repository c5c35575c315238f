package dev.lanyard.cli;

import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.runner.bench.Benches;
import dev.lanyard.runner.profile.Claim;
import dev.lanyard.runner.profile.Profile;
import dev.lanyard.runner.profile.Profiles;
import dev.lanyard.runner.profile.Transport;
import dev.lanyard.runner.run.ExitCode;
import dev.lanyard.runner.run.PlannedScenario;
import dev.lanyard.runner.run.RunOptions;
import dev.lanyard.runner.run.RunPlan;
import dev.lanyard.runner.run.ScenarioRunner;
import dev.lanyard.runner.yaml.Defects;
import dev.lanyard.runner.yaml.InvalidInputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The firmware developer's command: everything that concerns one accessory, and what it means for each host. */
@Command(
        name = "check",
        description = "Checks one accessory against every rule that can be judged on it and says on which host "
                + "platforms it works, what breaks there, and the fix. Needs no files; a profile says more about the "
                + "accessory and so lets more be checked. Takes seconds on an emulated "
                + "accessory, about a minute on a real one.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

    /** The suite that does nothing unusual, and asks nothing of the profile. */
    static final String PLAIN = "check";

    /** What concerns a Wi-Fi Aware device: one suite for all. */
    private static final String AWARE = "aware";

    /** The suites that there are for each kind of accessory, in the order of running. */
    private static final Map<Transport, List<String>> SUITES = Map.of(Transport.USB, List.of(PLAIN, "compliance"),
            Transport.WIFI_AWARE, List.of(AWARE));

    /** What every accessory on a network has, so that its absence is a question. */
    private static final Set<Claim> BASICS = EnumSet.of(Claim.PING, Claim.DHCP_SERVER);

    /** Marks scenarios after which an accessory may need help: they come last. */
    private static final String DISRUPTIVE = "disruptive";

    @Parameters(arity = "1", paramLabel = "SPEC", description = "emulated:ncm, usbip:HOST:PORT/BUSID, …")
    private String spec;

    @Mixin
    private FaultOption faults;

    @Mixin
    private BenchOption benches;

    @Option(names = {"-p", "--profile"}, paramLabel = "FILE",
            description = "What is declared about the accessory; by default the file of device-profiles that names it "
                    + "or has its identity, else what the device itself declares.")
    private Optional<Path> profile = Optional.empty();

    @Option(names = {"-o", "--out"}, paramLabel = "DIR",
            description = "Where the report and the evidence go; by default a new folder below runs/.")
    private Optional<Path> out = Optional.empty();

    @Mixin
    private KeepKeysOption keepKeys;

    @Mixin
    private ComparisonOptions comparison;

    @Mixin
    private OutputOptions output;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Optional<Benches.Filed> bench = benches.find();
        AccessorySpec accessory = accessory(bench);
        Preflight.check(List.of(accessory), bench);
        PrintWriter console = command.commandLine().getOut();
        Path directory = out.orElseGet(RunExecution::newFolder);
        Path home = Home.directory();
        RunOptions defaults = RunOptions.defaults(Home.relative(home.resolve("device-profiles")));
        Path chosen;
        Optional<Path> named = profile.or(() -> bench.flatMap(filed -> filed.profileOf(accessory)));
        if (named.isPresent()) {
            chosen = named.get();
        } else {
            ProfileChoice choice = ProfileChoice.of(accessory, defaults.profilesFolder(), directory);
            if (!output.isJson()) {
                console.println(Wrapped.after("Profile: ", Printable.line(choice.why())));
            }
            chosen = choice.file();
        }
        RunPlan whole;
        Transport transport = transport(chosen);
        try {
            whole = inOrder(RunPlan.build(suites(home.resolve("scenarios"), transport), List.of(accessory),
                    defaults.withProfile(Optional.of(chosen)).withGaps().withBench(bench)
                            .withOrigin(Version.TEXT, command.commandLine().getParseResult().originalArgs())));
        } catch (InvalidInputException e) {
            throw new CommandFailed(ExitCode.USAGE, e.getMessage());
        }
        RunPlan plan = transport == Transport.USB ? whole : applicable(whole);
        // What scenarios make evidence for, plain use may show as well. Others do on purpose what no host does.
        List<String> rules = plan.scenarios().stream().filter(CheckCommand::counts)
                .flatMap(planned -> planned.scenario().rules().stream()).distinct().toList();
        ScenarioRunner runner = new ScenarioRunner(rules, scenario -> scenario.suite().equals(PLAIN));
        RunExecution.Ended ended = keepKeys.run(plan, directory, keeping -> RunExecution.run(runner, keeping, directory,
                new RunExecution.Telling(console, command.commandLine().getErr(), output.isJson(),
                        output.detail(Progress.Detail.SCENARIOS),
                        Optional.of(comparison.options()), Optional.empty())));
        if (!output.isJson()) {
            tellUntried(whole, console);
        }
        boolean open = ended.exitCode() == ExitCode.PASSED && HostReport.of(ended.result()).isOpen();
        return (open ? ExitCode.INCONCLUSIVE : ended.exitCode()).code();
    }

    /**
     * Whether what the scenario's rules say matters for the verdict: it runs, or it does not because something that every
     * accessory has did not answer when it was tried. Then it is not known whether the accessory is whole.
     */
    private static boolean counts(PlannedScenario planned) {
        return planned.notApplicable().isEmpty() || planned.profile().profile().equals(ProfileChoice.DERIVED_NAME)
                && planned.scenario().claims().stream()
                        .anyMatch(claim -> BASICS.contains(claim) && !planned.profile().claims().contains(claim));
    }

    /** Whether the scenario is for accessories of this kind at all. */
    private static boolean concerns(PlannedScenario planned) {
        return planned.scenario().needs().closedFor(planned.profile(), List.of()).isEmpty();
    }

    /** Says which rules nobody looked at, and why. */
    private static void tellUntried(RunPlan plan, PrintWriter console) {
        Set<String> tried = plan.scenarios().stream().filter(CheckCommand::counts)
                .flatMap(planned -> planned.scenario().rules().stream()).collect(Collectors.toSet());
        Map<String, Set<String>> untried = new TreeMap<>();
        plan.scenarios().stream().filter(planned -> concerns(planned) && !counts(planned)).forEach(planned ->
                planned.scenario().rules().stream().filter(rule -> !tried.contains(rule)).forEach(rule ->
                        untried.computeIfAbsent(planned.notApplicable().orElseThrow(), _ -> new TreeSet<>())
                                .add(rule)));
        if (!untried.isEmpty()) {
            console.println("Not tried:");
            untried.forEach((gate, rules) -> console.println(Wrapped.after("  ", rules.size()
                    + (rules.size() == 1 ? " rule" : " rules") + " (" + rules.iterator().next()
                    + (rules.size() == 1 ? "" : ", …") + "): " + Printable.line(gate))));
            console.flush();
        }
    }

    /** Without the scenarios for devices of other kinds, which are named at the end. */
    private static RunPlan applicable(RunPlan plan) {
        List<PlannedScenario> scenarios = plan.scenarios().stream().filter(CheckCommand::counts).toList();
        return scenarios.isEmpty() ? plan : new RunPlan(scenarios, plan.options());
    }

    /** What concerns the accessory, gentle things first. */
    private static RunPlan inOrder(RunPlan plan) {
        List<PlannedScenario> ordered = plan.scenarios().stream().sorted(Comparator.comparing(
                planned -> planned.scenario().tags().contains(DISRUPTIVE))).toList();
        return new RunPlan(ordered, plan.options());
    }

    private AccessorySpec accessory(Optional<Benches.Filed> bench) {
        try {
            return faults.on(List.of(BenchOption.accessory(bench, spec))).getFirst();
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.USAGE, e.getMessage());
        }
    }

    /** Whether a run with this suite looked at all that a check does. */
    static boolean isWhole(String suite) {
        return suite.equals(PLAIN) || suite.equals(AWARE);
    }

    /** The profile's; of one that cannot be read the run's plan says what is wrong with it. */
    private static Transport transport(Path profile) {
        return Profiles.load(profile, new Defects()).map(Profile::transport).orElse(Transport.USB);
    }

    private static List<Path> suites(Path scenarios, Transport transport) {
        return SUITES.get(transport).stream().map(scenarios::resolve).filter(Files::isDirectory).map(Home::relative).toList();
    }
}
