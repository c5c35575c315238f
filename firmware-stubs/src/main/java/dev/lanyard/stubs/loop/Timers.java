package dev.lanyard.stubs.loop;

import java.time.Duration;

/** Time as firmware sees it: a counter and one-shot timers that fire on the firmware's own loop. */
public interface Timers {

    /** Nanoseconds since some fixed moment; never goes back. */
    long nanos();

    /** Runs {@code task} once after {@code delay}, on the loop. */
    Timer after(Duration delay, Runnable task);

    /** A timer that runs. */
    interface Timer {

        /** Stops it; without effect when it has fired. */
        void cancel();
    }
}
