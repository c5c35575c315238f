package dev.lanyard.wire.capture;

/**
 * Something packets were captured on (Interface Description Block).
 *
 * @param linkType   see {@link LinkType}
 * @param snapLength the most octets kept of a packet; 0 = all
 * @param name       if_name; empty where there is none
 */
public record CaptureInterface(int linkType, int snapLength, String name) {

    /** An interface that keeps whole packets. */
    public CaptureInterface(int linkType, String name) {
        this(linkType, 0, name);
    }
}
