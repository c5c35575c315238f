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
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
    record Telling(PrintWriter console, PrintWriter errors, boolean json, Progress.Detail detail, Optional<ReportWriter.Options> report,
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
            if (telling.report().isPresent() && detail != Progress.Detail.QUIET) {
                console.println("Making the report …");
                console.flush();
            }
            Reported reported = reported(result, telling);
            Summary.print(console, result, reported.delta());
            return new Ended(result, interrupts.happened() ? ExitCode.INTERRUPTED : reported.exitCode());
        }
    }

    private static Ended forPrograms(ScenarioRunner runner, RunPlan plan, Path directory, Telling telling)
            throws IOException {
        Cancellation cancellation = new Cancellation();
        JsonProgress progress = new JsonProgress(telling.console());
        try (Interrupts interrupts = Interrupts.to(cancellation)) {
            RunResult result = run(runner, plan, directory, progress, cancellation);
            Reported reported = reported(result, telling);
            ExitCode code = interrupts.happened() ? ExitCode.INTERRUPTED : reported.exitCode();
            progress.reported(code, result.directory());
            return new Ended(result, code);
        }
    }

    private record Reported(Optional<Delta> delta, ExitCode exitCode) {}

    /** Makes the report that is wanted. One that cannot be made takes nothing of the result, which is told all the same. */
    private static Reported reported(RunResult result, Telling telling) {
        if (telling.report().isEmpty()) {
            return new Reported(Optional.empty(), result.exitCode());
        }
        try {
            return new Reported(ReportWriter.write(result.directory(), telling.report().get()), result.exitCode());
        } catch (IOException e) {
            telling.errors().println("lanyard: " + Printable.line(e.getMessage()) + "; with that mended: ./lanyard report "
                    + Printable.line(Home.relative(result.directory()).toString()));
            telling.errors().flush();
            return new Reported(Optional.empty(),
                    result.exitCode() == ExitCode.PASSED ? ExitCode.INCONCLUSIVE : result.exitCode());
        }
    }

    private static RunResult run(ScenarioRunner runner, RunPlan plan, Path directory, ProgressListener progress,
                                 Cancellation cancellation) throws IOException {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new CommandFailed(ExitCode.USAGE, directory + " is no folder; --out DIR names another");
        }
        try {
            return runner.run(plan, directory, progress, cancellation);
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailed(ExitCode.USAGE, e.getFile() + ": " + e.getReason());
        } catch (AccessDeniedException e) {
            throw new CommandFailed(ExitCode.INCONCLUSIVE, "no rights to write " + Printable.line(e.getFile())
                    + "; --out DIR names another folder");
        } catch (NoSuchFileException e) {
            throw new CommandFailed(ExitCode.INCONCLUSIVE, "the folder " + Printable.line(e.getFile())
                    + " cannot be made, or has gone; --out DIR names another");
        }
    }
}
