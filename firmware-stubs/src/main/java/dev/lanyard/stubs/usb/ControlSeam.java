package dev.lanyard.stubs.usb;

import dev.lanyard.wire.Bytes;
import java.util.Optional;

/**
 * Where the control requests of a device can be interfered with, standard and class requests alike; an honest device
 * handles each as it comes.
 */
public interface ControlSeam {

    /** A host attached. */
    default void attached() {}

    /** The host let go or vanished. */
    default void detached() {}

    /** What a read of an endpoint gets that is not in use; empty: STALL, as it should be. */
    default Optional<Bytes> unusedEndpoint(int bEndpointAddress) {
        return Optional.empty();
    }

    /**
     * What to handle in place of {@code request}; empty when it was answered here, or is never to be answered.
     */
    default Optional<ControlRequest> request(ControlRequest request) {
        return Optional.of(request);
    }
}
