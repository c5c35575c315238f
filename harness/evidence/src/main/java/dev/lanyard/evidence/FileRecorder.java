package dev.lanyard.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the timeline of one attempt to its folder while it happens. Callers of {@link #record} only queue; one thread
 * writes, and flushes when the queue runs empty, so a harness that is killed leaves a readable timeline that lacks the
 * last moments and of which at most the last line is cut.
 *
 * <p>Nothing is dropped in silence. A full queue makes callers wait. When the disk fails, or takes nothing for
 * {@link #DISK_DEADLINE}, {@link #failure()} completes, later events are counted and not kept, and {@link #close}
 * throws: the attempt has no trustworthy evidence then and must end as inconclusive.
 */
public final class FileRecorder implements Recorder, AutoCloseable {

    /** How long a caller waits for room in the queue, and {@link #close} for its rest, before the disk has failed. */
    public static final Duration DISK_DEADLINE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(FileRecorder.class);
    private static final int MAX_QUEUED_EVENTS = 16_384;
    private static final long MAX_QUEUED_OCTETS = 32L << 20;
    /** After writing, the writer looks again this soon before it flushes and sleeps: a busy link wakes it rarely. */
    private static final long LINGER_NANOS = 5_000_000;
    /** The longest that written events stay unflushed while more keep coming. */
    private static final long FLUSH_NANOS = 20_000_000;

    /** Where the writer thread puts events. */
    interface Sink {
        void write(Recorded recorded) throws IOException;

        void flush() throws IOException;

        void close() throws IOException;
    }

    private final MonotonicClock clock;
    private final long origin;
    private final String place;
    private final Sink sink;
    private final long deadlineNanos;
    private final Thread writer;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Condition arrival = lock.newCondition();
    private final List<Consumer<Recorded>> observers = new CopyOnWriteArrayList<>();
    private final CompletableFuture<IOException> failure = new CompletableFuture<>();

    // Guarded by lock.
    private final ArrayList<Recorded> queue = new ArrayList<>();
    private long queuedOctets;
    private long sequence;
    private long dropped;
    private boolean closed;
    private boolean writerSleeps;
    private boolean observing;

    private FileRecorder(MonotonicClock clock, long origin, String place, Sink sink, Duration diskDeadline) {
        this.clock = clock;
        this.origin = origin;
        this.place = place;
        this.sink = sink;
        this.deadlineNanos = diskDeadline.toNanos();
        this.writer = Thread.ofPlatform().daemon().name("recorder").unstarted(this::write);
    }

    /**
     * Begins a timeline now, in a folder that holds none.
     *
     * @throws IOException when the folder cannot be made, or has a timeline already
     */
    public static FileRecorder open(AttemptDirectory directory, MonotonicClock clock) throws IOException {
        Files.createDirectories(directory.path());
        long origin = clock.nanos();
        Sink sink = new FileSink(directory, clock.wallTime());
        return start(new FileRecorder(clock, origin, directory.path().toString(), sink, DISK_DEADLINE));
    }

    static FileRecorder open(Sink sink, MonotonicClock clock, Duration diskDeadline) {
        return start(new FileRecorder(clock, clock.nanos(), "(test)", sink, diskDeadline));
    }

    private static FileRecorder start(FileRecorder recorder) {
        recorder.writer.start();
        return recorder;
    }

    @Override
    public long nanos() {
        return clock.nanos() - origin;
    }

    @Override
    public MonotonicClock clock() {
        return clock;
    }

    /** Completes when the evidence can no longer be kept, with the reason; never otherwise. */
    public CompletableFuture<IOException> failure() {
        return failure.copy();
    }

    /** {@inheritDoc} After {@link #close} it keeps nothing and returns 0: callbacks of a closed device may be late. */
    @Override
    public long record(long nanos, String source, Event event) {
        lock.lock();
        try {
            if (observing) {
                throw new IllegalStateException("an observer of the timeline must not record: " + event);
            }
            awaitRoom();
            if (closed) {
                return 0;
            }
            Recorded recorded = new Recorded(++sequence, nanos, source, event);
            if (failure.isDone()) {
                dropped++;
            } else {
                queue.add(recorded);
                queuedOctets += octets(event);
                if (writerSleeps || isHalfFull()) {
                    arrival.signal();
                }
            }
            tellObservers(recorded);
            return recorded.sequence();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Subscription observe(Consumer<Recorded> observer) {
        // Wrapped, so that one observer that subscribed twice can leave once.
        Consumer<Recorded> own = observer::accept;
        lock.lock();
        try {
            observers.add(own);
        } finally {
            lock.unlock();
        }
        return () -> observers.remove(own);
    }

    /**
     * Writes what is queued and closes the files. Idempotent.
     *
     * @throws IOException when any event of this attempt could not be kept; says how many
     */
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            closed = true;
            arrival.signal();
            room.signalAll();
        } finally {
            lock.unlock();
        }
        joinWriter();
        IOException reason = failure.getNow(null);
        if (reason != null) {
            lock.lock();
            try {
                throw new IOException("the evidence in " + place + " is incomplete: " + reason.getMessage()
                        + (dropped == 0 ? "" : "; " + dropped + " later events are lost"), reason);
            } finally {
                lock.unlock();
            }
        }
    }

    private void joinWriter() {
        boolean interrupted = false;
        long end = System.nanoTime() + deadlineNanos;
        while (writer.isAlive() && System.nanoTime() < end) {
            try {
                writer.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (writer.isAlive()) {
            fail(new IOException("the disk did not take the last events within " + deadlineNanos / 1_000_000 + " ms"));
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitRoom() {
        long left = deadlineNanos;
        boolean interrupted = false;
        while (isFull() && !closed && !failure.isDone()) {
            try {
                if (left <= 0) {
                    fail(new IOException("the disk took nothing for " + deadlineNanos / 1_000_000 + " ms"));
                }
                left = room.awaitNanos(left);
            } catch (InterruptedException e) {
                // Recording goes on for a thread that is being stopped: what it does last is evidence too.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void tellObservers(Recorded recorded) {
        observing = true;
        try {
            for (Consumer<Recorded> observer : observers) {
                try {
                    observer.accept(recorded);
                } catch (RuntimeException e) {
                    // The event is kept, and whoever recorded it is not to blame.
                    LOG.error("an observer of the timeline failed on {}", recorded, e);
                }
            }
        } finally {
            observing = false;
        }
    }

    private boolean isFull() {
        return queue.size() >= MAX_QUEUED_EVENTS || queuedOctets >= MAX_QUEUED_OCTETS;
    }

    private boolean isHalfFull() {
        return queue.size() >= MAX_QUEUED_EVENTS / 2 || queuedOctets >= MAX_QUEUED_OCTETS / 2;
    }

    private static int octets(Event event) {
        return switch (event) {
            case Event.Transfer transfer -> transfer.data().length();
            case Event.Frame frame -> frame.data().length();
            case Event.AirFrame frame -> frame.data().length();
            default -> 0;
        };
    }

    private void fail(IOException reason) {
        if (failure.complete(reason)) {
            LOG.error("evidence in {} can no longer be kept: {}", place, reason.getMessage());
        }
        lock.lock();
        try {
            room.signalAll();
            arrival.signal();
        } finally {
            lock.unlock();
        }
    }

    private void write() {
        ArrayList<Recorded> batch = new ArrayList<>();
        int written = 0;
        try {
            long lastFlush = System.nanoTime();
            boolean flushed = true;
            while (take(batch, flushed)) {
                for (written = 0; written < batch.size(); written++) {
                    sink.write(batch.get(written));
                }
                flushed = batch.isEmpty() || System.nanoTime() - lastFlush > FLUSH_NANOS;
                if (flushed) {
                    sink.flush();
                    lastFlush = System.nanoTime();
                }
                batch.clear();
                written = 0;
            }
        } catch (IOException e) {
            fail(e);
        } catch (RuntimeException | OutOfMemoryError e) {
            fail(new IOException("cannot write an event: " + e, e));
        } finally {
            dropUnwritten(batch.size() - written);
            closeSink();
        }
    }

    /**
     * Moves what is queued to {@code batch}, waiting for it. An empty batch means that it is time to flush.
     *
     * @return false when nothing more will come
     */
    private boolean take(ArrayList<Recorded> batch, boolean flushed) {
        lock.lock();
        try {
            if (!flushed && queue.isEmpty() && !closed) {
                arrival.awaitNanos(LINGER_NANOS);
            }
            while (flushed && queue.isEmpty() && !closed && !failure.isDone()) {
                writerSleeps = true;
                arrival.await();
            }
            writerSleeps = false;
            batch.addAll(queue);
            queue.clear();
            queuedOctets = 0;
            room.signalAll();
            return !failure.isDone() && !(closed && batch.isEmpty());
        } catch (InterruptedException e) {
            throw new IllegalStateException("the recorder's own thread was interrupted", e);
        } finally {
            lock.unlock();
        }
    }

    private void dropUnwritten(int inBatch) {
        lock.lock();
        try {
            dropped += inBatch + queue.size();
            queue.clear();
            queuedOctets = 0;
        } finally {
            lock.unlock();
        }
    }

    private void closeSink() {
        try {
            sink.close();
        } catch (IOException e) {
            fail(e);
        }
    }
}
