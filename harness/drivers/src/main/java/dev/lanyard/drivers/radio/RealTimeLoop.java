package dev.lanyard.drivers.radio;

import dev.lanyard.evidence.MonotonicClock;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The loop of a real radio: one thread, on the machine's clock. */
public final class RealTimeLoop implements AirLoop, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RealTimeLoop.class);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final MonotonicClock clock = MonotonicClock.system();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ran = lock.newCondition();
    private final ScheduledThreadPoolExecutor executor;
    private volatile Thread thread;

    public RealTimeLoop(String name) {
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            thread = Thread.ofPlatform().daemon().name(name).unstarted(task);
            return thread;
        }) {
            @Override
            protected void afterExecute(Runnable task, Throwable failure) {
                signal();
            }
        };
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    private void signal() {
        lock.lock();
        try {
            ran.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public MonotonicClock clock() {
        return clock;
    }

    @Override
    public Timer at(long micros, Runnable task) {
        try {
            ScheduledFuture<?> future = executor.schedule(() -> guarded(task), Math.max(0, micros - micros()),
                    TimeUnit.MICROSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException _) {
            // The radio has left the air, and nothing happens there any more.
            return () -> { };
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("something planned on a radio's loop failed; the rest goes on", e);
        }
    }

    @Override
    public <T> T call(Supplier<T> work) {
        if (Thread.currentThread() == thread) {
            return work.get();
        }
        Future<T> future;
        try {
            future = executor.submit(work::get);
        } catch (RejectedExecutionException _) {
            return afterEnd(work);
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException _) {
                    // What was handed over is short, and its result is owed.
                    interrupted = true;
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof RuntimeException failure) {
                        throw failure;
                    }
                    throw new CompletionException(e.getCause());
                } catch (CancellationException _) {
                    // The radio left the air between the handing over and its turn.
                    return afterEnd(work);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Nothing runs any more beside which this could be. */
    private synchronized <T> T afterEnd(Supplier<T> work) {
        return work.get();
    }

    @Override
    public boolean await(BooleanSupplier condition, Duration within) throws InterruptedException {
        long end = System.nanoTime() + within.toNanos();
        while (!call(condition::getAsBoolean)) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            lock.lockInterruptibly();
            try {
                // What ran between the question and here is asked about again soon.
                ran.awaitNanos(Math.min(left, LOOK.toNanos()));
            } finally {
                lock.unlock();
            }
        }
        return true;
    }

    @Override
    public boolean inRealTime() {
        return true;
    }

    /** Nothing that was planned happens any more. */
    @Override
    public void close() {
        executor.shutdown();
    }
}
