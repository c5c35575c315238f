package dev.lanyard.drivers.link;

import dev.lanyard.wire.net.MacAddress;
import java.io.IOException;

/**
 * A path for Ethernet frames: over ECM, NCM, a kernel interface or a Wi-Fi Aware data path. Frames are without FCS,
 * destination address first.
 */
public interface Link extends AutoCloseable {

    /** The address of the harness' end: for CDC links the one iMACAddress names. */
    MacAddress macAddress();

    /** The largest IP packet in octets (1500 for a wMaxSegmentSize of 1514). */
    int mtu();

    /** Whether the accessory says that the link is up. */
    boolean isUp();

    /** Queues a frame for sending; the array is not used after return. May block while the accessory takes nothing, up to the driver's bound. */
    void send(byte[] frame, int offset, int length) throws IOException, InterruptedException;

    default void send(byte[] frame) throws IOException, InterruptedException {
        send(frame, 0, frame.length);
    }

    /** Sends now what {@link #send} still holds back for aggregation. */
    void flush() throws IOException, InterruptedException;

    /** Sets who is told of frames and changes; replaces any listener before. */
    void listen(Listener listener);

    @Override
    void close();

    /** Called on threads of the driver's own, one call at a time, in order; must be quick and must not block. */
    interface Listener {

        /** A frame came in: {@code length} octets of {@code buffer} from {@code offset}, valid only during the call. */
        void frame(byte[] buffer, int offset, int length);

        /** The link rose or fell. */
        default void linkState(boolean up) {}

        /** No more frames will come: the reason. Not called when the harness itself closes the link. */
        default void detached(String reason) {}
    }
}
