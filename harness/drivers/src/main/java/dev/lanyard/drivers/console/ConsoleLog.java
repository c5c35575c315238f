package dev.lanyard.drivers.console;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The latest lines of a console as they came, for whoever waits for one; in memory alone, because they may hold what
 * the timeline must not.
 */
public final class ConsoleLog {

    /** How many lines are kept. */
    public static final int CAPACITY = 20_000;

    /** What a terminal would take for a colour or a movement (ECMA-48 §5.4). */
    private static final Pattern CONTROL_SEQUENCE = Pattern.compile("\u001b\\[[0-?]*+[ -/]*+[@-~]");

    /**
     * A line.
     *
     * @param sequence of its event on the timeline
     * @param nanos    since the attempt began
     * @param text     without its end and without control sequences of terminals; of a line that came in parts, with
     *                 the parts before it
     */
    public record Line(long sequence, long nanos, boolean received, String text) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrival = lock.newCondition();
    private final ArrayDeque<Line> lines = new ArrayDeque<>();
    /** Guarded by lock. */
    private long arrivals;
    private final List<Consumer<Line>> watchers = new CopyOnWriteArrayList<>();

    /** {@code text} without what steers a terminal. */
    public static String plain(String text) {
        return text.indexOf('\u001b') < 0 ? text : CONTROL_SEQUENCE.matcher(text).replaceAll("");
    }

    void add(Line line) {
        lock.lock();
        try {
            if (lines.size() == CAPACITY) {
                lines.removeFirst();
            }
            lines.add(line);
            arrivals++;
            arrival.signalAll();
        } finally {
            lock.unlock();
        }
        watchers.forEach(watcher -> watcher.accept(line));
    }

    /** Calls {@code watcher} with each line from now on, on the console's own thread. */
    public void watch(Consumer<Line> watcher) {
        watchers.add(watcher);
    }

    /** The kept lines of the accessory from {@code nanos} on, in order. */
    public List<Line> since(long nanos) {
        lock.lock();
        try {
            return lines.stream().filter(line -> line.received() && line.nanos() >= nanos).toList();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a line of the accessory that came at {@code fromNanos} or later and that {@code wanted} accepts; one
     * that is there already is found at once.
     */
    public Optional<Line> await(long fromNanos, Predicate<Line> wanted, Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        Line last = null;
        while (true) {
            long seen = arrivals();
            List<Line> fresh = after(last, fromNanos);
            // Outside the lock: looking at a line may take long, and more are coming.
            for (Line line : fresh) {
                if (wanted.test(line)) {
                    return Optional.of(line);
                }
                last = line;
            }
            if (left <= 0) {
                return Optional.empty();
            }
            left = waitForMore(seen, left);
        }
    }

    private long arrivals() {
        lock.lock();
        try {
            return arrivals;
        } finally {
            lock.unlock();
        }
    }

    private List<Line> after(Line last, long fromNanos) {
        lock.lock();
        try {
            List<Line> fresh = new ArrayList<>();
            for (var i = lines.descendingIterator(); i.hasNext();) {
                Line line = i.next();
                if (line == last || line.nanos() < fromNanos) {
                    break;
                }
                if (line.received()) {
                    fresh.add(line);
                }
            }
            return fresh.reversed();
        } finally {
            lock.unlock();
        }
    }

    private long waitForMore(long seen, long left) throws InterruptedException {
        lock.lock();
        try {
            return arrivals == seen ? arrival.awaitNanos(left) : left;
        } finally {
            lock.unlock();
        }
    }
}
