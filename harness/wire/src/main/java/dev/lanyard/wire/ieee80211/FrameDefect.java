package dev.lanyard.wire.ieee80211;

/**
 * Something wrong with the form of a frame.
 *
 * @param offset  where, in octets from the start of the 802.11 header
 * @param code    what kind
 * @param message one sentence with the values seen
 */
public record FrameDefect(int offset, Code code, String message) {

    /** Kinds of defect. */
    public enum Code {
        /** What is there is less than the header of a frame, element or attribute. */
        SHORT,
        /** A length reaches past the end of what contains it. */
        OVERRUN,
        /** An element or attribute does not have the layout of its kind: too short, or its lengths contradict. */
        LAYOUT,
        /** Octets follow what the layout defines; a receiver passes over them. */
        TRAILING,
        /** A Fragment element that continues nothing (§10.28.11). */
        FRAGMENT,
        /** The frame check sequence does not match: the frame was damaged on its way. */
        FCS
    }

    /** {@code at 30: attribute 0x2c …}. */
    @Override
    public String toString() {
        return "at " + offset + ": " + message + " (" + code + ")";
    }
}
