package dev.lanyard.drivers.kernel;

import dev.lanyard.drivers.cdc.CdcDrivers;
import dev.lanyard.drivers.cdc.DeviceReport;
import dev.lanyard.drivers.libusb.LibUsbHost;
import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.drivers.usb.UsbDeviceInfo;
import dev.lanyard.drivers.usb.UsbException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the devices at this machine's ports declare, each asked once by libusb while it stays attached. */
final class LibUsbDeclarations implements DeclaredMacs.Declarations {

    private static final Duration ASK = Duration.ofSeconds(5);

    /** Empty for a device that cannot be asked. */
    private final Map<UsbDeviceInfo, Optional<DeviceReport>> asked = new HashMap<>();

    @Override
    public synchronized List<DeviceReport> all() throws UsbException {
        try (LibUsbHost host = LibUsbHost.start()) {
            List<UsbDeviceInfo> attached = host.list(ASK);
            asked.keySet().retainAll(attached);
            for (UsbDeviceInfo device : attached) {
                if (!asked.containsKey(device)) {
                    asked.put(device, ask(host, device));
                }
            }
            return asked.values().stream().flatMap(Optional::stream).toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private static Optional<DeviceReport> ask(LibUsbHost host, UsbDeviceInfo device) throws InterruptedException {
        try (UsbConnection connection = host.open(device.id(), ASK)) {
            return Optional.of(CdcDrivers.declared(connection, ASK));
        } catch (UsbException e) {
            return Optional.empty();
        }
    }
}
