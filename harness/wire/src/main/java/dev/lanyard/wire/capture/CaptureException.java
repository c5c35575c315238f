package dev.lanyard.wire.capture;

import java.io.IOException;

/** A capture cannot be read further. What was read before it is good. */
public final class CaptureException extends IOException {

    private final long offset;
    private final long packetsRead;

    CaptureException(String what, long offset, long packetsRead) {
        super("%s, at octet %d of the capture, after %d packets".formatted(what, offset, packetsRead));
        this.offset = offset;
        this.packetsRead = packetsRead;
    }

    /** Where the block that cannot be read, or the faulty field in it, begins. */
    public long offset() {
        return offset;
    }

    /** How many packets were read before. */
    public long packetsRead() {
        return packetsRead;
    }
}
