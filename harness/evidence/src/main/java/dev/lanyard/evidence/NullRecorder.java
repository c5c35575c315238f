package dev.lanyard.evidence;

import java.util.function.Consumer;

/** The recorder of nothing. */
record NullRecorder(MonotonicClock clock) implements Recorder {

    @Override
    public long nanos() {
        return clock.nanos();
    }

    @Override
    public long record(long nanos, String source, Event event) {
        return 0;
    }

    @Override
    public Subscription observe(Consumer<Recorded> observer) {
        return () -> { };
    }
}
