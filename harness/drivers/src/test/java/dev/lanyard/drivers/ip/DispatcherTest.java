package dev.lanyard.drivers.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.evidence.MonotonicClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DispatcherTest {

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final Dispatcher dispatcher = new Dispatcher(MonotonicClock.system(), "test", new Dispatcher.Sink() {
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
        dispatcher.later(Duration.ofMillis(20), done::countDown);
        assertTrue(done.await(5, TimeUnit.SECONDS));
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
        assertTrue(done.await(5, TimeUnit.SECONDS));
        assertEquals(List.of(0, 30, 60), order);
    }

    @Test
    void closedDispatcherTakesNothing() {
        dispatcher.start();
        dispatcher.close();
        assertFalse(dispatcher.offer(new Dispatcher.Inbound(0, new byte[1])));
    }
}
