package dev.lanyard.stubs.usb;

import static dev.lanyard.wire.usb.StandardRequests.CLEAR_FEATURE;
import static dev.lanyard.wire.usb.StandardRequests.ENDPOINT_HALT;
import static dev.lanyard.wire.usb.StandardRequests.GET_CONFIGURATION;
import static dev.lanyard.wire.usb.StandardRequests.GET_DESCRIPTOR;
import static dev.lanyard.wire.usb.StandardRequests.GET_INTERFACE;
import static dev.lanyard.wire.usb.StandardRequests.GET_STATUS;
import static dev.lanyard.wire.usb.StandardRequests.SET_ADDRESS;
import static dev.lanyard.wire.usb.StandardRequests.SET_CONFIGURATION;
import static dev.lanyard.wire.usb.StandardRequests.SET_FEATURE;
import static dev.lanyard.wire.usb.StandardRequests.SET_INTERFACE;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.SetupPacket;
import java.util.Optional;

/** The standard requests on endpoint 0 (USB 2.0 §9.4); everything else is stalled. */
final class StandardRequestHandler {

    private static final int CONFIGURATION_ATTRIBUTES = 7;
    private static final int SELF_POWERED = 0x40;

    private final DescriptorSet descriptors;
    private final DeviceState state;

    StandardRequestHandler(DescriptorSet descriptors, DeviceState state) {
        this.descriptors = descriptors;
        this.state = state;
    }

    void handle(ControlRequest request) {
        SetupPacket setup = request.setup();
        switch (setup.recipient()) {
            case DEVICE -> device(request, setup);
            case INTERFACE -> usbInterface(request, setup);
            case ENDPOINT -> endpoint(request, setup);
            case OTHER, RESERVED -> request.stall();
        }
    }

    private void device(ControlRequest request, SetupPacket setup) {
        if (setup.isDeviceToHost()) {
            switch (setup.bRequest()) {
                case GET_DESCRIPTOR -> reply(request,
                        descriptors.find(setup.wValue() >> 8, setup.wValue() & 0xFF, setup.wIndex()));
                case GET_CONFIGURATION -> request.reply(Bytes.of(state.configuration()));
                case GET_STATUS -> request.reply(status(isSelfPowered() ? 1 : 0));
                default -> request.stall();
            }
        } else {
            switch (setup.bRequest()) {
                case SET_CONFIGURATION -> end(request, state.configure(setup.wValue()));
                // The host's controller, or a USB/IP client, has given the address already.
                case SET_ADDRESS -> request.accept();
                default -> request.stall();
            }
        }
    }

    private void usbInterface(ControlRequest request, SetupPacket setup) {
        int alternate = state.alternate(setup.wIndex());
        if (alternate < 0) {
            request.stall();
        } else if (setup.isDeviceToHost()) {
            switch (setup.bRequest()) {
                case GET_INTERFACE -> request.reply(Bytes.of(alternate));
                case GET_STATUS -> request.reply(status(0));
                default -> request.stall();
            }
        } else if (setup.bRequest() == SET_INTERFACE) {
            selectAlternate(request, setup.wIndex(), setup.wValue());
        } else {
            request.stall();
        }
    }

    /** The status stage comes before anything that the function does in its new alternate. */
    private void selectAlternate(ControlRequest request, int bInterfaceNumber, int bAlternateSetting) {
        boolean selected = state.select(bInterfaceNumber, bAlternateSetting);
        end(request, selected);
        if (selected) {
            state.functionOf(bInterfaceNumber).alternateSelected(bInterfaceNumber, bAlternateSetting);
        }
    }

    private void endpoint(ControlRequest request, SetupPacket setup) {
        boolean zero = (setup.wIndex() & 0x7F) == 0;
        Endpoint endpoint = state.endpoint(setup.wIndex());
        if (!zero && endpoint == null) {
            request.stall();
        } else if (setup.isDeviceToHost() && setup.bRequest() == GET_STATUS) {
            request.reply(status(!zero && endpoint.isHalted() ? 1 : 0));
        } else if (setup.wValue() != ENDPOINT_HALT || setup.isDeviceToHost()) {
            request.stall();
        } else if (setup.bRequest() == SET_FEATURE) {
            if (!zero) {
                endpoint.halt();
            }
            request.accept();
        } else if (setup.bRequest() == CLEAR_FEATURE) {
            if (!zero) {
                endpoint.clearHalt();
            }
            request.accept();
        } else {
            request.stall();
        }
    }

    private boolean isSelfPowered() {
        Bytes configuration = descriptors.configuration();
        return configuration.has(CONFIGURATION_ATTRIBUTES, 1)
                && (configuration.u8(CONFIGURATION_ATTRIBUTES) & SELF_POWERED) != 0;
    }

    private static Bytes status(int bits) {
        return Bytes.of(bits, 0);
    }

    private static void reply(ControlRequest request, Optional<Bytes> answer) {
        answer.ifPresentOrElse(request::reply, request::stall);
    }

    private static void end(ControlRequest request, boolean done) {
        if (done) {
            request.accept();
        } else {
            request.stall();
        }
    }
}
