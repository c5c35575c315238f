package dev.lanyard.cli;

import dev.lanyard.drivers.accessory.Accessory;
import dev.lanyard.drivers.accessory.AccessoryProvider;
import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.drivers.usb.UsbDeviceInfo;
import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.drivers.usb.UsbHost;
import dev.lanyard.wire.usb.UsbSpeed;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Devices that are there, with device nodes that this user may not open, as libusb tells of them: {@code denied:1-1}. */
public final class DeniedAccessories implements AccessoryProvider {

    private static UsbException denied(String id) {
        return new UsbException(UsbError.ACCESS, "opening of " + id, "libusb: LIBUSB_ERROR_ACCESS; ./lanyard doctor "
                + "prints the udev rule that gives access");
    }

    @Override
    public String scheme() {
        return "denied";
    }

    @Override
    public String usage() {
        return "denied:BUS-PORT";
    }

    @Override
    public Accessory create(AccessorySpec spec) {
        return new Accessory() {
            @Override
            public AccessorySpec spec() {
                return spec;
            }

            @Override
            public boolean isExclusive() {
                return true;
            }

            @Override
            public UsbConnection open(Duration timeout) throws UsbException {
                throw denied(spec.rest());
            }

            @Override
            public void requireUsable(Duration timeout) throws IOException {
                throw denied(spec.rest());
            }

            @Override
            public void close() {
                // Nothing was opened.
            }
        };
    }

    @Override
    public List<Listing> list(String where, Duration timeout) {
        return List.of(new Listing(new AccessorySpec(scheme(), "1-1"), "0525:a4a1, high speed"));
    }

    @Override
    public Optional<UsbHost> host(String where) {
        return Optional.of(new UsbHost() {
            @Override
            public List<UsbDeviceInfo> list(Duration timeout) {
                return List.of(new UsbDeviceInfo("1-1", 0x0525, 0xa4a1, 0x100, UsbSpeed.HIGH, 5),
                        new UsbDeviceInfo("1-2", 0x0525, 0xa4a1, 0x100, UsbSpeed.HIGH, 6));
            }

            @Override
            public UsbConnection open(String id, Duration timeout) throws UsbException {
                throw denied(id);
            }

            @Override
            public void close() {
                // Nothing is held.
            }
        });
    }
}
