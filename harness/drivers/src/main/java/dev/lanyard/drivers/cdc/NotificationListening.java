package dev.lanyard.drivers.cdc;

import java.util.function.Supplier;

/** Reading of the notification endpoint, which can be stopped and begun again. */
final class NotificationListening {

    private final Supplier<InPump> pumps;
    private InPump pump;

    /** @param pumps makes a reader that has not started */
    NotificationListening(Supplier<InPump> pumps) {
        this.pumps = pumps;
    }

    /** Without effect while it reads. */
    synchronized void start() {
        if (pump == null) {
            pump = pumps.get();
            pump.start();
        }
    }

    /** Returns when nothing is pending on the endpoint any more. */
    synchronized void stop() {
        if (pump != null) {
            pump.stop();
            pump = null;
        }
    }
}
