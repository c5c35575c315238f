package dev.lanyard.stubs.cdc;

import dev.lanyard.stubs.usb.InEndpoint;
import dev.lanyard.wire.cdc.Notification;

/**
 * Tells the host of the link, over the interrupt endpoint: the speed before the connection (NCM 1.0 §7.1; ECM leaves
 * the order open). A notification that the host has not fetched yet is replaced by the newer one, so that the last it
 * gets is always true.
 */
final class Notifier {

    private final InEndpoint endpoint;
    private final int controlInterface;
    private final long bitRate;

    Notifier(InEndpoint endpoint, int controlInterface, long bitRate) {
        this.endpoint = endpoint;
        this.controlInterface = controlInterface;
        this.bitRate = bitRate;
    }

    /** {@code whenTold} runs once the host has fetched the last notification. */
    void link(boolean up, Runnable whenTold) {
        endpoint.dropUnsent();
        if (up) {
            send(new Notification.ConnectionSpeedChange(controlInterface, bitRate, bitRate), null);
        }
        send(Notification.NetworkConnection.of(controlInterface, up), whenTold);
    }

    void forget() {
        endpoint.dropUnsent();
    }

    private void send(Notification notification, Runnable whenSent) {
        endpoint.queue(notification.encode(), false, whenSent);
    }
}
