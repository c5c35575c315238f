package dev.lanyard.drivers.aware;

import dev.lanyard.drivers.radio.AirLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/** The events of a stack, in order; used on its loop. The latest {@value #KEPT} are kept. */
final class EventLog {

    private static final int KEPT = 10_000;

    private final AirLoop loop;
    private final List<AwareEvent> events = new ArrayList<>();
    private Consumer<AwareEvent> listener = event -> { };
    private long last;

    EventLog(AirLoop loop) {
        this.loop = loop;
    }

    void add(LongFunction<AwareEvent> made) {
        if (events.size() == KEPT) {
            events.subList(0, KEPT / 2).clear();
        }
        AwareEvent event = made.apply(++last);
        events.add(event);
        listener.accept(event);
    }

    void listen(Consumer<AwareEvent> other) {
        listener = other;
    }

    long last() {
        return loop.call(() -> last);
    }

    Optional<AwareEvent> await(long after, Predicate<AwareEvent> wanted, Duration within) throws InterruptedException {
        loop.await(() -> find(after, wanted).isPresent(), within);
        return loop.call(() -> find(after, wanted));
    }

    private Optional<AwareEvent> find(long after, Predicate<AwareEvent> wanted) {
        return events.stream().filter(event -> event.number() > after).filter(wanted).findFirst();
    }
}
