package dev.lanyard.wire.usb;

/**
 * Something wrong with what a device sent as descriptors.
 *
 * @param offset  where, in octets from the start of what was received
 * @param code    what kind
 * @param message one sentence with the values seen
 */
public record DescriptorDefect(int offset, Code code, String message) {

    /** Kinds of defect; sources are USB 2.0 §9.5 and §9.6 unless said otherwise. */
    public enum Code {
        /** bLength is 0 or 1: the walk cannot go on, the rest is kept as one unknown descriptor. */
        LENGTH_IMPOSSIBLE,
        /** bLength reaches past the end of what was received. */
        OVERRUN,
        /** Shorter than its type defines; kept as an unknown descriptor. */
        SHORT_FOR_TYPE,
        /** Longer than its type defines; a host ignores the rest. */
        LONG_FOR_TYPE,
        /** Not of the type that was asked for. */
        WRONG_TYPE,
        /** wTotalLength is not what was received. */
        TOTAL_LENGTH,
        /** What was received does not begin with the descriptor that heads it. */
        HEAD_MISSING,
        /** A count (bNumInterfaces, bNumEndpoints, bNumDeviceCaps) is not what follows. */
        COUNT,
        /** A descriptor stands where nothing precedes that it could belong to. */
        MISPLACED,
        /** The same alternate setting or endpoint address twice. */
        DUPLICATE,
        /** Alternate settings or interface numbers do not count up from 0. */
        NUMBERING,
        /** A string descriptor of odd length. */
        ODD_LENGTH,
        /** A class-specific descriptor is missing (CDC 1.20 §5.2.3, unchecked). */
        MISSING,
        /** A reference to an interface or string that does not exist. */
        DANGLING,
        /** A field has a value that its specification excludes. */
        VALUE
    }

    /** {@code at 18: bLength is 0 …}. */
    @Override
    public String toString() {
        return "at " + offset + ": " + message + " (" + code + ")";
    }
}
