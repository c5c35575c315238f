package dev.lanyard.stubs.usb;

import dev.lanyard.stubs.loop.FirmwareLoop;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.UsbSpeed;
import java.util.List;

/**
 * The part of a device's firmware that every device has: endpoint 0, the state of chapter 9, and the way of requests to
 * endpoints. A request to an endpoint that is not in use is stalled, so that a host's mistake shows at once.
 */
public final class DeviceCore implements EmulatedDevice {

    private static final int ENDPOINTS = 32;

    private final FirmwareLoop loop;
    private final UsbSpeed speed;
    private final DescriptorSet descriptors;
    private final StandardRequestHandler standard;
    private final DeviceState state;
    private final ControlSeam seam;

    public DeviceCore(FirmwareLoop loop, UsbSpeed speed, DescriptorSet descriptors, List<UsbFunction> functions,
                      ControlSeam seam) {
        this.loop = loop;
        this.speed = speed;
        this.descriptors = descriptors;
        this.seam = seam;
        this.state = new DeviceState(functions, ENDPOINTS);
        this.standard = new StandardRequestHandler(descriptors, state);
    }

    @Override
    public UsbSpeed speed() {
        return speed;
    }

    @Override
    public Bytes deviceDescriptor() {
        return descriptors.device();
    }

    @Override
    public Bytes configurationDescriptor() {
        return descriptors.configuration();
    }

    @Override
    public void attach() {
        loop.execute(() -> {
            seam.attached();
            state.configure(0);
        });
    }

    @Override
    public void detach() {
        loop.execute(() -> {
            seam.detached();
            state.configure(0);
        });
    }

    @Override
    public void submit(Urb urb) {
        loop.execute(() -> dispatch(urb));
    }

    private void dispatch(Urb urb) {
        if (urb.isEnded()) {
            return;
        }
        if (urb.setup() != null) {
            seam.request(new ControlRequest(urb)).ifPresent(this::control);
            return;
        }
        Endpoint endpoint = state.endpoint(urb.endpointAddress());
        if (endpoint == null) {
            seam.unusedEndpoint(urb.endpointAddress()).ifPresentOrElse(urb::complete, urb::stall);
        } else {
            endpoint.submit(urb);
        }
    }

    private void control(ControlRequest request) {
        SetupPacket setup = request.setup();
        if (setup.type() == SetupPacket.Type.STANDARD) {
            standard.handle(request);
            return;
        }
        UsbFunction function = setup.recipient() == SetupPacket.Recipient.INTERFACE
                ? state.functionOf(setup.wIndex() & 0xFF) : null;
        if (function == null || !state.isConfigured()) {
            request.stall();
        } else {
            function.control(request);
        }
    }

    @Override
    public void close() {
        loop.execute(() -> state.configure(0));
        loop.close();
    }
}
