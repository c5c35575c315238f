package dev.lanyard.stubs.cdc;

import java.util.ArrayDeque;

/** Frames that wait for the host to read them: the function's buffer memory, with an end. */
final class FrameQueue {

    private static final int CAPACITY = 1 << 20;
    private static final int HIGH_WATER = 1 << 18;
    private static final int LOW_WATER = 1 << 16;

    private final ArrayDeque<byte[]> frames = new ArrayDeque<>();
    private int octets;

    /** False: no room, the frame is lost. */
    boolean add(byte[] frame) {
        if (octets + frame.length > CAPACITY) {
            return false;
        }
        frames.add(frame);
        octets += frame.length;
        return true;
    }

    boolean isEmpty() {
        return frames.isEmpty();
    }

    /** The oldest frame, or null. */
    byte[] first() {
        return frames.peek();
    }

    void removeFirst() {
        octets -= frames.remove().length;
    }

    void clear() {
        frames.clear();
        octets = 0;
    }

    /** So full that the host should be slowed down. */
    boolean isHigh() {
        return octets > HIGH_WATER;
    }

    boolean isLow() {
        return octets < LOW_WATER;
    }
}
