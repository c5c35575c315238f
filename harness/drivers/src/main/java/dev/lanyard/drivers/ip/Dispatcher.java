package dev.lanyard.drivers.ip;

import dev.lanyard.evidence.MonotonicClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The host's own thread: answers what comes in, and does things later. Frames wait in a bounded queue, so that the
 * link's thread never does.
 */
final class Dispatcher implements AutoCloseable {

    private static final int FRAMES = 1024;
    private static final int LATER = 256;
    private static final long LONGEST_SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** A frame and when it came. */
    record Inbound(long nanos, byte[] frame) {}

    /** Takes frames, on the dispatcher's thread. */
    interface Sink {
        void frame(Inbound inbound) throws IpException, InterruptedException;

        /** Something failed that nobody waits for. */
        void failed(Throwable failure);
    }

    /** Something to do on the dispatcher's thread. */
    interface Task {
        void run() throws IpException, InterruptedException;
    }

    private record Timer(long due, long order, Task task) implements Comparable<Timer> {
        @Override
        public int compareTo(Timer other) {
            return due == other.due ? Long.compare(order, other.order) : Long.compare(due, other.due);
        }
    }

    private final MonotonicClock clock;
    private final Sink sink;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final ArrayDeque<Inbound> frames = new ArrayDeque<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final Thread thread;
    private long order;
    private boolean closed;

    Dispatcher(MonotonicClock clock, String name, Sink sink) {
        this.clock = clock;
        this.sink = sink;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Queues a frame; false when the queue is full. */
    boolean offer(Inbound inbound) {
        lock.lock();
        try {
            if (frames.size() >= FRAMES || closed) {
                return false;
            }
            frames.add(inbound);
            work.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Does {@code task} after {@code delay}; never when too much is waiting already or the host closes before. */
    void later(Duration delay, Task task) {
        lock.lock();
        try {
            if (timers.size() < LATER && !closed) {
                timers.add(new Timer(clock.nanos() + delay.toNanos(), order++, task));
                work.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (true) {
                Task task = next();
                if (task == null) {
                    return;
                }
                try {
                    task.run();
                } catch (IpException | RuntimeException | Error e) {
                    // A host that fell silent without a word would make the accessory look guilty.
                    sink.failed(e);
                }
            }
        } catch (InterruptedException e) {
            // Closed: nobody waits for what is left.
        }
    }

    private Task next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed) {
                Timer timer = timers.peek();
                long wait = timer == null ? Long.MAX_VALUE : timer.due() - clock.nanos();
                if (wait <= 0) {
                    return timers.remove().task();
                }
                Inbound inbound = frames.poll();
                if (inbound != null) {
                    return () -> sink.frame(inbound);
                }
                if (timer == null) {
                    work.await();
                } else {
                    work.awaitNanos(Math.min(wait, LONGEST_SLEEP_NANOS));
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Stops; waits a moment for what is being done. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            frames.clear();
            timers.clear();
            work.signalAll();
        } finally {
            lock.unlock();
        }
        thread.interrupt();
        if (Thread.currentThread() != thread) {
            try {
                thread.join(Duration.ofSeconds(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
