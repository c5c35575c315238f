package dev.lanyard.runner.step.net;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/** Round-trip times of a run of any length in a fixed amount of memory, to three digits. */
final class RoundTrips implements LongConsumer {

    private static final double[] PERCENTILES = {50, 75, 90, 95, 99, 99.9, 99.99, 100};
    private static final long FIRST_STEP_NANOS = 1000;

    private final Histogram times = new ConcurrentHistogram(3);
    private long last = -1;
    private double differences;
    private long compared;

    /** On one thread at a time, in the order of arrival. */
    @Override
    public synchronized void accept(long nanos) {
        times.recordValue(Math.max(0, nanos));
        if (last >= 0) {
            differences += Math.abs(nanos - last);
            compared++;
        }
        last = nanos;
    }

    synchronized Optional<Duration> percentile(double share) {
        return times.getTotalCount() == 0 ? Optional.empty()
                : Optional.of(Duration.ofNanos(times.getValueAtPercentile(share)));
    }

    /** The mean difference of one round-trip time and the next. */
    synchronized Optional<Duration> jitter() {
        return compared == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(Math.round(differences / compared)));
    }

    /** Percentiles, then how many fell between 0, 1, 2, 4, 8… µs. */
    synchronized Map<String, String> table() {
        Map<String, String> table = new LinkedHashMap<>();
        if (times.getTotalCount() == 0) {
            return table;
        }
        for (double percentile : PERCENTILES) {
            table.put("p" + (percentile == Math.rint(percentile) ? String.valueOf((int) percentile)
                    : String.valueOf(percentile)), times.getValueAtPercentile(percentile) / 1000 + "us");
        }
        for (HistogramIterationValue step : times.logarithmicBucketValues(FIRST_STEP_NANOS, 2)) {
            if (step.getCountAddedInThisIterationStep() > 0) {
                table.put("up to " + step.getValueIteratedTo() / 1000 + "us",
                        String.valueOf(step.getCountAddedInThisIterationStep()));
            }
        }
        return table;
    }
}
