package dev.lanyard.runner.step.power;

import dev.lanyard.drivers.accessory.Accessory;
import java.time.Duration;

/** Waits for an accessory to come and to go. */
public final class Presence {

    private static final Duration OPEN = Duration.ofSeconds(2);
    private static final Duration AGAIN = Duration.ofMillis(100);

    private Presence() {}

    /** Waits for it to come, or to go; false when {@code within} has passed. */
    public static boolean await(Accessory accessory, boolean there, Duration within) throws InterruptedException {
        long end = System.nanoTime() + within.toNanos();
        while (accessory.isThere(OPEN) != there) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.sleep(AGAIN);
        }
        return true;
    }
}
