package dev.lanyard.evidence;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * The small events of a running attempt, kept in memory for steps that wait for them: everything but transfers and
 * frames. Sees what is recorded after it was made; an event is seen before {@link Recorder#record} returns.
 *
 * <p>Memory is bounded: it keeps the latest {@value #CAPACITY} events. Asking for events that it no longer keeps is an
 * error, so that nobody takes "forgotten" for "never happened".
 */
public final class Timeline implements AutoCloseable {

    /** How many events it keeps. */
    public static final int CAPACITY = 100_000;

    /** How far simulated time moves between two looks. */
    private static final Duration SIMULATED_STEP = Duration.ofMillis(1);

    private final MonotonicClock clock;
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrival = lock.newCondition();
    private final ArrayDeque<Recorded> kept = new ArrayDeque<>();
    private final Recorder.Subscription subscription;
    private long lastSequence;
    private long lastForgotten;

    public Timeline(Recorder recorder) {
        this(recorder, CAPACITY);
    }

    Timeline(Recorder recorder, int capacity) {
        this.clock = recorder.clock();
        this.capacity = capacity;
        this.subscription = recorder.observe(this::see);
    }

    /** The sequence number of the latest event of any kind; 0 before the first. */
    public long lastSequence() {
        lock.lock();
        try {
            return lastSequence;
        } finally {
            lock.unlock();
        }
    }

    /** The kept events with sequence numbers of {@code sequence} and above, in order. */
    public List<Recorded> since(long sequence) {
        lock.lock();
        try {
            if (sequence <= lastForgotten) {
                throw new IllegalStateException("events from number " + sequence + " on were asked for, but only the "
                        + "latest " + capacity + " are kept; the last one forgotten is number " + lastForgotten);
            }
            ArrayList<Recorded> found = new ArrayList<>();
            for (Iterator<Recorded> i = kept.descendingIterator(); i.hasNext();) {
                Recorded recorded = i.next();
                if (recorded.sequence() < sequence) {
                    break;
                }
                found.add(recorded);
            }
            return List.copyOf(found.reversed());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for the first event with a sequence number of {@code fromSequence} or above that {@code wanted} accepts;
     * one that is there already is found at once.
     *
     * @param timeout measured on the recorder's clock from now
     * @return the event, or nothing when the time has passed
     */
    public Optional<Recorded> await(long fromSequence, Predicate<Recorded> wanted, Duration timeout)
            throws InterruptedException {
        long deadline = clock.nanos() + timeout.toNanos();
        long from = fromSequence;
        while (true) {
            // The predicate runs outside the lock: it may record, and who records holds the recorder's lock already.
            for (Recorded recorded : since(from)) {
                if (wanted.test(recorded)) {
                    return Optional.of(recorded);
                }
                from = recorded.sequence() + 1;
            }
            long left = deadline - clock.nanos();
            if (left <= 0) {
                return Optional.empty();
            }
            waitForEventFrom(from, left);
        }
    }

    /** Stops listening; what is kept stays readable. */
    @Override
    public void close() {
        subscription.close();
    }

    private void waitForEventFrom(long from, long nanos) throws InterruptedException {
        if (clock != MonotonicClock.system()) {
            clock.sleep(nanos < SIMULATED_STEP.toNanos() ? Duration.ofNanos(nanos) : SIMULATED_STEP);
            return;
        }
        lock.lock();
        try {
            if (kept.isEmpty() || kept.getLast().sequence() < from) {
                arrival.await(nanos, TimeUnit.NANOSECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    private void see(Recorded recorded) {
        lock.lock();
        try {
            lastSequence = recorded.sequence();
            if (recorded.event() instanceof Event.Transfer || recorded.event() instanceof Event.Frame
                    || recorded.event() instanceof Event.AirFrame) {
                return;
            }
            if (kept.size() == capacity) {
                lastForgotten = kept.removeFirst().sequence();
            }
            kept.add(recorded);
            arrival.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
