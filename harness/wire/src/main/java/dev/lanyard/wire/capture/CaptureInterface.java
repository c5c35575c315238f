package dev.lanyard.wire.capture;

/**
 * Something packets were captured on (Interface Description Block).
 *
 * @param linkType   see {@link LinkType}
 * @param snapLength the most octets kept of a packet; 0 = all
 * @param name       if_name; empty where there is none
 * @param fcsLength  octets of frame check sequence that end each packet, where the file says so; else 0
 */
public record CaptureInterface(int linkType, int snapLength, String name, int fcsLength) {

    /** An interface that keeps whole packets without frame check sequence. */
    public CaptureInterface(int linkType, String name) {
        this(linkType, 0, name);
    }

    /** An interface whose packets have no frame check sequence. */
    public CaptureInterface(int linkType, int snapLength, String name) {
        this(linkType, snapLength, name, 0);
    }
}
