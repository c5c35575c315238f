package dev.lanyard.benchmarks;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * Runs the benchmarks that JMH's command line picks, then says how each compares with its goal: {@code x} is measured
 * against {@code xCopy} of the same run, because only figures of one run on one machine compare.
 */
public final class Benchmarks {

    private static final String COPY = "Copy";
    private static final double GOAL = 0.8;

    private Benchmarks() {}

    public static void main(String[] arguments) throws Exception {
        try {
            CommandLineOptions options = new CommandLineOptions(arguments);
            if (options.shouldHelp()) {
                options.showHelp();
                return;
            }
            System.out.print(ratios(new Runner(options).run()));
        } catch (CommandLineOptionException | RunnerException e) {
            System.err.println("benchmarks: " + e.getMessage());
            System.exit(2);
        }
    }

    private static String ratios(Collection<RunResult> results) {
        Map<String, Double> scores = new TreeMap<>();
        for (RunResult result : results) {
            scores.put(result.getParams().getBenchmark(), result.getPrimaryResult().getScore());
        }
        return ratios(scores);
    }

    /** One line for every benchmark that has a copy to compare with. */
    static String ratios(Map<String, Double> scores) {
        StringBuilder lines = new StringBuilder();
        scores.forEach((name, score) -> {
            Double copy = scores.get(name + COPY);
            if (copy != null) {
                double ratio = score / copy;
                lines.append(String.format(Locale.ROOT, "%n%s: %.2f of the speed of System.arraycopy (goal %.1f: %s)",
                        name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1), ratio, GOAL,
                        ratio >= GOAL ? "met" : "missed"));
            }
        });
        return lines.isEmpty() ? "" : lines.append(System.lineSeparator()).toString();
    }
}
