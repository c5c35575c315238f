package dev.lanyard.drivers.cdc;

import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.MonotonicClock;
import dev.lanyard.evidence.Recorded;
import dev.lanyard.evidence.Recorder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Keeps the events of a test. */
public final class ListRecorder implements Recorder {

    public final List<Event> events = new CopyOnWriteArrayList<>();
    /** When each happened. */
    final List<Long> times = new CopyOnWriteArrayList<>();

    public <T extends Event> List<T> of(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    public boolean warned(String part) {
        return of(Event.Note.class).stream().anyMatch(n -> n.severity() != Event.Severity.INFO
                && n.text().contains(part));
    }

    @Override
    public long nanos() {
        return clock().nanos();
    }

    @Override
    public MonotonicClock clock() {
        return MonotonicClock.system();
    }

    @Override
    public synchronized long record(long nanos, String source, Event event) {
        times.add(nanos);
        events.add(event);
        return events.size();
    }

    @Override
    public Subscription observe(Consumer<Recorded> observer) {
        throw new UnsupportedOperationException();
    }
}
