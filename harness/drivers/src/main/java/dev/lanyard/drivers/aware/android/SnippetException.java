package dev.lanyard.drivers.aware.android;

import java.io.IOException;

/** An error that the snippet on the phone reports. */
public final class SnippetException extends IOException {

    private static final long serialVersionUID = 1L;

    SnippetException(String message) {
        super(message);
    }
}
