package dev.lanyard.benchmarks;

import dev.lanyard.wire.nan.dialogue.BusyAir;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * How fast {@code lanyard lint} judges a capture of mixed Wi-Fi Aware frames, beside tshark with a display filter on the
 * same file. Each is a process of its own, measured from start to end, by the clock and by the time of processors that
 * it used; lint has 100 MiB of heap. They run in turns, and the median of each counts.
 */
final class LintSpeed {

    private static final int FRAMES = 1_000_000;
    private static final int TURNS = 3;
    private static final double GOAL = 20;

    private LintSpeed() {}

    /**
     * What a run took, in seconds.
     *
     * @param clock     from start to end
     * @param processor of all processors together
     */
    private record Spent(double clock, double processor) {}

    /** {@code lint [FRAMES]}; {@code lint write FILE [FRAMES]} only writes the capture. */
    static void main(List<String> arguments) throws IOException, InterruptedException {
        if (arguments.size() > 2 && arguments.get(1).equals("write")) {
            write(Path.of(arguments.get(2)), arguments.size() > 3 ? Integer.parseInt(arguments.get(3)) : FRAMES);
            return;
        }
        int frames = arguments.size() > 1 ? Integer.parseInt(arguments.get(1)) : FRAMES;
        Path file = Files.createTempFile("lanyard-lint", ".pcapng");
        try {
            write(file, frames);
            System.out.printf(Locale.ROOT, "%,d frames, %,d MiB%n", frames, Files.size(file) >> 20);
            Spent[] lint = new Spent[TURNS];
            Spent[] tshark = new Spent[TURNS];
            for (int turn = 0; turn < TURNS; turn++) {
                lint[turn] = spent(List.of(launcher(), "lint", "--format", "json", file.toString()));
                tshark[turn] = spent(List.of("tshark", "-r", file.toString(), "-Y", "nan", "-T", "fields", "-e",
                        "frame.number", "-e", "wlan.ta", "-e", "nan.attribute.type"));
            }
            Spent ours = print("lint", frames, lint);
            Spent theirs = print("tshark", frames, tshark);
            double ratio = theirs.clock / ours.clock;
            System.out.printf(Locale.ROOT, "%nlint is %.1f times as fast by the clock (goal %.0f: %s), and %.1f times "
                    + "by the time of processors%n", ratio, GOAL, ratio >= GOAL ? "met" : "missed",
                    theirs.processor / ours.processor);
        } finally {
            Files.delete(file);
        }
    }

    private static String launcher() {
        return Path.of(System.getProperty("lanyard.home", "."), "lanyard").toString();
    }

    private static Spent print(String name, int frames, Spent[] turns) {
        Spent median = new Spent(median(turns, Spent::clock), median(turns, Spent::processor));
        System.out.printf(Locale.ROOT, "%-7s %6.1f s, %,9.0f frames/s; processors %6.1f s%n", name + ":", median.clock,
                frames / median.clock, median.processor);
        return median;
    }

    private static double median(Spent[] turns, ToDoubleFunction<Spent> value) {
        return Arrays.stream(turns).mapToDouble(value).sorted().skip(turns.length / 2).findFirst().orElseThrow();
    }

    /** The shell's {@code times} tell what a process and its children used. */
    private static Spent spent(List<String> command) throws IOException, InterruptedException {
        List<String> timed = new ArrayList<>(List.of("bash", "-c", "TIMEFORMAT='%R %U %S'; time \"$@\" >/dev/null "
                + "2>/dev/null", "bash"));
        timed.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(timed).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("JDK_JAVA_OPTIONS", "-Xmx100m");
        Process process = builder.start();
        String[] times = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip()
                .split(" ");
        // 1: lint found something to say about the devices.
        if (process.waitFor() > 1 || times.length != 3) {
            throw new IOException(command.getFirst() + " ended with " + process.exitValue());
        }
        return new Spent(Double.parseDouble(times[0]), Double.parseDouble(times[1]) + Double.parseDouble(times[2]));
    }

    private static void write(Path file, int count) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            new BusyAir().write(out, count);
        }
    }
}
