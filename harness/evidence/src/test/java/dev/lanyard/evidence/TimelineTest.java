package dev.lanyard.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TimelineTest {

    private static final Event UP = new Event.LinkState(true, "test");
    private static final Event DOWN = new Event.LinkState(false, "test");

    private final FakeClock clock = new FakeClock();
    private final FakeRecorder recorder = new FakeRecorder(clock);
    private final Timeline timeline = new Timeline(recorder);

    @Test
    void keepsSmallEventsOnly() {
        recorder.record("link", UP);
        recorder.record("link", new Event.Frame(true, Bytes.EMPTY));
        recorder.record("link", DOWN);
        assertEquals(List.of(1L, 3L), timeline.since(1).stream().map(Recorded::sequence).toList());
        assertEquals(List.of(3L), timeline.since(2).stream().map(Recorded::sequence).toList());
        assertEquals(List.of(), timeline.since(4));
        assertEquals(3, timeline.lastSequence());
    }

    @Test
    void anEventThatIsThereIsFoundAtOnce() throws InterruptedException {
        recorder.record("link", UP);
        recorder.record("link", DOWN);
        recorder.record("link", UP);
        assertEquals(1, timeline.await(1, r -> r.event() == UP, Duration.ZERO).orElseThrow().sequence());
        assertEquals(3, timeline.await(2, r -> r.event() == UP, Duration.ZERO).orElseThrow().sequence());
    }

    @Test
    void aWaitEndsWhenItsTimeHasPassedOnTheRecordersClock() throws InterruptedException {
        assertEquals(Optional.empty(), timeline.await(1, r -> true, Duration.ofHours(1)));
        assertEquals(Duration.ofHours(1).toNanos(), clock.nanos());
    }

    @Test
    void aWaitOnSimulatedTimeSeesWhatHappensMeanwhile() throws InterruptedException {
        clock.atNanos(5_000_000, () -> recorder.record("link", UP));
        assertEquals(5_000_000, timeline.await(1, r -> r.event() == UP, Duration.ofSeconds(1)).orElseThrow().nanos());
    }

    @Test
    void aWaitOnRealTimeIsWokenByTheEvent() {
        FakeRecorder real = new FakeRecorder(MonotonicClock.system());
        try (Timeline waiting = new Timeline(real)) {
            CompletableFuture<Optional<Recorded>> found = CompletableFuture.supplyAsync(() -> {
                try {
                    return waiting.await(1, r -> r.event() == UP, Duration.ofSeconds(20));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }, task -> Thread.ofVirtual().start(task));
            real.record("link", DOWN);
            real.record("link", UP);
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(found::isDone);
            assertEquals(2, found.join().orElseThrow().sequence());
        }
    }

    @Test
    void askingForForgottenEventsIsAnErrorAndNotAnEmptyAnswer() {
        Timeline small = new Timeline(recorder, 2);
        for (int i = 0; i < 3; i++) {
            recorder.record("link", UP);
        }
        assertEquals(2, small.since(2).size());
        var error = assertThrows(IllegalStateException.class, () -> small.since(1));
        assertTrue(error.getMessage().contains("only the latest 2 are kept"), error.getMessage());
        assertThrows(IllegalStateException.class, () -> small.await(1, r -> true, Duration.ZERO));
    }

    @Test
    void aClosedTimelineSeesNothingMore() {
        recorder.record("link", UP);
        timeline.close();
        recorder.record("link", UP);
        assertEquals(1, timeline.since(1).size());
    }

    /** Keeps nothing, numbers and tells. */
    private static final class FakeRecorder implements Recorder {
        private final MonotonicClock clock;
        private final List<Consumer<Recorded>> observers = new ArrayList<>();
        private long sequence;

        FakeRecorder(MonotonicClock clock) {
            this.clock = clock;
        }

        @Override
        public long nanos() {
            return clock.nanos();
        }

        @Override
        public MonotonicClock clock() {
            return clock;
        }

        @Override
        public synchronized long record(long nanos, String source, Event event) {
            Recorded recorded = new Recorded(++sequence, nanos, source, event);
            observers.forEach(o -> o.accept(recorded));
            return sequence;
        }

        @Override
        public synchronized Subscription observe(Consumer<Recorded> observer) {
            observers.add(observer);
            return () -> observers.remove(observer);
        }
    }

    /** Time that only sleeping moves. */
    private static final class FakeClock implements MonotonicClock {
        private long now;
        private long at = Long.MAX_VALUE;
        private Runnable action;

        void atNanos(long nanos, Runnable then) {
            at = nanos;
            action = then;
        }

        @Override
        public long nanos() {
            return now;
        }

        @Override
        public Instant wallTime() {
            return Instant.EPOCH.plusNanos(now);
        }

        @Override
        public void sleep(Duration duration) {
            now += duration.toNanos();
            if (now >= at) {
                at = Long.MAX_VALUE;
                action.run();
            }
        }
    }
}
