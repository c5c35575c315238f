package dev.lanyard.drivers.kernel;

import dev.lanyard.drivers.accessory.Accessory;
import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.cdc.DeviceReport;
import dev.lanyard.drivers.console.ConsolePort;
import dev.lanyard.drivers.console.SerialSettings;
import dev.lanyard.drivers.console.SerialSource;
import dev.lanyard.drivers.debt.Debt;
import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.drivers.usb.UsbDeviceInfo;
import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.wire.usb.UsbSpeed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * An accessory that stays with the operating system's driver: {@link #openLink} gives the network interface which that
 * made. Its USB interfaces cannot be opened in this mode.
 */
public final class KernelAccessory implements Accessory {

    /** The source of what is told of the interface on the timeline. */
    public static final String SOURCE = "kernel";

    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final AccessorySpec spec;
    private final KernelSelector selector;
    private final KernelInterfaces interfaces;
    private final Path notes;
    private KernelLink last;

    KernelAccessory(AccessorySpec spec, KernelSelector selector, KernelInterfaces interfaces, Path notes) {
        this.spec = spec;
        this.selector = selector;
        this.interfaces = interfaces;
        this.notes = notes;
    }

    static KernelAccessory of(AccessorySpec spec) {
        return new KernelAccessory(spec, KernelSelector.parse(spec.rest()), KernelInterfaces.ofThisMachine(),
                Debt.folder());
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
    public UsbConnection open(Duration timeout) throws UsbException {
        throw new UsbException(UsbError.UNSUPPORTED, "opening of " + spec, "the accessory stays with the operating "
                + "system's driver; " + selector.alternative() + " takes it from there");
    }

    @Override
    public void requireUsable(Duration timeout) throws IOException, InterruptedException {
        KernelLink.requireLibpcap();
        KernelInterface found = find(Duration.ZERO);
        new SocketControl().requireRights(found.name(), found.index());
    }

    /** What the operating system tells of the device behind {@code found}; empty where it tells nothing. */
    public Optional<DeviceReport> describe(KernelInterface found) {
        return interfaces.describe(found);
    }

    /** Whether the driver of {@code found} hears a carrier; empty when the interface is down. */
    public Optional<Boolean> carrier(KernelInterface found) {
        return interfaces.carrier(found.name());
    }

    /** The alternate setting that the driver of {@code found} selected, where the operating system tells. */
    public Optional<Integer> selectedAlternate(KernelInterface found) {
        return interfaces.selectedAlternate(found.name());
    }

    /** The interface of this accessory, waited for when it is not there yet. */
    public KernelInterface find(Duration timeout) throws UsbException, InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        while (true) {
            try {
                return selector.choose(interfaces);
            } catch (UsbException e) {
                if (e.error() != UsbError.NOT_FOUND || System.nanoTime() > end) {
                    throw e;
                }
                Thread.sleep(LOOK_AGAIN);
            }
        }
    }

    /**
     * Finds the interface and records what is behind it; it is neither taken up nor captured from yet.
     *
     * @throws UsbException {@link UsbError#NOT_FOUND} when no interface is there within {@code timeout}
     */
    public synchronized KernelLink openLink(Recorder recorder, Duration timeout)
            throws UsbException, InterruptedException {
        KernelLink.requireLibpcap();
        KernelInterface found = find(timeout);
        Optional<UsbDeviceInfo> device = found.device();
        recorder.record(SOURCE, new Event.Attached(spec.toString(), device.map(UsbDeviceInfo::idVendor).orElse(0),
                device.map(UsbDeviceInfo::idProduct).orElse(0),
                device.map(UsbDeviceInfo::speed).orElse(UsbSpeed.UNKNOWN)));
        recorder.record(SOURCE, new Event.Note(Event.Severity.INFO, "through the operating system's driver, by "
                + "interface " + found));
        LinkControl control = new SocketControl();
        last = new KernelLink(found, recorder, new BorrowedInterface(found, interfaces, control,
                KernelDebts.SETTINGS, notes), control, interfaces);
        return last;
    }

    @Override
    public boolean isThere(Duration timeout) throws InterruptedException {
        try {
            return !find(Duration.ZERO).toString().isEmpty();
        } catch (UsbException e) {
            return e.error() == UsbError.BUSY;
        }
    }

    /** The serial port of the same USB device, where the spec names the device. */
    @Override
    public Optional<ConsolePort.Source> console(SerialSettings settings) {
        return spec.rest().startsWith(KernelSelector.USB) ? Optional.of(SerialSource.named(spec.rest(), settings))
                : Optional.empty();
    }

    @Override
    public synchronized void close() {
        if (last != null) {
            last.close();
        }
    }
}
