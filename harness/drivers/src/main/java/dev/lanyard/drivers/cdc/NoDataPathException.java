package dev.lanyard.drivers.cdc;

import java.io.IOException;

/** Nothing can be sent, because the harness has not selected the alternate setting that carries data. */
public final class NoDataPathException extends IOException {

    private static final long serialVersionUID = 1L;

    NoDataPathException(String message) {
        super(message);
    }
}
