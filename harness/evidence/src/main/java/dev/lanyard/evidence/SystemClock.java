package dev.lanyard.evidence;

import java.time.Duration;
import java.time.Instant;

/** {@link System#nanoTime()}, with calendar time taken once, so that a clock step during a run reorders nothing. */
enum SystemClock implements MonotonicClock {
    INSTANCE;

    private final long originNanos = System.nanoTime();
    private final Instant originWall = Instant.now();

    @Override
    public long nanos() {
        return System.nanoTime() - originNanos;
    }

    @Override
    public Instant wallTime() {
        return originWall.plusNanos(nanos());
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        Thread.sleep(duration);
    }
}
