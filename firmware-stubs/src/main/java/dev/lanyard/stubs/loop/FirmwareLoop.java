package dev.lanyard.stubs.loop;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The single thread of control of one emulated accessory: tasks run one at a time, in the order they were handed in.
 *
 * <p>It owns no thread. Whoever hands in a task while the loop is idle runs it, and every task that is handed in
 * meanwhile: an accessory then costs no thread and a request no thread switch, which is what a thousand accessories in
 * one process, and an echo within microseconds, need. Tasks must therefore not block.
 */
public final class FirmwareLoop implements Executor, Timers, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FirmwareLoop.class);

    private final String name;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean closed;

    /** {@code name} tells the accessory in log lines. */
    public FirmwareLoop(String name) {
        this.name = name;
    }

    /** Runs {@code task} now, or after the tasks before it; does nothing once the loop is closed. */
    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (waiting.getAndIncrement() == 0) {
            do {
                run(tasks.remove());
            } while (waiting.decrementAndGet() != 0);
        }
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        Future<?> future = SharedTimer.INSTANCE.schedule(() -> execute(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    /** Drops what waits and everything handed in later; a task that runs is not interrupted. */
    @Override
    public void close() {
        closed = true;
    }

    private void run(Runnable task) {
        if (closed) {
            return;
        }
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("emulated accessory {}: its firmware failed; it goes on with the next task", name, e);
        }
    }

    /** One timer thread for all accessories; it ends when nothing has been timed for a while. */
    private static final class SharedTimer {
        static final ScheduledThreadPoolExecutor INSTANCE = create();

        private static ScheduledThreadPoolExecutor create() {
            ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1,
                    Thread.ofPlatform().daemon().name("emulated-accessory-timer").factory());
            timer.setRemoveOnCancelPolicy(true);
            timer.setKeepAliveTime(10, TimeUnit.SECONDS);
            timer.allowCoreThreadTimeOut(true);
            return timer;
        }
    }
}
