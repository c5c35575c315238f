package dev.lanyard.cli;

import dev.lanyard.cli.bench.BenchCheck;
import dev.lanyard.cli.bench.Finding;
import dev.lanyard.runner.bench.Benches;
import dev.lanyard.runner.run.ExitCode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Shows the bench file against what is really there. */
@Command(
        name = "bench",
        description = "Looks for everything that the bench file names, and says what is missing, in use or closed to "
                + "this user, each with what to do. Nothing is switched.",
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {

    /** Forms of output. */
    enum Format { TEXT, JSON }

    @Mixin
    private BenchOption bench;

    @Option(names = {"-f", "--format"}, paramLabel = "text|json", description = "Form of the findings.")
    private Format format = Format.TEXT;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws InterruptedException {
        Benches.Filed filed = bench.find().orElseThrow(() -> new CommandFailed(ExitCode.INCONCLUSIVE,
                "there is no bench file (looked for " + Benches.places().map(Path::toString)
                        .collect(Collectors.joining(" and ")) + "); copy fixtures/bench/bench.yaml, or name one with "
                        + "--bench FILE"));
        List<Finding> found = new BenchCheck(Path.of("/")).of(filed.bench());
        PrintWriter out = command.commandLine().getOut();
        if (format == Format.JSON) {
            out.println(JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(
                    Map.of("bench", filed.bench().bench(), "file", filed.file().toString(), "findings", found)));
        } else {
            print(filed, found, out);
        }
        return found.stream().allMatch(one -> one.state() == Finding.State.PRESENT
                || one.state() == Finding.State.NOT_LOOKED_AT) ? ExitCode.PASSED.code() : ExitCode.INCONCLUSIVE.code();
    }

    private static void print(Benches.Filed filed, List<Finding> found, PrintWriter out) {
        out.println("Bench " + filed.bench().bench() + " (" + Printable.line(filed.file().toString()) + ")");
        for (Finding one : found) {
            out.printf("%-13s %-8s %-16s %s%n", one.state().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    one.kind(), one.name(), Printable.line(one.where() + ": " + one.said()));
            if (!one.fix().isEmpty()) {
                out.printf("%-13s %-8s %-16s -> %s%n", "", "", "", one.fix());
            }
        }
        if (found.isEmpty()) {
            out.println("it names nothing");
        }
    }
}
