package dev.lanyard.evidence;

import java.util.function.Consumer;

/**
 * Takes down what happens during one attempt, in order. Safe for use by many threads; never blocks a caller on disk
 * for longer than its bounded queue needs to drain.
 */
public interface Recorder {

    /** Nanoseconds since the attempt began. */
    long nanos();

    /** The clock this timeline runs on. */
    MonotonicClock clock();

    /** Records {@code event} as happening at {@code nanos} (a value {@link #nanos()} returned). */
    void record(long nanos, String source, Event event);

    /** Records {@code event} as happening now. */
    default void record(String source, Event event) {
        record(nanos(), source, event);
    }

    /**
     * Calls {@code observer} for every event recorded from now on, in order, on the recording thread; it must be quick.
     * Close the result to stop.
     */
    Subscription observe(Consumer<Recorded> observer);

    /** An observer's hold on the timeline. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    /** Keeps nothing and tells nobody: for code that runs outside an attempt. */
    static Recorder none() {
        return new NullRecorder(MonotonicClock.system());
    }
}
