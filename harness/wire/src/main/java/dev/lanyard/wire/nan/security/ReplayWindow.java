package dev.lanyard.wire.nan.security;

/**
 * Which packet numbers were seen. With a width of 1 a number has to be greater than all before it (IEEE 802.11-2020
 * §12.5.2.4.4); a wider window takes late ones once.
 */
public final class ReplayWindow {

    /** The widest window. */
    public static final int MAX_WIDTH = 64;

    private final int width;
    private long highest;
    private long seen;

    /** @param width 1 to {@link #MAX_WIDTH} packet numbers */
    public ReplayWindow(int width) {
        if (width < 1 || width > MAX_WIDTH) {
            throw new IllegalArgumentException("a replay window is 1 to " + MAX_WIDTH + " wide, not " + width);
        }
        this.width = width;
    }

    /** Whether a frame with this number would be a repetition, or is too old to know. */
    public boolean isReplay(long packetNumber) {
        long age = highest - packetNumber;
        return packetNumber <= 0 || age >= width || age >= 0 && (seen >>> age & 1) != 0;
    }

    /** Remembers the number of a frame that was authentic. */
    public void accept(long packetNumber) {
        if (packetNumber <= 0 || highest - packetNumber >= MAX_WIDTH) {
            return;
        }
        if (packetNumber > highest) {
            long step = packetNumber - highest;
            seen = (step >= MAX_WIDTH ? 0 : seen << step) | 1;
            highest = packetNumber;
        } else {
            seen |= 1L << highest - packetNumber;
        }
    }

    /** The greatest number accepted; 0 before the first. */
    public long highest() {
        return highest;
    }
}
