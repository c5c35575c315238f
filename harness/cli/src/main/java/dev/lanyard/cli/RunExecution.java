package dev.lanyard.cli;

import dev.lanyard.reports.ReportWriter;
import dev.lanyard.runner.run.Cancellation;
import dev.lanyard.runner.run.ExitCode;
import dev.lanyard.runner.run.RunPlan;
import dev.lanyard.runner.run.RunResult;
import dev.lanyard.runner.run.ScenarioRunner;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** A run with its progress, interrupts, reports and summary. */
final class RunExecution {

    private static final DateTimeFormatter FOLDER = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss.SSS");

    private RunExecution() {}

    /** How it ended; {@code exitCode} knows of an interrupt while the report was made. */
    record Ended(RunResult result, ExitCode exitCode) {}

    /** A folder for a run for which none is named. */
    static Path newFolder() {
        return newFolderIn(Path.of("runs"));
    }

    static Path newFolderIn(Path parent) {
        return parent.resolve(FOLDER.format(LocalDateTime.now()));
    }

    /** {@code operator} asks questions between the lines of the progress. */
    static Ended run(ScenarioRunner runner, RunPlan plan, Path directory, ReportWriter.Options options,
                     PrintWriter console, Optional<ConsoleOperator> operator) throws IOException {
        return run(runner, plan, directory, options, console, operator, Progress.Detail.RULES);
    }

    static Ended run(ScenarioRunner runner, RunPlan plan, Path directory, ReportWriter.Options options,
                     PrintWriter console, Optional<ConsoleOperator> operator, Progress.Detail detail)
            throws IOException {
        Cancellation cancellation = new Cancellation();
        try (Interrupts interrupts = Interrupts.to(cancellation); Progress progress = Progress.on(console, detail)) {
            operator.ifPresent(person -> person.speakThrough(progress));
            RunResult result = run(runner, plan, directory, progress, cancellation);
            progress.finish();
            console.println("Making the report …");
            console.flush();
            ReportWriter.write(result.directory(), options);
            Summary.print(console, result);
            return new Ended(result, interrupts.happened() ? ExitCode.INTERRUPTED : result.exitCode());
        }
    }

    private static RunResult run(ScenarioRunner runner, RunPlan plan, Path directory, Progress progress,
                                 Cancellation cancellation) throws IOException {
        try {
            return runner.run(plan, directory, progress, cancellation);
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailed(ExitCode.USAGE, e.getFile() + ": " + e.getReason());
        }
    }
}
