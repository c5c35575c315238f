package dev.lanyard.benchmarks;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.util.Statistics;

/**
 * Runs the benchmarks that JMH's command line picks, then says how each compares with its goal: {@code x} is measured
 * against {@code xCopy} of the same run, because only figures of one run on one machine compare.
 */
public final class Benchmarks {

    private static final String COPY = "Copy";
    private static final double GOAL = 0.8;
    private static final int GOAL_DATAGRAMS_PER_SECOND = 100_000;
    private static final int GOAL_P99_MICROS = 1000;

    private Benchmarks() {}

    public static void main(String[] arguments) throws Exception {
        try {
            CommandLineOptions options = new CommandLineOptions(arguments);
            if (options.shouldHelp()) {
                options.showHelp();
                return;
            }
            Collection<RunResult> results = new Runner(options).run();
            System.out.print(ratios(scores(results)));
            System.out.print(echoes(results));
        } catch (CommandLineOptionException | RunnerException e) {
            System.err.println("benchmarks: " + e.getMessage());
            System.exit(2);
        }
    }

    private static Map<String, Double> scores(Collection<RunResult> results) {
        Map<String, Double> scores = new HashMap<>();
        for (RunResult result : results) {
            // The best iteration of each: other work on the machine makes iterations slower, never faster.
            scores.put(result.getParams().getBenchmark(), result.getPrimaryResult().getStatistics().getMax());
        }
        return scores;
    }

    /** One line for every benchmark that has a copy to compare with. */
    static String ratios(Map<String, Double> scores) {
        StringBuilder lines = new StringBuilder();
        new TreeMap<>(scores).forEach((name, score) -> {
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

    private static String echoes(Collection<RunResult> results) {
        StringBuilder lines = new StringBuilder();
        for (RunResult result : results) {
            String name = result.getParams().getBenchmark();
            if (name.endsWith("UdpEchoBenchmark.manyInFlight")) {
                lines.append(rate(result.getPrimaryResult().getScore()));
            } else if (name.endsWith("UdpEchoBenchmark.oneInFlight")) {
                Statistics times = result.getPrimaryResult().getStatistics();
                lines.append(roundTrip(times.getPercentile(50), times.getPercentile(99)));
            }
        }
        return lines.toString();
    }

    static String rate(double perSecond) {
        return String.format(Locale.ROOT, "%nUDP echo: %,.0f datagrams/s one way, as many back (goal %,d: %s)%n",
                perSecond, GOAL_DATAGRAMS_PER_SECOND, perSecond > GOAL_DATAGRAMS_PER_SECOND ? "met" : "missed");
    }

    static String roundTrip(double p50Micros, double p99Micros) {
        return String.format(Locale.ROOT, "%nUDP echo: round trip p50 %.0f µs, p99 %.0f µs (goal below %d µs: %s)%n",
                p50Micros, p99Micros, GOAL_P99_MICROS, p99Micros < GOAL_P99_MICROS ? "met" : "missed");
    }
}
