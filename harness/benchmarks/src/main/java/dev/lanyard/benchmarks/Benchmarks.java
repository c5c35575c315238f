package dev.lanyard.benchmarks;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.util.Statistics;

/** Runs the benchmarks that JMH's command line picks, then says how what they measure compares with its goals. */
public final class Benchmarks {

    private static final double GOAL = 0.8;
    private static final int GOAL_DATAGRAMS_PER_SECOND = 100_000;
    private static final int GOAL_P99_MICROS = 1000;

    private Benchmarks() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0 && arguments[0].equals("lint")) {
            LintSpeed.main(List.of(arguments));
            return;
        }
        if (arguments.length > 0 && arguments[0].equals("aware")) {
            AwareCost.run();
            AirScenarios.run(Path.of(System.getProperty("lanyard.home", ".")));
            return;
        }
        if (arguments.length > 0 && arguments[0].equals("many")) {
            many(List.of(arguments).subList(1, arguments.length));
            return;
        }
        try {
            CommandLineOptions options = new CommandLineOptions(arguments);
            if (options.shouldHelp()) {
                options.showHelp();
                return;
            }
            Collection<RunResult> results = new Runner(options).run();
            System.out.print(ratios(results));
            System.out.print(echoes(results));
        } catch (CommandLineOptionException | RunnerException e) {
            System.err.println("benchmarks: " + e.getMessage());
            System.exit(2);
        }
    }

    /** {@code many 1 10 100 1000}: numbers of accessories. */
    private static void many(List<String> numbers) throws Exception {
        if (numbers.stream().anyMatch(number -> !number.matches("[1-9][0-9]{0,4}"))) {
            System.err.println("benchmarks: many needs numbers of accessories, 1 to 99999, not "
                    + String.join(" ", numbers));
            System.exit(2);
        }
        ManyAccessories.run(numbers.isEmpty() ? List.of(1, 10, 100, 1000)
                : numbers.stream().map(Integer::valueOf).toList());
    }

    private static String ratios(Collection<RunResult> results) {
        if (results.stream().noneMatch(r -> r.getParams().getBenchmark().startsWith(NtbBenchmark.class.getName()))) {
            return "";
        }
        NtbBenchmark ntb = new NtbBenchmark();
        ntb.prepare();
        return ratio("NTB16 encoding", SideBySide.speed(ntb::encodeTimes, ntb::encodeCopyTimes))
                + ratio("NTB16 decoding", SideBySide.speed(ntb::decodeTimes, ntb::decodeCopyTimes));
    }

    static String ratio(String what, double speed) {
        return String.format(Locale.ROOT, "%n%s: %.2f of the speed of System.arraycopy, side by side (goal %.1f: %s)%n",
                what, speed, GOAL, speed >= GOAL ? "met" : "missed");
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
