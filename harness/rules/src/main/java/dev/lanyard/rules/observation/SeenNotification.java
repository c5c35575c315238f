package dev.lanyard.rules.observation;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.Notification;

/** A notification's fields as sent (CDC 1.20 §6.3). */
public record SeenNotification(int bRequest, int wValue, int wIndex, Bytes data) {

    public boolean isNetworkConnection() {
        return bRequest == Notification.NETWORK_CONNECTION;
    }

    /** NetworkConnection that says the link is up. */
    public boolean isConnected() {
        return isNetworkConnection() && wValue != 0;
    }

    public boolean isSpeedChange() {
        return bRequest == Notification.CONNECTION_SPEED_CHANGE;
    }

    /** ConnectionSpeedChange with both rates. */
    public boolean isWholeSpeedChange() {
        return isSpeedChange() && data.length() == 8;
    }

    /** The first rate of a whole ConnectionSpeedChange, in bit/s. */
    public long firstRate() {
        return data.u32le(0);
    }

    /** The second rate of a whole ConnectionSpeedChange, in bit/s. */
    public long secondRate() {
        return data.u32le(4);
    }
}
