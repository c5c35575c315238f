package dev.lanyard.runner.step.usb;

import dev.lanyard.evidence.Event;

/** The notifications of ECM and NCM functions (CDC 1.20 table 20, unchecked). */
public enum NotificationType {
    /** The link is up (wValue 1) or down (0). */
    NETWORK_CONNECTION(0x00),
    /** An answer to an encapsulated command is ready. */
    RESPONSE_AVAILABLE(0x01),
    /** The two rates of the link in bit/s. */
    CONNECTION_SPEED_CHANGE(0x2A);

    private final int code;

    NotificationType(int code) {
        this.code = code;
    }

    boolean is(Event.Notification notification) {
        return notification.bRequest() == code;
    }
}
