package dev.lanyard.stubs.cdc;

import dev.lanyard.stubs.usb.InEndpoint;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.Notification;
import java.util.List;

/**
 * Tells the host of the link, over the interrupt endpoint: the speed before the connection (NCM 1.0 §7.1; ECM leaves
 * the order open). A notification that the host has not fetched yet is replaced by the newer one, so that the last it
 * gets is always true.
 */
final class Notifier {

    private final InEndpoint endpoint;
    private final int controlInterface;
    private final long bitRate;
    private final FunctionSeam seam;

    Notifier(InEndpoint endpoint, int controlInterface, long bitRate, FunctionSeam seam) {
        this.endpoint = endpoint;
        this.controlInterface = controlInterface;
        this.bitRate = bitRate;
        this.seam = seam;
    }

    /** {@code whenTold} runs once the host has fetched the last notification. */
    void link(boolean up, Runnable whenTold) {
        endpoint.dropUnsent();
        Bytes connection = Notification.NetworkConnection.of(controlInterface, up).encode();
        List<Bytes> sent = seam.notifications(up, !up ? List.of(connection) : List.of(
                new Notification.ConnectionSpeedChange(controlInterface, bitRate, bitRate).encode(), connection));
        for (int i = 0; i < sent.size(); i++) {
            endpoint.queue(sent.get(i), false, i == sent.size() - 1 ? whenTold : null);
        }
    }

    void forget() {
        endpoint.dropUnsent();
    }
}
