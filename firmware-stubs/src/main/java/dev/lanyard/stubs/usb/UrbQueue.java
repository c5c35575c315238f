package dev.lanyard.stubs.usb;

import java.util.ArrayDeque;

/** The pending requests of one endpoint, first in, first out; withdrawn ones vanish. */
final class UrbQueue {

    private static final int SWEEP_ABOVE = 64;

    private final ArrayDeque<Urb> pending = new ArrayDeque<>();

    void add(Urb urb) {
        if (pending.size() >= SWEEP_ABOVE) {
            pending.removeIf(Urb::isEnded);
        }
        pending.add(urb);
    }

    /** The first that is not withdrawn, or null. */
    Urb first() {
        Urb urb = pending.peek();
        while (urb != null && urb.isEnded()) {
            pending.remove();
            urb = pending.peek();
        }
        return urb;
    }

    void removeFirst() {
        pending.remove();
    }

    void stallAll() {
        for (Urb urb = pending.poll(); urb != null; urb = pending.poll()) {
            urb.stall();
        }
    }
}
