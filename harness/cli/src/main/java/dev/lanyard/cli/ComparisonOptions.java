package dev.lanyard.cli;

import dev.lanyard.evidence.RunDirectory;
import dev.lanyard.reports.ReportWriter;
import dev.lanyard.runner.run.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** With what a report is compared. */
final class ComparisonOptions {

    @Option(names = "--baseline", paramLabel = "RUN",
            description = "The folder of an earlier run: the report says what is new, fixed, flaky or no longer seen.")
    private Optional<Path> baseline = Optional.empty();

    @Option(names = "--history", paramLabel = "DIR",
            description = "A folder that carries outcomes from run to run, for trends and flakiness; made where there "
                    + "is none.")
    private Optional<Path> history = Optional.empty();

    /** @throws CommandFailed when the baseline is no run, or the history no folder */
    ReportWriter.Options options() {
        baseline.ifPresent(ComparisonOptions::requireRun);
        history.filter(folder -> Files.exists(folder) && !Files.isDirectory(folder)).ifPresent(file -> {
            throw new CommandFailed(ExitCode.USAGE, file + " is no folder; --history DIR names one");
        });
        return new ReportWriter.Options(baseline, history);
    }

    /** @throws CommandFailed when {@code folder} holds no run */
    static void requireRun(Path folder) {
        RunDirectory directory = new RunDirectory(folder);
        if (!Files.isRegularFile(directory.events())) {
            throw new CommandFailed(ExitCode.USAGE, folder + " is not the folder of a run: it has no "
                    + directory.events().getFileName());
        }
    }
}
