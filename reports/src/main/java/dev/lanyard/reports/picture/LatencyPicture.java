package dev.lanyard.reports.picture;

import dev.lanyard.reports.digest.Latency;
import java.util.List;

/** Round-trip times of an echo: how often which, and when. */
public final class LatencyPicture {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 170;
    private static final int LEFT = 60;
    private static final int BASE = 128;
    private static final int TOP = 34;
    private static final int BINS = 36;
    private static final int COLUMNS = 140;
    private static final int FEWEST = 3;

    private LatencyPicture() {}

    /** Both pictures, one after the other; empty where hardly a datagram came back. */
    public static String of(Latency latency) {
        return latency.samples().size() < FEWEST ? "" : histogram(latency) + series(latency);
    }

    /** How often which round-trip time came; the axis is logarithmic. */
    public static String histogram(Latency latency) {
        List<Latency.Sample> samples = latency.samples();
        double low = Math.log10(Math.max(1_000, least(samples)));
        double high = Math.max(low + 0.1, Math.log10(Math.max(1_000, most(samples))));
        int[] bins = new int[BINS];
        for (Latency.Sample sample : samples) {
            double place = (Math.log10(Math.max(1_000, sample.rttNanos())) - low) / (high - low) * BINS;
            bins[(int) Math.clamp(place, 0, BINS - 1)]++;
        }
        int most = 1;
        for (int bin : bins) {
            most = Math.max(most, bin);
        }
        int tallest = most;
        double step = (double) (WIDTH - LEFT - 10) / BINS;
        return Svg.draw(WIDTH, HEIGHT, "Histogram of round-trip times", words(latency), svg -> {
            svg.text(4, 16, "strong", "start", "Round-trip times: " + words(latency));
            for (int i = 0; i < BINS; i++) {
                double height = (double) bins[i] / tallest * (BASE - TOP);
                double from = Math.pow(10, low + (high - low) * i / BINS);
                double to = Math.pow(10, low + (high - low) * (i + 1) / BINS);
                svg.rect(LEFT + i * step, BASE - height, step - 1, height, "fill a", bins[i] + " from " + Svg.time(from)
                        + " to " + Svg.time(to));
            }
            frame(svg, Integer.toString(tallest), "datagrams");
            quantile(svg, latency.quantile(0.5), "p50", low, high);
            quantile(svg, latency.quantile(0.99), "p99", low, high);
            svg.text(LEFT, BASE + 15, "dim small", "start", Svg.time(Math.pow(10, low)));
            svg.text(WIDTH - 10, BASE + 15, "dim small", "end", Svg.time(Math.pow(10, high)));
        });
    }

    private static void quantile(Svg svg, long nanos, String name, double low, double high) {
        double x = LEFT + (Math.log10(Math.max(1_000, nanos)) - low) / (high - low) * (WIDTH - LEFT - 10);
        svg.line(x, TOP - 8, x, BASE + 4, "axis");
        svg.text(x, BASE + (name.equals("p50") ? 15 : 28), "small strong", "middle", name + " " + Svg.time(nanos));
    }

    /** The range of round-trip times in each part of the run. */
    public static String series(Latency latency) {
        List<Latency.Sample> samples = latency.samples();
        long begin = samples.stream().mapToLong(Latency.Sample::sentNanos).min().orElse(0);
        long end = Math.max(begin + 1, samples.stream().mapToLong(Latency.Sample::sentNanos).max().orElse(1));
        long[] least = new long[COLUMNS];
        long[] most = new long[COLUMNS];
        for (Latency.Sample sample : samples) {
            int column = (int) ((double) (sample.sentNanos() - begin) / (end - begin) * (COLUMNS - 1));
            least[column] = least[column] == 0 ? sample.rttNanos() : Math.min(least[column], sample.rttNanos());
            most[column] = Math.max(most[column], sample.rttNanos());
        }
        double top = Math.max(1, most(samples));
        double step = (double) (WIDTH - LEFT - 10) / COLUMNS;
        return Svg.draw(WIDTH, HEIGHT, "Round-trip times over the run", words(latency), svg -> {
            svg.text(4, 16, "strong", "start", "Round-trip times over " + Svg.time(end - begin));
            for (int i = 0; i < COLUMNS; i++) {
                if (most[i] > 0) {
                    double upper = BASE - most[i] / top * (BASE - TOP);
                    double lower = BASE - least[i] / top * (BASE - TOP);
                    svg.rect(LEFT + i * step, upper, Math.max(2, step - 1), Math.max(2, lower - upper), "fill a",
                            Svg.time(least[i]) + " to " + Svg.time(most[i]));
                }
            }
            frame(svg, Svg.time(top), "");
            svg.text(LEFT, BASE + 15, "dim small", "start", Svg.time(begin) + " into the attempt");
            svg.text(WIDTH - 10, BASE + 15, "dim small", "end", Svg.time(end));
        });
    }

    private static void frame(Svg svg, String top, String unit) {
        svg.path("M" + LEFT + " " + (TOP - 8) + "V" + BASE + "H" + (WIDTH - 10), "axis");
        svg.text(LEFT - 4, TOP + 4, "dim small", "end", top).text(LEFT - 4, BASE, "dim small", "end", "0");
        svg.text(LEFT - 4, TOP + 18, "dim small", "end", unit);
    }

    private static String words(Latency latency) {
        return latency.samples().size() + " answers, p50 " + Svg.time(latency.quantile(0.5)) + ", p99 "
                + Svg.time(latency.quantile(0.99)) + ", most " + Svg.time(most(latency.samples()));
    }

    private static long least(List<Latency.Sample> samples) {
        return samples.stream().mapToLong(Latency.Sample::rttNanos).min().orElse(1);
    }

    private static long most(List<Latency.Sample> samples) {
        return samples.stream().mapToLong(Latency.Sample::rttNanos).max().orElse(1);
    }
}
