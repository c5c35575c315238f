package dev.lanyard.drivers.ip;

import dev.lanyard.evidence.MonotonicClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Whether the host still lives, and the one place where its callers wait for what the link brings. */
final class Life {

    /** A clock that is not the machine's may jump while a waiter sleeps in real time; so nobody sleeps longer. */
    private static final long LONGEST_SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final MonotonicClock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final CompletableFuture<String> detached = new CompletableFuture<>();
    private volatile IpFailure endedBy;
    private volatile String endReason = "";

    Life(MonotonicClock clock) {
        this.clock = clock;
    }

    MonotonicClock clock() {
        return clock;
    }

    long deadline(Duration timeout) {
        return clock.nanos() + Math.clamp(timeout.toNanos(), 0, Long.MAX_VALUE / 4);
    }

    /** Waits until {@code done}, or {@code deadline} of the clock. Returns whether it is done. */
    boolean await(long deadline, String asked, BooleanSupplier done) throws IpException, InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!done.getAsBoolean()) {
                check(asked);
                long remaining = deadline - clock.nanos();
                if (remaining <= 0) {
                    return false;
                }
                changed.awaitNanos(Math.min(remaining, LONGEST_SLEEP_NANOS));
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Wakes all who wait. */
    void signal() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the host; true the first time. */
    boolean end(IpFailure failure, String reason) {
        lock.lock();
        try {
            if (endedBy != null) {
                return false;
            }
            endReason = reason;
            endedBy = failure;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (failure == IpFailure.DETACHED) {
            detached.complete(reason);
        }
        return true;
    }

    boolean isEnded() {
        return endedBy != null;
    }

    /** Throws when the host has ended. */
    void check(String asked) throws IpException {
        IpFailure failure = endedBy;
        if (failure != null) {
            throw ended(asked);
        }
    }

    IpException ended(String asked) {
        return new IpException(endedBy, asked, endReason);
    }

    CompletableFuture<String> detached() {
        return detached;
    }
}
