package dev.lanyard.stubs;

import dev.lanyard.drivers.accessory.Accessory;
import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.drivers.usbip.UsbIpHost;
import dev.lanyard.stubs.usb.EmulatedDevice;
import dev.lanyard.stubs.usbip.UsbIpServer;
import java.io.IOException;
import java.time.Duration;

/** An emulated device reached over USB/IP inside this process, by the same way as one behind a network. */
final class InProcessAccessory implements Accessory {

    private static final String BUS_ID = "1-1";

    private final AccessorySpec spec;
    private final EmulatedDevice device;
    private UsbIpServer server;
    private UsbIpHost host;
    private UsbConnection last;
    private boolean closed;

    InProcessAccessory(AccessorySpec spec, EmulatedDevice device) {
        this.spec = spec;
        this.device = device;
    }

    @Override
    public AccessorySpec spec() {
        return spec;
    }

    @Override
    public boolean isExclusive() {
        return false;
    }

    @Override
    public synchronized UsbConnection open(Duration timeout) throws UsbException, InterruptedException {
        if (closed) {
            throw new UsbException(UsbError.DETACHED, "opening " + spec, "it was switched off");
        }
        if (server == null) {
            serve();
        }
        last = host.open(BUS_ID, timeout);
        return last;
    }

    private void serve() throws UsbException, InterruptedException {
        try {
            server = UsbIpServer.local();
        } catch (IOException e) {
            throw new UsbException(UsbError.IO, "serving " + spec + " inside this process", e);
        }
        server.export(BUS_ID, device);
        host = UsbIpHost.local(server.localAddress());
    }

    @Override
    public void setLink(boolean up) {
        device.setLink(up);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (last != null) {
            last.close();
        }
        if (server != null) {
            host.close();
            server.close();
        }
        device.close();
    }
}
