package dev.lanyard.cli;

import dev.lanyard.runner.run.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists stored runs, and prunes them. */
@Command(
        name = "runs",
        description = "Lists the runs in a folder, the latest first. With --keep or --older-than it says which ones it "
                + "would delete, and with --delete it deletes these.",
        mixinStandardHelpOptions = true)
final class RunsCommand implements Callable<Integer> {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")
            .withZone(ZoneId.systemDefault());

    @Option(names = "--in", paramLabel = "DIR", description = "Where the runs are; runs/ by default.")
    private Path folder = Path.of("runs");

    @Option(names = "--keep", paramLabel = "N", description = "Prune all but the latest N runs.")
    private Optional<Integer> keep = Optional.empty();

    @Option(names = "--older-than", paramLabel = "DAYS", description = "Prune runs that began more than DAYS days ago.")
    private Optional<Integer> olderThan = Optional.empty();

    @Option(names = "--delete", description = "Really delete what --keep or --older-than names.")
    private boolean delete;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        if (keep.orElse(0) < 0 || olderThan.orElse(0) < 0) {
            throw new CommandFailed(ExitCode.USAGE, "--keep and --older-than take 0 and more");
        }
        boolean pruning = keep.isPresent() || olderThan.isPresent();
        if (delete && !pruning) {
            throw new CommandFailed(ExitCode.USAGE, "--delete goes with --keep N or --older-than DAYS");
        }
        if (!Files.isDirectory(folder) && command.commandLine().getParseResult().hasMatchedOption("--in")) {
            throw new CommandFailed(ExitCode.USAGE, "there is no folder " + folder);
        }
        PrintWriter out = command.commandLine().getOut();
        List<StoredRuns.Stored> runs = StoredRuns.below(folder);
        if (runs.isEmpty()) {
            out.println("no runs in " + folder);
        } else if (pruning) {
            prune(out, runs);
        } else {
            runs.forEach(run -> out.println(line(run)));
        }
        out.flush();
        return ExitCode.PASSED.code();
    }

    private void prune(PrintWriter out, List<StoredRuns.Stored> runs) throws IOException {
        Instant oldest = Instant.now().minus(Duration.ofDays(olderThan.orElse(0)));
        List<StoredRuns.Stored> pruned = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            boolean surplus = keep.isEmpty() || i >= keep.get();
            boolean old = olderThan.isEmpty() || runs.get(i).started().isBefore(oldest);
            if (surplus && old) {
                pruned.add(runs.get(i));
            }
        }
        for (StoredRuns.Stored run : pruned) {
            if (delete) {
                StoredRuns.delete(run);
            }
            out.println((delete ? "deleted  " : "would delete  ") + line(run));
        }
        long octets = pruned.stream().mapToLong(StoredRuns.Stored::octets).sum();
        out.println(pruned.size() + " of " + runs.size() + " runs, " + size(octets)
                + (delete || pruned.isEmpty() ? "" : "; --delete deletes them"));
    }

    private static String line(StoredRuns.Stored run) {
        Optional<Duration> took = run.finished().map(f -> Duration.between(run.started(), f.wallTime()));
        return "%s  %s  %s%s  %s".formatted(TIME.format(run.started()), Printable.line(run.folder().toString()),
                run.finished().map(f -> "exit " + f.exitCode()).orElse("cut"),
                ", " + run.scenarios() + (run.scenarios() == 1 ? " scenario" : " scenarios")
                        + (run.failed() == 0 ? "" : ", " + run.failed() + " failed")
                        + took.map(t -> String.format(Locale.ROOT, ", %.1f s", t.toMillis() / 1000.0)).orElse(""),
                size(run.octets()));
    }

    private static String size(long octets) {
        return octets < 10_000_000 ? (octets + 999) / 1_000 + " kB" : (octets + 999_999) / 1_000_000 + " MB";
    }
}
