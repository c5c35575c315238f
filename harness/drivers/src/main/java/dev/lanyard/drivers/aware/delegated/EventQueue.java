package dev.lanyard.drivers.aware.delegated;

import dev.lanyard.drivers.aware.AwareEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/** The events of a peer in real time, in order; the latest {@value #KEPT} are kept. Safe for several threads. */
public final class EventQueue {

    private static final int KEPT = 10_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrival = lock.newCondition();
    private final List<AwareEvent> events = new ArrayList<>();
    private long last;
    private volatile Consumer<AwareEvent> listener = event -> { };

    /** Tells of each event that is added from now on, after it was; replaces any listener before. */
    public void listen(Consumer<AwareEvent> other) {
        listener = other;
    }

    /** Adds the event that {@code made} makes of its number. */
    public void add(LongFunction<AwareEvent> made) {
        AwareEvent event;
        lock.lock();
        try {
            if (events.size() == KEPT) {
                events.subList(0, KEPT / 2).clear();
            }
            event = made.apply(++last);
            events.add(event);
            arrival.signalAll();
        } finally {
            lock.unlock();
        }
        listener.accept(event);
    }

    /** The number of the last event. */
    public long last() {
        lock.lock();
        try {
            return last;
        } finally {
            lock.unlock();
        }
    }

    /** The first event after number {@code after} that {@code wanted} likes; empty when none comes in time. */
    public Optional<AwareEvent> await(long after, Predicate<AwareEvent> wanted, Duration within)
            throws InterruptedException {
        long left = within.toNanos();
        lock.lock();
        try {
            while (true) {
                Optional<AwareEvent> found = events.stream().filter(event -> event.number() > after).filter(wanted)
                        .findFirst();
                if (found.isPresent() || left <= 0) {
                    return found;
                }
                left = arrival.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
