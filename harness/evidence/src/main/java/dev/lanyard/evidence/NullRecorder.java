package dev.lanyard.evidence;

import java.util.function.Consumer;

/** The recorder of nothing. */
record NullRecorder(MonotonicClock clock) implements Recorder {

    @Override
    public long nanos() {
        return clock.nanos();
    }

    @Override
    public void record(long nanos, String source, Event event) {
        // Nothing is kept.
    }

    @Override
    public Subscription observe(Consumer<Recorded> observer) {
        return () -> { };
    }
}
