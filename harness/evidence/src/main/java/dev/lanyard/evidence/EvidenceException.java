package dev.lanyard.evidence;

import java.io.IOException;

/** Stored evidence that cannot be read; the message names the file, the line and the column. */
public final class EvidenceException extends IOException {

    private static final long serialVersionUID = 1L;

    public EvidenceException(String message) {
        super(message);
    }

    public EvidenceException(String message, Throwable cause) {
        super(message, cause);
    }
}
