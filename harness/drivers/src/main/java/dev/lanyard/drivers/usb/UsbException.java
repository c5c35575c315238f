package dev.lanyard.drivers.usb;

import java.io.IOException;

/** A USB operation that failed; the message says what was asked, of whom, and what was seen. */
public final class UsbException extends IOException {

    private static final long serialVersionUID = 1L;

    private final UsbError error;

    /**
     * @param asked what was attempted, as the beginning of a sentence: {@code "GET_DESCRIPTOR of usbip-vudc.0"}
     * @param detail what was seen beyond the error's own sentence; may be empty
     */
    public UsbException(UsbError error, String asked, String detail) {
        super(asked + ": " + error.sentence() + (detail.isEmpty() ? "" : " (" + detail + ")"));
        this.error = error;
    }

    public UsbException(UsbError error, String asked, Throwable cause) {
        this(error, asked, cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
        initCause(cause);
    }

    public UsbError error() {
        return error;
    }
}
