package dev.lanyard.drivers.ip;

import java.io.IOException;

/** A network operation that failed; the message says what was asked, what was seen and what came near. */
public final class IpException extends IOException {

    private static final long serialVersionUID = 1L;

    private final IpFailure failure;

    /**
     * @param asked what was attempted, as the beginning of a sentence: {@code "DHCP DISCOVER"}
     * @param seen  what was seen beyond the failure's own sentence; may be empty
     */
    public IpException(IpFailure failure, String asked, String seen) {
        super(asked + ": " + failure.sentence() + (seen.isEmpty() ? "" : " (" + seen + ")"));
        this.failure = failure;
    }

    public IpFailure failure() {
        return failure;
    }
}
