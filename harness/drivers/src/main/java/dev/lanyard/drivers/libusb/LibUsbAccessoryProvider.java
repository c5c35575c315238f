package dev.lanyard.drivers.libusb;

import dev.lanyard.drivers.accessory.Accessory;
import dev.lanyard.drivers.accessory.AccessoryProvider;
import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.usb.UsbDeviceInfo;
import dev.lanyard.drivers.usb.UsbDeviceSelector;
import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.drivers.usb.UsbHost;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Accessories at this machine's USB ports: {@code usb:1-2.3}, {@code usb:0525:a4a1}. */
public final class LibUsbAccessoryProvider implements AccessoryProvider {

    @Override
    public String scheme() {
        return "usb";
    }

    @Override
    public String usage() {
        return UsbDeviceSelector.FORMS + ": a device at one of this machine's USB ports";
    }

    @Override
    public Accessory create(AccessorySpec spec) {
        return new LibUsbAccessory(spec, UsbDeviceSelector.parse(spec.rest()));
    }

    /**
     * {@inheritDoc} {@code where} is a bus path, or the ids, and narrows the list. A machine that has no USB is an
     * error only when USB is asked for.
     */
    @Override
    public List<Listing> list(String where, Duration timeout) throws UsbException {
        try (LibUsbHost host = LibUsbHost.start()) {
            String only = where.isEmpty() ? "" : UsbDeviceSelector.parse(where).choose(host);
            return host.list(timeout).stream().filter(device -> only.isEmpty() || only.equals(device.id()))
                    .map(this::listing).toList();
        } catch (UsbException e) {
            if (where.isEmpty() && e.error() == UsbError.UNSUPPORTED) {
                return List.of();
            }
            throw e;
        }
    }

    @Override
    public Optional<UsbHost> host(String where) throws UsbException {
        return Optional.of(LibUsbHost.start());
    }

    @Override
    public AccessorySpec at(String where, String id) {
        return new AccessorySpec(scheme(), id);
    }

    private Listing listing(UsbDeviceInfo device) {
        return new Listing(new AccessorySpec(scheme(), device.id()), device.vidPid() + ", "
                + device.speed().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " speed");
    }
}
