package dev.lanyard.rules.air;

import dev.lanyard.wire.Bytes;

/**
 * An action frame that was sent before. What is sent again and again need not be decoded again, and not be judged
 * again by judges that look at content alone.
 *
 * @param octets the frame; only its addresses and body count
 * @param sender who sent it
 * @param clean  no judge of content found anything
 */
record Repeated(Bytes octets, AirFrame frame, Device sender, boolean clean) {

    /** The frames remembered, each in the place that its octets give: a later one takes the place of an earlier one. */
    static final class Memory {
        private static final int PLACES = 8192;
        private static final int STRIDE = 12;

        private final Repeated[] frames = new Repeated[PLACES];

        /** The frame as it was sent before; null when it is not remembered. */
        Repeated find(Bytes octets) {
            Repeated one = frames[place(octets)];
            return one != null && one.isSameAs(octets) ? one : null;
        }

        void remember(Repeated frame) {
            frames[place(frame.octets)] = frame;
        }

        private static int place(Bytes octets) {
            long hash = octets.length() + octets.u32le(ADDRESSES) * 31 + octets.u32le(12) * 17;
            for (int at = BODY; octets.has(at, 4); at += STRIDE) {
                hash = hash * 31 + octets.u32le(at);
            }
            int end = octets.length() - 4;
            hash = hash * 31 + octets.u32le(end);
            return (int) (hash ^ hash >>> 29 ^ hash >>> 47) & PLACES - 1;
        }
    }

    private static final int ADDRESSES = 4;
    private static final int SEQUENCE_CONTROL = 22;
    private static final int BODY = 24;

    /** Whether another frame has the same receiver, sender, address 3 and body. */
    boolean isSameAs(Bytes other) {
        int length = octets.length();
        return other.length() == length && octets.slice(ADDRESSES, SEQUENCE_CONTROL - ADDRESSES)
                .equals(other.slice(ADDRESSES, SEQUENCE_CONTROL - ADDRESSES))
                && octets.slice(BODY, length - BODY).equals(other.slice(BODY, length - BODY));
    }
}
