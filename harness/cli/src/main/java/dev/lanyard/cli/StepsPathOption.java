package dev.lanyard.cli;

import dev.lanyard.runner.run.ExitCode;
import dev.lanyard.runner.step.UserSteps;
import dev.lanyard.runner.yaml.InvalidInputException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Where a command finds verbs that are not Lanyard's own. */
final class StepsPathOption {

    @Option(names = "--steps-path", paramLabel = "JAR|DIR",
            description = "A jar or folder with steps of your own, several times for several; they have your rights.")
    private List<Path> paths = List.of();

    /** The verbs there are, to be closed when they are needed no more. */
    UserSteps load() {
        try {
            return UserSteps.load(paths);
        } catch (InvalidInputException e) {
            throw new CommandFailed(ExitCode.USAGE, "--steps-path: " + e.getMessage());
        }
    }
}
