package dev.lanyard.stubs.usb;

import java.util.Optional;

/**
 * Where the control requests of a device can be interfered with, standard and class requests alike; an honest device
 * handles each as it comes.
 */
public interface ControlSeam {

    /**
     * What to handle in place of {@code request}; empty when it was answered here, or is never to be answered.
     */
    default Optional<ControlRequest> request(ControlRequest request) {
        return Optional.of(request);
    }
}
