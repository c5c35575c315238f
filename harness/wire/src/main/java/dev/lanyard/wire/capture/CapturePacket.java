package dev.lanyard.wire.capture;

import dev.lanyard.wire.Bytes;
import java.util.List;

/**
 * A captured packet.
 *
 * @param interfaceId    index of its interface within the section
 * @param epochNanos     when, in nanoseconds since 1970; 0 where the file does not say
 * @param data           the octets kept
 * @param originalLength the octets it had
 * @param comments       remarks stored with it
 */
public record CapturePacket(int interfaceId, long epochNanos, Bytes data, long originalLength, Direction direction,
                            List<String> comments) {

    /** Bits 1..0 of epb_flags, seen from whoever captured. */
    public enum Direction { UNKNOWN, INBOUND, OUTBOUND }

    public CapturePacket {
        comments = List.copyOf(comments);
    }

    /** A whole packet. */
    public CapturePacket(int interfaceId, long epochNanos, Bytes data, Direction direction, String... comments) {
        this(interfaceId, epochNanos, data, data.length(), direction, List.of(comments));
    }
}
