package dev.lanyard.drivers.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.evidence.MonotonicClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DispatcherTest {

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final SetClock clock = new SetClock();
    private final Dispatcher dispatcher = new Dispatcher(clock, "test", new Dispatcher.Sink() {
        @Override
        public void frame(Dispatcher.Inbound inbound) {
            throw new AssertionError("frame of " + inbound.frame().length);
        }

        @Override
        public void failed(Throwable failure) {
            failures.add(failure);
        }
    });

    @AfterEach
    void close() {
        dispatcher.close();
    }

    @Test
    void workGoesOnAfterFailuresOfAnyKind() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        dispatcher.start();
        dispatcher.later(Duration.ZERO, () -> {
            throw new NoClassDefFoundError("missing");
        });
        dispatcher.later(Duration.ZERO, () -> {
            throw new IllegalStateException("broken");
        });
        assertTrue(dispatcher.offer(new Dispatcher.Inbound(0, new byte[3])));
        Awaitility.await().until(() -> failures.size() == 3);
        dispatcher.later(Duration.ofMillis(20), done::countDown);
        clock.set(Duration.ofMillis(20));
        assertTrue(done.await(20, TimeUnit.SECONDS));
        assertEquals(List.of("missing", "broken", "frame of 3"),
                failures.stream().map(Throwable::getMessage).toList());
    }

    @Test
    void laterWorkIsDoneInTheOrderOfItsTime() throws InterruptedException {
        List<Integer> order = new CopyOnWriteArrayList<>();
        CountDownLatch done = new CountDownLatch(3);
        for (int delay : new int[] {60, 0, 30}) {
            dispatcher.later(Duration.ofMillis(delay), () -> {
                order.add(delay);
                done.countDown();
            });
        }
        dispatcher.start();
        clock.set(Duration.ofMillis(60));
        assertTrue(done.await(20, TimeUnit.SECONDS));
        assertEquals(List.of(0, 30, 60), order);
    }

    @Test
    void closedDispatcherTakesNothing() {
        dispatcher.start();
        dispatcher.close();
        assertFalse(dispatcher.offer(new Dispatcher.Inbound(0, new byte[1])));
    }

    /** Time that only the test moves: however slow the machine is, what was given a delay of 60 ms after 30 is later. */
    private static final class SetClock implements MonotonicClock {
        private volatile long now;

        void set(Duration time) {
            now = time.toNanos();
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
            throw new UnsupportedOperationException("nobody sleeps here");
        }
    }
}
