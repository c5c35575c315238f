package dev.lanyard.cli;

import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.runner.bench.Benches;
import dev.lanyard.runner.run.ExitCode;
import dev.lanyard.runner.run.RunOptions;
import dev.lanyard.runner.run.RunPlan;
import dev.lanyard.runner.run.ScenarioRunner;
import dev.lanyard.runner.scenario.ScenarioLoader;
import dev.lanyard.runner.step.Operator;
import dev.lanyard.runner.step.UserSteps;
import dev.lanyard.runner.yaml.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs scenarios on accessories and leaves a report. */
@Command(
        name = "run",
        description = "Runs scenarios on accessories and leaves a report; without arguments, the suites smoke and "
                + "compliance on an emulated ECM and an emulated NCM accessory.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

    /** Together these judge enough of the catalogue to say for each host platform whether the accessory works. */
    private static final List<String> SUITES = List.of("scenarios/smoke", "scenarios/compliance");

    @Parameters(arity = "0..*", paramLabel = "SCENARIO|FOLDER",
            description = "What to run; scenarios/smoke and scenarios/compliance by default.")
    private List<Path> scenarios = List.of();

    @Option(names = {"-a", "--accessory"}, paramLabel = "SPEC",
            description = "The accessory, several times for several: emulated:ecm, emulated:ncm, usbip:HOST:PORT/BUSID, "
                    + "or a name of the bench file; "
                    + "by default emulated:ecm and emulated:ncm.")
    private List<String> accessories = List.of();

    @Mixin
    private FaultOption faults;

    @Mixin
    private BenchOption benches;

    @Option(names = {"-p", "--profile"}, paramLabel = "FILE",
            description = "What is declared about the accessory; by default the file of device-profiles that names it.")
    private Optional<Path> profile = Optional.empty();

    @Option(names = {"-o", "--out"}, paramLabel = "DIR",
            description = "Where the report and the evidence go; by default a new folder below runs/.")
    private Optional<Path> out = Optional.empty();

    @Mixin
    private KeepKeysOption keepKeys;

    @Option(names = "--no-report", description = "Makes no report; ./lanyard report makes it later, perhaps elsewhere.")
    private boolean noReport;

    @Option(names = {"-t", "--tags"}, paramLabel = "TAG", split = ",", description = "Only scenarios with one of these tags.")
    private Set<String> tags = Set.of();

    @Option(names = "--only", paramLabel = "NAME", split = ",",
            description = "Only scenarios of one of these names: attach-to-echo, smoke/attach-to-echo, one combination "
                    + "of a matrix such as \"bounce[alternate=1]\"; * stands for any text. With --tags, both must hold.")
    private Set<String> only = Set.of();

    @Mixin
    private OperatorOption operators;

    @Option(names = "--parallel", paramLabel = "N",
            description = "How many scenarios run at once at most; one at a time on a real accessory whatever this says.")
    private Optional<Integer> parallel = Optional.empty();

    @Mixin
    private ComparisonOptions comparison;

    @Mixin
    private OutputOptions output;

    @Mixin
    private StepsPathOption stepsPath;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException, InterruptedException {
        parallel.filter(most -> most < 1).ifPresent(most -> {
            throw new CommandFailed(ExitCode.USAGE, "--parallel takes 1 and more, not " + most);
        });
        try (UserSteps steps = stepsPath.load()) {
            Optional<ConsoleOperator> operator = output.isJson() ? Optional.empty() : operators.present();
            RunPlan plan = plan(ScenarioLoader.with(steps.catalogue()), operator.map(Operator.class::cast));
            Path folder = out.orElseGet(RunExecution::newFolder);
            return keepKeys.run(plan, folder, keeping -> run(keeping, folder, operator));
        }
    }

    private int run(RunPlan plan, Path folder, Optional<ConsoleOperator> operator) throws IOException {
        return RunExecution.run(new ScenarioRunner(), plan, folder, new RunExecution.Telling(
                command.commandLine().getOut(), command.commandLine().getErr(), output.isJson(), output.detail(Progress.Detail.RULES),
                noReport ? Optional.empty() : Optional.of(comparison.options()), operator)).exitCode().code();
    }

    private RunPlan plan(ScenarioLoader loader, Optional<Operator> operator)
            throws UsbException, InterruptedException {
        Path home = Home.directory();
        Optional<Benches.Filed> bench = benches.find();
        RunOptions defaults = RunOptions.defaults(Home.relative(home.resolve("device-profiles")));
        List<AccessorySpec> specs = accessories(bench);
        Preflight.check(specs, bench);
        Map<AccessorySpec, Path> recognised = new HashMap<>();
        for (AccessorySpec spec : specs) {
            if (profile.isEmpty() && bench.flatMap(filed -> filed.profileOf(spec)).isEmpty()) {
                ProfileChoice.recognised(spec, defaults.profilesFolder())
                        .ifPresent(file -> recognised.put(spec, file));
            }
        }
        try {
            return RunPlan.build(
                    loader,
                    scenarios.isEmpty() ? SUITES.stream().map(suite -> Home.relative(home.resolve(suite))).toList()
                            : scenarios.stream().map(Home::here).toList(),
                    specs,
                    defaults.withProfile(profile).withBench(bench).withRecognised(recognised).withChoice(tags, only)
                            .withParallel(parallel.orElse(defaults.parallel()))
                            .withOperator(operator)
                            .withOrigin(Version.TEXT, command.commandLine().getParseResult().originalArgs()));
        } catch (InvalidInputException e) {
            throw new CommandFailed(ExitCode.USAGE, e.getMessage());
        }
    }

    private List<AccessorySpec> accessories(Optional<Benches.Filed> bench) {
        try {
            return accessories.isEmpty() ? faults.onBothKinds()
                    : faults.on(accessories.stream().map(name -> BenchOption.accessory(bench, name)).toList());
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.USAGE, e.getMessage());
        }
    }
}
