package dev.lanyard.drivers.ip;

import dev.lanyard.wire.Bytes;
import java.util.Arrays;

/** The open taps of a host; costs a look at an empty array for each frame while there is none. */
final class Taps {

    private volatile FrameTap[] open = {};

    synchronized void add(FrameTap tap) {
        FrameTap[] next = Arrays.copyOf(open, open.length + 1);
        next[open.length] = tap;
        open = next;
    }

    synchronized void remove(FrameTap tap) {
        open = Arrays.stream(open).filter(other -> other != tap).toArray(FrameTap[]::new);
    }

    /** On the link driver's thread. */
    void frame(long nanos, byte[] buffer, int offset, int length) {
        FrameTap[] taps = open;
        if (taps.length > 0) {
            Bytes frame = Bytes.copyOf(buffer, offset, length);
            for (FrameTap tap : taps) {
                tap.offer(nanos, frame);
            }
        }
    }
}
