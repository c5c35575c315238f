package dev.lanyard.stubs.fault;

import dev.lanyard.stubs.usb.ControlRequest;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.StandardRequests;
import java.util.Optional;

/** A defect that knows how often its accessory was attached, and what is selected. Belongs to one accessory. */
abstract class StatefulDefect implements Defect {

    /** The data interface of the emulated accessories. */
    private static final int DATA_INTERFACE = 1;

    private int attaches;
    private int configuration;
    private int alternate;
    private boolean silent;

    final int attaches() {
        return attaches;
    }

    final int configuration() {
        return configuration;
    }

    /** Whether the data path is open. */
    final boolean isOpen() {
        return alternate != 0;
    }

    /** From now on no frame passes, either way. */
    final void fallSilent() {
        silent = true;
    }

    /** What to do with a request before the selections are updated; as {@link Defect#request}. */
    Optional<ControlRequest> handle(ControlRequest request) {
        return Optional.of(request);
    }

    @Override
    public void attached() {
        attaches++;
        configuration = 0;
        alternate = 0;
    }

    @Override
    public final Optional<ControlRequest> request(ControlRequest request) {
        SetupPacket setup = request.setup();
        Optional<ControlRequest> left = handle(request);
        if (left.isPresent() && isConfiguration(setup)) {
            configuration = setup.wValue();
            alternate = 0;
        } else if (left.isPresent() && isSelection(setup) && setup.wValue() <= 1) {
            alternate = setup.wValue();
        }
        return left;
    }

    static boolean isConfiguration(SetupPacket setup) {
        return setup.bmRequestType() == StandardRequests.TO_DEVICE
                && setup.bRequest() == StandardRequests.SET_CONFIGURATION;
    }

    static boolean isSelection(SetupPacket setup) {
        return setup.bmRequestType() == StandardRequests.TO_INTERFACE
                && setup.bRequest() == StandardRequests.SET_INTERFACE && setup.wIndex() == DATA_INTERFACE;
    }

    @Override
    public Optional<byte[]> frameToHost(byte[] frame) {
        return silent ? Optional.empty() : Optional.of(frame);
    }

    @Override
    public Optional<byte[]> frameFromHost(byte[] frame) {
        return silent ? Optional.empty() : Optional.of(frame);
    }

    @Override
    public Optional<Bytes> fromHost(Bytes transfer) {
        return silent ? Optional.empty() : Optional.of(transfer);
    }
}
