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

    /**
     * Records {@code event} as happening at {@code nanos} (a value {@link #nanos()} returned).
     *
     * @return its sequence number on the timeline; 0 where nothing is kept (any more)
     */
    long record(long nanos, String source, Event event);

    /** Records {@code event} as happening now. */
    default long record(String source, Event event) {
        return record(nanos(), source, event);
    }

    /**
     * Calls {@code observer} for every event recorded from now on, in order, on the thread that records it and before
     * {@link #record} returns. All who record wait meanwhile, so it must be quick, and it must not record itself.
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
