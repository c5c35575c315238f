package dev.lanyard.cli;

import dev.lanyard.reports.ReportWriter;
import dev.lanyard.reports.run.Delta;
import dev.lanyard.runner.run.Cancellation;
import dev.lanyard.runner.run.ExitCode;
import dev.lanyard.runner.run.ProgressListener;
import dev.lanyard.runner.run.RunPlan;
import dev.lanyard.runner.run.RunResult;
import dev.lanyard.runner.run.ScenarioRunner;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
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

    /**
     * How a run is told.
     *
     * @param json     for programs; the rest is for people
     * @param report   what its report is compared with; without it, none is made
     * @param operator asks questions between the lines of the progress
     */
    record Telling(PrintWriter console, boolean json, Progress.Detail detail, Optional<ReportWriter.Options> report,
                   Optional<ConsoleOperator> operator) {}

    static Ended run(ScenarioRunner runner, RunPlan plan, Path directory, Telling telling) throws IOException {
        return telling.json() ? forPrograms(runner, plan, directory, telling)
                : forPeople(runner, plan, directory, telling);
    }

    private static Ended forPeople(ScenarioRunner runner, RunPlan plan, Path directory, Telling telling)
            throws IOException {
        PrintWriter console = telling.console();
        Progress.Detail detail = telling.detail();
        Cancellation cancellation = new Cancellation();
        try (Interrupts interrupts = Interrupts.to(cancellation); Progress progress = Progress.on(console, detail)) {
            telling.operator().ifPresent(person -> person.speakThrough(progress));
            RunResult result = run(runner, plan, directory, progress, cancellation);
            progress.finish();
            Optional<Delta> delta = Optional.empty();
            if (telling.report().isPresent()) {
                if (detail != Progress.Detail.QUIET) {
                    console.println("Making the report …");
                    console.flush();
                }
                delta = ReportWriter.write(result.directory(), telling.report().get());
            }
            Summary.print(console, result, delta);
            return new Ended(result, interrupts.happened() ? ExitCode.INTERRUPTED : result.exitCode());
        }
    }

    private static Ended forPrograms(ScenarioRunner runner, RunPlan plan, Path directory, Telling telling)
            throws IOException {
        Cancellation cancellation = new Cancellation();
        JsonProgress progress = new JsonProgress(telling.console());
        try (Interrupts interrupts = Interrupts.to(cancellation)) {
            RunResult result = run(runner, plan, directory, progress, cancellation);
            if (telling.report().isPresent()) {
                ReportWriter.write(result.directory(), telling.report().get());
            }
            ExitCode code = interrupts.happened() ? ExitCode.INTERRUPTED : result.exitCode();
            progress.reported(code, result.directory());
            return new Ended(result, code);
        }
    }

    private static RunResult run(ScenarioRunner runner, RunPlan plan, Path directory, ProgressListener progress,
                                 Cancellation cancellation) throws IOException {
        try {
            return runner.run(plan, directory, progress, cancellation);
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailed(ExitCode.USAGE, e.getFile() + ": " + e.getReason());
        } catch (AccessDeniedException e) {
            throw new CommandFailed(ExitCode.INCONCLUSIVE, "no rights to write " + Printable.line(e.getFile())
                    + "; --out DIR names another folder");
        }
    }
}
