package dev.lanyard.drivers.usbip;

import dev.lanyard.drivers.accessory.Accessory;
import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.drivers.usb.UsbDeviceInfo;
import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** One device of a USB/IP server as an accessory. A device has one client at a time, so the spec is exclusive. */
final class UsbIpAccessory implements Accessory {

    private final AccessorySpec spec;
    private final UsbIpHost host;
    private final String busId;
    private UsbConnection last;

    UsbIpAccessory(AccessorySpec spec, UsbIpHost host, String busId) {
        this.spec = spec;
        this.host = host;
        this.busId = busId;
    }

    @Override
    public AccessorySpec spec() {
        return spec;
    }

    @Override
    public boolean isExclusive() {
        return true;
    }

    @Override
    public synchronized UsbConnection open(Duration timeout) throws UsbException, InterruptedException {
        last = host.open(busId, timeout);
        return last;
    }

    /** Asks the server for its list, so that the device notices nothing. */
    @Override
    public void requireUsable(Duration timeout) throws UsbException, InterruptedException {
        List<UsbDeviceInfo> exported = host.list(timeout);
        if (exported.stream().noneMatch(device -> device.id().equals(busId))) {
            throw new UsbException(UsbError.NOT_FOUND, "search for " + spec, exported.isEmpty()
                    ? "the server exports nothing that is free" : "the server exports: " + exported.stream()
                            .map(device -> device.id() + " (" + device.vidPid() + ")")
                            .collect(Collectors.joining(", ")));
        }
    }

    @Override
    public synchronized void close() {
        if (last != null) {
            last.close();
        }
        host.close();
    }
}
