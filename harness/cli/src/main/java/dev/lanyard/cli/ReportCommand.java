package dev.lanyard.cli;

import dev.lanyard.evidence.RunDirectory;
import dev.lanyard.reports.ReportWriter;
import dev.lanyard.runner.run.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes reports of stored runs again. */
@Command(
        name = "report",
        description = "Makes the reports of stored runs again, from their events alone; a run that was killed is "
                + "reported as far as it came. Needs no accessory.",
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "RUN", description = "Folders that runs left; each gets its reports.")
    private List<Path> runs;

    @Option(names = "--merge", description = "Read all of them as one run, of several machines or days, and make one "
            + "report of it in the folder --out.")
    private boolean merge;

    @Option(names = {"-o", "--out"}, paramLabel = "DIR",
            description = "Where a merged report goes; by default a new folder below runs/.")
    private Optional<Path> out = Optional.empty();

    @Mixin
    private ComparisonOptions comparison;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        if (out.isPresent() && !merge) {
            throw new CommandFailed(ExitCode.USAGE, "--out goes with --merge; without it each run keeps its report");
        }
        runs.forEach(ComparisonOptions::requireRun);
        ReportWriter.Options options = comparison.options();
        PrintWriter console = command.commandLine().getOut();
        if (merge) {
            Path target = out.orElseGet(() -> RunExecution.newFolder().resolveSibling("merged-"
                    + RunExecution.newFolder().getFileName()));
            if (Files.exists(new RunDirectory(target).events())) {
                throw new CommandFailed(ExitCode.USAGE, target + " holds a run of its own; name another folder");
            }
            ReportWriter.merge(runs, target, options);
            console.println(new RunDirectory(target).reportHtml());
        } else {
            for (Path run : runs) {
                ReportWriter.write(run, options);
                console.println(new RunDirectory(run).reportHtml());
            }
        }
        console.flush();
        return ExitCode.PASSED.code();
    }
}
