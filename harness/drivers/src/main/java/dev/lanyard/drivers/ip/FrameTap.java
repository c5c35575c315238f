package dev.lanyard.drivers.ip;

import dev.lanyard.wire.Bytes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Frames as they come in, for whoever must see more than the host's own protocols show: what nobody asked for, and
 * answers to questions that no honest host would put. Frames wait in a queue of {@link #QUEUE}.
 */
public final class FrameTap implements AutoCloseable {

    /** Frames that wait to be taken; more are dropped. */
    public static final int QUEUE = 4096;

    private static final long LONGEST_SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** A frame without FCS, and when it came on the host's clock. */
    public record Tapped(long nanos, Bytes frame) {}

    private final Life life;
    private final Predicate<Bytes> wanted;
    private final Taps owner;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final ArrayDeque<Tapped> queue = new ArrayDeque<>();

    FrameTap(Life life, Taps owner, Predicate<Bytes> wanted) {
        this.life = life;
        this.owner = owner;
        this.wanted = wanted;
    }

    /** On the link driver's thread. */
    void offer(long nanos, Bytes frame) {
        if (!wanted.test(frame)) {
            return;
        }
        lock.lock();
        try {
            if (queue.size() < QUEUE) {
                queue.add(new Tapped(nanos, frame));
                arrived.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next frame; empty when none came before {@code deadline} of the host's clock.
     *
     * @param asked what the caller is about, for the message of a failure
     * @throws IpException when the link is gone or the host closed
     */
    public Optional<Tapped> next(String asked, long deadline) throws IpException, InterruptedException {
        lock.lockInterruptibly();
        try {
            while (queue.isEmpty()) {
                life.check(asked);
                long remaining = deadline - life.clock().nanos();
                if (remaining <= 0) {
                    return Optional.empty();
                }
                arrived.awaitNanos(Math.min(remaining, LONGEST_SLEEP_NANOS));
            }
            return Optional.of(queue.remove());
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #next(String, long)}, within a time from now. */
    public Optional<Tapped> next(String asked, Duration timeout) throws IpException, InterruptedException {
        return next(asked, life.deadline(timeout));
    }

    /** Listens no longer. Idempotent. */
    @Override
    public void close() {
        owner.remove(this);
    }
}
