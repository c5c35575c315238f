package dev.lanyard.stubs.usbip;

import java.time.Duration;

/**
 * What a client may demand before its connection is closed.
 *
 * @param messageTime    the longest a message may take from its first octet to its last, and a new connection until its
 *                       request is complete
 * @param pendingUrbs    transfers under way at one time
 * @param pendingOctets  of OUT data and IN room of those transfers together
 */
record Limits(Duration messageTime, int pendingUrbs, long pendingOctets) {

    /** A Linux host keeps about 120 transfers of at most 64 KiB under way on a network function. */
    static final Limits DEFAULT = new Limits(Duration.ofSeconds(10), 1024, 32L << 20);
}
