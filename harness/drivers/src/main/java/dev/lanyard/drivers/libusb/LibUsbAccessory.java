package dev.lanyard.drivers.libusb;

import dev.lanyard.drivers.accessory.Accessory;
import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.console.ConsolePort;
import dev.lanyard.drivers.console.SerialSettings;
import dev.lanyard.drivers.console.SerialSource;
import dev.lanyard.drivers.console.TtyFinder;
import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.drivers.usb.UsbDeviceSelector;
import dev.lanyard.drivers.usb.UsbException;
import java.time.Duration;
import java.util.Optional;

/** A device at one of this machine's ports. It is looked for anew with each opening, since it may have been replugged. */
final class LibUsbAccessory implements Accessory {

    private final AccessorySpec spec;
    private final UsbDeviceSelector selector;
    private LibUsbHost host;
    private UsbConnection last;

    LibUsbAccessory(AccessorySpec spec, UsbDeviceSelector selector) {
        this.spec = spec;
        this.selector = selector;
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
    public synchronized UsbConnection open(Duration timeout) throws UsbException {
        if (host == null) {
            host = LibUsbHost.start();
        }
        last = host.open(selector.choose(host), timeout);
        return last;
    }

    /** Opening takes no interface from its driver. */
    @Override
    public void requireUsable(Duration timeout) throws UsbException {
        open(timeout).close();
    }

    /** The serial port of the same device, which Linux drives. */
    @Override
    public Optional<ConsolePort.Source> console(SerialSettings settings) {
        return Optional.of(SerialSource.of(spec.rest(), new TtyFinder(), settings));
    }

    @Override
    public synchronized void close() {
        if (last != null) {
            last.close();
        }
        if (host != null) {
            host.close();
            host = null;
        }
    }
}
