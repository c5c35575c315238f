package dev.lanyard.cli;

import dev.lanyard.evidence.RunDirectory;
import dev.lanyard.runner.run.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows a report. */
@Command(
        name = "open",
        description = "Opens the report of the last run, or of RUN, in the browser; where none can be opened, prints "
                + "its address.",
        mixinStandardHelpOptions = true)
final class OpenCommand implements Callable<Integer> {

    private static final long PATIENCE_SECONDS = 5;

    @Parameters(arity = "0..1", paramLabel = "RUN", description = "The folder that a run left; the latest of runs/.")
    private Optional<Path> run = Optional.empty();

    @Option(names = "--print", description = "Only print the address.")
    private boolean print;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException, InterruptedException {
        run.ifPresent(ComparisonOptions::requireRun);
        Path report = new RunDirectory(run.isPresent() ? run.get() : latest()).reportHtml();
        if (!Files.isRegularFile(report)) {
            throw new CommandFailed(ExitCode.USAGE, "there is no " + report + "; ./lanyard report "
                    + Home.relative(report.getParent()) + " makes it");
        }
        PrintWriter out = command.commandLine().getOut();
        out.println(report.toUri());
        out.flush();
        if (!print && !opened(report)) {
            out.println("No browser could be started here; open this address in one.");
            out.flush();
        }
        return ExitCode.PASSED.code();
    }

    private static Path latest() throws IOException {
        Path runs = Path.of("runs");
        return StoredRuns.below(runs).stream().filter(StoredRuns.Stored::hasReport).findFirst()
                .map(StoredRuns.Stored::folder)
                .orElseThrow(() -> new CommandFailed(ExitCode.USAGE, "no run with a report in "
                        + runs.toAbsolutePath() + "; name its folder: ./lanyard open RUN"));
    }

    private static boolean opened(Path report) throws InterruptedException {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        List<String> opener = system.contains("mac") ? List.of("open")
                : system.contains("windows") ? List.of("rundll32", "url.dll,FileProtocolHandler")
                : System.getenv("DISPLAY") == null && System.getenv("WAYLAND_DISPLAY") == null ? List.of()
                : List.of("xdg-open");
        if (opener.isEmpty()) {
            return false;
        }
        try {
            List<String> line = new java.util.ArrayList<>(opener);
            line.add(report.toUri().toString());
            Process process = new ProcessBuilder(line).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            // A browser may stay in the foreground: that is no failure.
            return !process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
