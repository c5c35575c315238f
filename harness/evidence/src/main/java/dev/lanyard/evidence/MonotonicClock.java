package dev.lanyard.evidence;

import java.time.Duration;
import java.time.Instant;

/**
 * The one clock of an attempt. Real benches use {@link #system()}; the virtual air brings its own, on which seconds
 * cost nothing. Everything that waits, waits on this clock.
 */
public interface MonotonicClock {

    /** Nanoseconds since an arbitrary origin; never goes back. */
    long nanos();

    /** The calendar time that corresponds to now; only for display and for capture files. */
    Instant wallTime();

    /** Blocks the calling thread for {@code duration}. */
    void sleep(Duration duration) throws InterruptedException;

    /** The clock of this machine. */
    static MonotonicClock system() {
        return SystemClock.INSTANCE;
    }
}
