package dev.lanyard.drivers.radio;

import dev.lanyard.evidence.MonotonicClock;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Where the stations of an air run: one task at a time, in the order of their times. State machines on it need no
 * locks and never block; whoever is outside comes in by {@link #call} and waits by {@link #await}.
 *
 * <p>On a real radio waiting lets real time pass. On {@link VirtualAir} waiting is what moves the time: it goes on from
 * one task to the next until what is waited for has happened, so that a cycle of eight seconds takes milliseconds.
 */
public interface AirLoop {

    /** The clock of this air. */
    MonotonicClock clock();

    /** The time of the clock in microseconds. */
    default long micros() {
        return clock().nanos() / 1_000;
    }

    /** Runs {@code task} at a time of the clock; at once when that has passed. */
    Timer at(long micros, Runnable task);

    /** Runs {@code task} after {@code delay}. */
    default Timer after(Duration delay, Runnable task) {
        return at(micros() + delay.toNanos() / 1_000, task);
    }

    /** Runs {@code work} on the loop and returns what it gives; calls from within the loop run at once. */
    <T> T call(Supplier<T> work);

    /** Runs {@code work} on the loop before it returns. */
    default void run(Runnable work) {
        call(() -> {
            work.run();
            return null;
        });
    }

    /**
     * Waits until {@code condition}, which is asked on the loop, is true.
     *
     * @param within on this air's clock
     * @return whether it became true in time
     */
    boolean await(BooleanSupplier condition, Duration within) throws InterruptedException;

    /**
     * While the result is open, something outside the loop works in real time, such as an IP host on a data path: the
     * air's time then never runs slower than the machine's. On a real radio it never does anyway.
     */
    default Pace keepPace() {
        return () -> { };
    }

    /**
     * While the result is open, frames wait for their slot: an air that keeps pace may then run as fast as it can. On a
     * real radio nothing helps but waiting.
     */
    default Pace hurry() {
        return () -> { };
    }

    /** Whether the time goes on by itself, so that a busy machine can be late for what it has to do. */
    default boolean inRealTime() {
        return false;
    }

    /** A task that waits for its time. */
    @FunctionalInterface
    interface Timer {
        /** Does nothing when the task has run. */
        void cancel();
    }

    /** See {@link #keepPace}. */
    @FunctionalInterface
    interface Pace extends AutoCloseable {
        @Override
        void close();
    }
}
