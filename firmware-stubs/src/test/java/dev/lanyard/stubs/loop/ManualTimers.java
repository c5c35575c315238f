package dev.lanyard.stubs.loop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Time that passes only when a test says so. */
public final class ManualTimers implements Timers {

    private static final class Entry implements Timer {
        final long due;
        final Runnable task;
        boolean cancelled;

        Entry(long due, Runnable task) {
            this.due = due;
            this.task = task;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private long now = 1_000_000_000L;

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        Entry entry = new Entry(now + delay.toNanos(), task);
        entries.add(entry);
        return entry;
    }

    /** Lets time pass, firing each timer at its moment. */
    public void advance(Duration duration) {
        long end = now + duration.toNanos();
        while (true) {
            entries.removeIf(entry -> entry.cancelled);
            Entry next = entries.stream().min(Comparator.comparingLong(entry -> entry.due)).orElse(null);
            if (next == null || next.due > end) {
                now = end;
                return;
            }
            now = next.due;
            entries.remove(next);
            next.task.run();
        }
    }
}
