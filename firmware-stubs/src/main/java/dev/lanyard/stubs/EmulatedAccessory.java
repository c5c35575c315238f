package dev.lanyard.stubs;

import dev.lanyard.stubs.cdc.EcmFunction;
import dev.lanyard.stubs.cdc.EthernetFunction;
import dev.lanyard.stubs.cdc.FrameCarrier;
import dev.lanyard.stubs.cdc.FunctionSettings;
import dev.lanyard.stubs.cdc.NcmFunction;
import dev.lanyard.stubs.fault.Defect;
import dev.lanyard.stubs.loop.FirmwareLoop;
import dev.lanyard.stubs.net.DeviceNetwork;
import dev.lanyard.stubs.usb.DescriptorSet;
import dev.lanyard.stubs.usb.DeviceCore;
import dev.lanyard.stubs.usb.EmulatedDevice;
import dev.lanyard.stubs.usb.Urb;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import dev.lanyard.wire.usb.UsbSpeed;
import java.time.Duration;
import java.util.List;

/**
 * An emulated network accessory at high speed: a USB device with one ECM or NCM function, and the small network behind
 * it. It takes no thread of its own. The link is up from the start, because its network answers from the start.
 */
public final class EmulatedAccessory implements EmulatedDevice {

    private static final UsbSpeed SPEED = UsbSpeed.HIGH;
    private static final UsbSpeed OTHER_SPEED = UsbSpeed.FULL;

    private final FirmwareLoop loop;
    private final DeviceNetwork network;
    private final EthernetFunction function;
    private final DeviceCore core;

    /** One without defects. */
    public EmulatedAccessory(Model model, AccessoryIdentity identity) {
        this(model, identity, Defect.NONE);
    }

    /** One that does wrong what {@code defect} says; the defect may keep state and is this accessory's alone. */
    public EmulatedAccessory(Model model, AccessoryIdentity honest, Defect defect) {
        AccessoryIdentity identity = honest.withHostAddress(defect.hostAddress(honest.hostAddress()));
        loop = new FirmwareLoop(identity.serialNumber());
        network = new DeviceNetwork(defect.network(identity.network()), loop);
        FunctionSettings settings = settings(identity, SPEED);
        FunctionSettings other = settings(identity, OTHER_SPEED);
        FrameCarrier carrier = new NetworkCarrier(network, defect);
        DescriptorSet descriptors;
        if (model == Model.ECM) {
            function = EcmFunction.create(loop, settings, carrier, defect);
            descriptors = AccessoryDescriptors.of(identity, EcmFunction.descriptors(settings),
                    EcmFunction.descriptors(other), AccessoryDescriptors.plainBos());
        } else {
            function = NcmFunction.create(loop, settings, carrier, defect);
            descriptors = AccessoryDescriptors.of(identity, NcmFunction.descriptors(settings),
                    NcmFunction.descriptors(other),
                    AccessoryDescriptors.bosWith(WindowsDriverChoice.ANNOUNCEMENT));
        }
        network.connect(frame -> defect.framesToHost(frame).forEach(made -> send(made, defect.hold(made))));
        core = new DeviceCore(loop, SPEED, defect.descriptors(descriptors), List.of(function),
                model == Model.NCM ? new WindowsDriverChoice(defect) : defect);
    }

    private void send(byte[] frame, Duration hold) {
        if (hold.isZero()) {
            function.send(frame);
        } else {
            loop.after(hold, () -> function.send(frame));
        }
    }

    private static FunctionSettings settings(AccessoryIdentity identity, UsbSpeed speed) {
        return new FunctionSettings(speed, identity.hostAddress(), AccessoryDescriptors.HOST_ADDRESS, 0,
                AccessoryDescriptors.FUNCTION);
    }

    /** The accessory's network says goodbye before it goes. */
    @Override
    public void setLink(boolean up) {
        loop.execute(() -> {
            if (!up) {
                network.leave();
            }
            function.setLink(up);
        });
    }

    @Override
    public UsbSpeed speed() {
        return core.speed();
    }

    @Override
    public Bytes deviceDescriptor() {
        return core.deviceDescriptor();
    }

    @Override
    public Bytes configurationDescriptor() {
        return core.configurationDescriptor();
    }

    @Override
    public void attach() {
        core.attach();
    }

    @Override
    public void detach() {
        core.detach();
    }

    @Override
    public void submit(Urb urb) {
        core.submit(urb);
    }

    @Override
    public void close() {
        core.close();
    }

    /** Joins function and network. */
    private record NetworkCarrier(DeviceNetwork network, Defect defect) implements FrameCarrier {

        @Override
        public void frame(byte[] frame) {
            defect.frameFromHost(frame).ifPresent(network::receive);
        }

        @Override
        public void connected() {
            network.linkUp();
        }

        @Override
        public void disconnected() {
            network.linkDown();
        }
    }
}
