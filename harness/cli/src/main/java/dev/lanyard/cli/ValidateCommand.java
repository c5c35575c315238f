package dev.lanyard.cli;

import dev.lanyard.runner.run.ExitCode;
import dev.lanyard.runner.scenario.ScenarioLoader;
import dev.lanyard.runner.step.UserSteps;
import dev.lanyard.runner.yaml.Defect;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says everything that is wrong with scenario and profile files. */
@Command(
        name = "validate",
        description = "Checks scenario files, profiles, bench files and folders; prints every mistake with its place.",
        mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "FILE|FOLDER", description = "Scenarios, profiles, or folders of scenarios.")
    private List<Path> paths;

    @Mixin
    private StepsPathOption stepsPath;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        List<Defect> defects = defects();
        defects.forEach(defect -> command.commandLine().getErr().println(defect.render()));
        if (defects.isEmpty()) {
            command.commandLine().getOut().println("valid");
            return ExitCode.PASSED.code();
        }
        command.commandLine().getErr().println(defects.size() == 1 ? "1 mistake" : defects.size() + " mistakes");
        return ExitCode.USAGE.code();
    }

    private List<Defect> defects() {
        try (UserSteps steps = stepsPath.load()) {
            return ScenarioLoader.with(steps.catalogue()).validate(paths);
        }
    }
}
