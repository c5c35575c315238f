package dev.lanyard.drivers.cdc;

import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import java.time.Duration;

/** The time by which an operation of several requests must be over. */
record Deadline(Duration allowed, long endNanos) {

    static Deadline in(Duration allowed) {
        return new Deadline(allowed, System.nanoTime() + allowed.toNanos());
    }

    /** What is left, at most {@code limit}; {@code asked} has no time left when nothing is. */
    Duration remaining(String asked, Duration limit) throws UsbException {
        Duration left = Duration.ofNanos(endNanos - System.nanoTime());
        if (left.isNegative() || left.isZero()) {
            throw new UsbException(UsbError.TIMEOUT, asked, "the whole operation was given " + allowed.toMillis()
                    + " ms");
        }
        return left.compareTo(limit) < 0 ? left : limit;
    }

    Duration remaining(String asked) throws UsbException {
        return remaining(asked, allowed);
    }
}
