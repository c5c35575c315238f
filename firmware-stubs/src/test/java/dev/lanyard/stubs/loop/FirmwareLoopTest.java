package dev.lanyard.stubs.loop;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FirmwareLoopTest {

    private final FirmwareLoop loop = new FirmwareLoop("test");

    @Test
    void runsAtOnceWhenIdle() {
        AtomicBoolean ran = new AtomicBoolean();
        loop.execute(() -> ran.set(true));
        assertEquals(true, ran.get());
    }

    @Test
    void runsWhatATaskHandsInAfterThatTask() {
        List<String> order = new ArrayList<>();
        loop.execute(() -> {
            loop.execute(() -> order.add("inner"));
            order.add("outer");
        });
        assertEquals(List.of("outer", "inner"), order);
    }

    @Test
    @Timeout(60)
    void neverRunsTwoTasksAtATime() throws InterruptedException {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        int[] unguarded = {0};
        CountDownLatch done = new CountDownLatch(4);
        for (int t = 0; t < 4; t++) {
            Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 5000; i++) {
                    loop.execute(() -> {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        unguarded[0]++;
                        inside.decrementAndGet();
                    });
                }
                done.countDown();
            });
        }
        done.await();
        loop.execute(() -> { });
        await().atMost(Duration.ofSeconds(20)).until(() -> unguarded[0] == 20_000);
        assertEquals(1, most.get());
    }

    @Test
    void goesOnAfterATaskFailed() {
        AtomicBoolean ran = new AtomicBoolean();
        loop.execute(() -> {
            throw new IllegalStateException("thrown on purpose by a test");
        });
        loop.execute(() -> ran.set(true));
        assertEquals(true, ran.get());
    }

    @Test
    void firesTimersAndForgetsCancelledOnes() {
        AtomicBoolean fired = new AtomicBoolean();
        AtomicBoolean cancelledFired = new AtomicBoolean();
        loop.after(Duration.ofMillis(300), () -> cancelledFired.set(true)).cancel();
        loop.after(Duration.ofMillis(350), () -> fired.set(true));
        await().atMost(Duration.ofSeconds(20)).untilTrue(fired);
        assertFalse(cancelledFired.get());
    }

    @Test
    void runsNothingOnceClosed() {
        AtomicBoolean ran = new AtomicBoolean();
        loop.close();
        loop.execute(() -> ran.set(true));
        assertFalse(ran.get());
    }
}
