package dev.lanyard.stubs.net;

import dev.lanyard.stubs.loop.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.xbill.DNS.Record;

/**
 * The multicast answers of one IP version: gathers what is to be sent, and sends no record more than once a second
 * (RFC 6762 §6, the last paragraph but one). An answer that comes too soon waits instead of getting lost.
 */
final class MdnsOutbox {

    private static final long INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long DEFENCE_INTERVAL_NANOS = Duration.ofMillis(250).toNanos();

    /** Sends answers to the group. */
    interface Sender {
        void send(List<Record> answers);
    }

    private record Waiting(Record answer, long due) {}

    private final Timers timers;
    private final Sender sender;
    private final List<Waiting> waiting = new ArrayList<>();
    private final Map<Record, Long> lastSent = new HashMap<>();
    private Timers.Timer timer = () -> { };

    MdnsOutbox(Timers timers, Sender sender) {
        this.timers = timers;
        this.sender = sender;
    }

    /** Sends {@code answers} after {@code delay}, or later where they were just sent. */
    void add(List<Record> answers, Duration delay, boolean defence) {
        long now = timers.nanos();
        for (Record answer : answers) {
            if (waiting.stream().anyMatch(w -> w.answer().equals(answer))) {
                continue;
            }
            long due = now + delay.toNanos();
            Long last = lastSent.get(answer);
            if (last != null) {
                due = Math.max(due - now, last + (defence ? DEFENCE_INTERVAL_NANOS : INTERVAL_NANOS) - now) + now;
            }
            waiting.add(new Waiting(answer, due));
        }
        flush();
    }

    /** Notes that {@code records} went out by another way, such as an announcement. */
    void sent(List<Record> records) {
        long now = timers.nanos();
        records.forEach(record -> lastSent.put(record, now));
    }

    void clear() {
        timer.cancel();
        waiting.clear();
        lastSent.clear();
    }

    private void flush() {
        timer.cancel();
        long now = timers.nanos();
        List<Record> due = new ArrayList<>();
        long next = Long.MAX_VALUE;
        for (Iterator<Waiting> each = waiting.iterator(); each.hasNext();) {
            Waiting one = each.next();
            if (one.due() - now <= 0) {
                due.add(one.answer());
                each.remove();
            } else {
                next = Math.min(next, one.due() - now);
            }
        }
        if (!due.isEmpty()) {
            sent(due);
            sender.send(due);
        }
        if (!waiting.isEmpty()) {
            timer = timers.after(Duration.ofNanos(next), this::flush);
        }
    }
}
