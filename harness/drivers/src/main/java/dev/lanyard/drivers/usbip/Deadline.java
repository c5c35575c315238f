package dev.lanyard.drivers.usbip;

import java.time.Duration;
import java.util.Locale;

/** The time by which an operation of several waits has to be over. */
record Deadline(Duration allowed, long endNanos) {

    private static final Duration LONGEST = Duration.ofDays(365);

    static Deadline in(Duration allowed) {
        Duration bounded = allowed.compareTo(LONGEST) > 0 ? LONGEST : allowed;
        return new Deadline(bounded, System.nanoTime() + bounded.toNanos());
    }

    /** Zero when it has passed. */
    long remainingNanos() {
        return Math.max(0, endNanos - System.nanoTime());
    }

    Duration remaining() {
        return Duration.ofNanos(remainingNanos());
    }

    /** The time that was allowed. */
    @Override
    public String toString() {
        return show(allowed);
    }

    /** {@code 1.5 s} or {@code 250 ms}. */
    static String show(Duration duration) {
        double seconds = duration.toNanos() / 1e9;
        return seconds < 1 ? Math.round(seconds * 1000) + " ms"
                : String.format(Locale.ROOT, "%.1f s", seconds).replace(".0 s", " s");
    }
}
