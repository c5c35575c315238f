package dev.lanyard.wire.dhcp;

import java.util.Optional;

/** The values of option 53 (RFC 2132 §9.6), in the order of their codes. */
public enum DhcpMessageType {
    DISCOVER, OFFER, REQUEST, DECLINE, ACK, NAK, RELEASE, INFORM;

    /** 1..8. */
    public int code() {
        return ordinal() + 1;
    }

    public static Optional<DhcpMessageType> ofCode(int code) {
        return code >= 1 && code <= values().length ? Optional.of(values()[code - 1]) : Optional.empty();
    }
}
