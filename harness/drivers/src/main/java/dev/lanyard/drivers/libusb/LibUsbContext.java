package dev.lanyard.drivers.libusb;

import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.usb4java.Context;
import org.usb4java.Device;
import org.usb4java.HotplugCallbackHandle;
import org.usb4java.LibUsb;

/**
 * libusb, initialised once for all who use it, and the thread on which its transfers complete. It is let go of when the
 * last lease is closed.
 */
final class LibUsbContext {

    private static final Logger LOG = LoggerFactory.getLogger(LibUsbContext.class);
    private static final boolean LINUX =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");
    private static final Path UDEV_DAEMON = Path.of("/run/udev/control");
    private static final Path LINUX_USB = Path.of("/sys/bus/usb");
    /** Bounds how long the thread sleeps when it is to end; completions wake it at once. */
    private static final long EVENT_WAIT_MICROS = 100_000;

    /** Longer than any callback takes. */
    private static final Duration END = Duration.ofSeconds(5);

    private static LibUsbContext shared;

    private final Context context = new Context();
    private final List<Consumer<Device>> departures = new CopyOnWriteArrayList<>();
    private final List<Runnable> changes = new CopyOnWriteArrayList<>();
    private final HotplugCallbackHandle hotplug = new HotplugCallbackHandle();
    private final boolean hotplugWorks;
    private Thread events;
    private int leases;
    private volatile boolean ending;

    /** Keeps libusb initialised until closed, once. */
    static final class Lease implements AutoCloseable {

        private LibUsbContext held;

        private Lease(LibUsbContext held) {
            this.held = held;
        }

        synchronized LibUsbContext context() throws UsbException {
            if (held == null) {
                throw new UsbException(UsbError.CANCELLED, "libusb", "this host is closed");
            }
            return held;
        }

        @Override
        public void close() {
            LibUsbContext last;
            synchronized (this) {
                last = held;
                held = null;
            }
            if (last != null) {
                last.release();
            }
        }
    }

    static Lease lease() throws UsbException {
        synchronized (LibUsbContext.class) {
            if (shared == null) {
                shared = new LibUsbContext();
            }
            return shared.another();
        }
    }

    /** A libusb of the caller's own, which has looked at the machine just now. */
    static Lease fresh() throws UsbException {
        return new LibUsbContext().another();
    }

    /** A further hold on the same libusb. */
    Lease another() {
        synchronized (LibUsbContext.class) {
            leases++;
            return new Lease(this);
        }
    }

    private LibUsbContext() throws UsbException {
        requireUsb();
        String asked = "start of libusb";
        try {
            LibUsbErrors.check(LibUsb.init(context), asked);
        } catch (LinkageError | org.usb4java.LoaderException e) {
            throw new UsbException(UsbError.UNSUPPORTED, asked, "usb4java has no native library that loads on "
                    + System.getProperty("os.name") + ", " + System.getProperty("os.arch") + " (" + e.getMessage()
                    + "); use a USB/IP accessory (usbip:HOST:PORT/BUSID) instead");
        }
        hotplugWorks = isToldOfChanges() && LibUsb.hasCapability(LibUsb.CAP_HAS_HOTPLUG) && LibUsb.hotplugRegisterCallback(context,
                LibUsb.HOTPLUG_EVENT_DEVICE_ARRIVED | LibUsb.HOTPLUG_EVENT_DEVICE_LEFT, 0,
                LibUsb.HOTPLUG_MATCH_ANY, LibUsb.HOTPLUG_MATCH_ANY, LibUsb.HOTPLUG_MATCH_ANY,
                (of, device, event, data) -> plugged(device, event), null, hotplug) == LibUsb.SUCCESS;
        if (hotplugWorks) {
            handleEventsFromNowOn();
        }
    }

    /**
     * On Linux libusb learns of changes from udev's daemon. Without one, as in a container or a small system, it claims
     * to notice them all the same, and its list stays what it was at the start.
     */
    private static boolean isToldOfChanges() {
        return !LINUX || Files.exists(UDEV_DAEMON);
    }

    /** Starts the thread on which transfers complete, unless it runs. */
    synchronized void handleEventsFromNowOn() {
        if (events == null) {
            events = Thread.ofPlatform().name("libusb-events").daemon().start(this::handleEvents);
        }
    }

    /** libusb starts all the same on a kernel without USB, and then shows an empty list. */
    private static void requireUsb() throws UsbException {
        if (LINUX && !Files.isDirectory(LINUX_USB)) {
            throw new UsbException(UsbError.UNSUPPORTED, "start of libusb", "this kernel has no USB: there is no "
                    + LINUX_USB + "; use a USB/IP accessory (usbip:HOST:PORT/BUSID) instead");
        }
    }

    Context handle() {
        return context;
    }

    /** Whether libusb tells of what comes and goes, and its list is up to date. */
    boolean hotplugWorks() {
        return hotplugWorks;
    }

    /** {@code observer} learns of each device that leaves, on libusb's thread. */
    void onDeparture(Consumer<Device> observer) {
        departures.add(observer);
    }

    void forgetDeparture(Consumer<Device> observer) {
        departures.remove(observer);
    }

    /** {@code observer} learns that devices came or went, on libusb's thread. */
    void onChange(Runnable observer) {
        changes.add(observer);
    }

    void forgetChange(Runnable observer) {
        changes.remove(observer);
    }

    private synchronized Thread thread() {
        return events;
    }

    boolean isEventThread() {
        return Thread.currentThread() == thread();
    }

    private int plugged(Device device, int event) {
        try {
            if (event == LibUsb.HOTPLUG_EVENT_DEVICE_LEFT) {
                departures.forEach(observer -> observer.accept(device));
            }
            changes.forEach(Runnable::run);
        } catch (RuntimeException e) {
            // It would otherwise go through native code.
            LOG.warn("an observer of USB changes failed", e);
        }
        return 0;
    }

    private void handleEvents() {
        while (!ending) {
            int code = LibUsb.handleEventsTimeoutCompleted(context, EVENT_WAIT_MICROS, null);
            if (code < 0 && code != LibUsb.ERROR_INTERRUPTED && code != LibUsb.ERROR_TIMEOUT) {
                LOG.warn("libusb cannot handle events: {}", LibUsb.errorName(code));
                try {
                    Thread.sleep(EVENT_WAIT_MICROS / 1000);
                } catch (InterruptedException e) {
                    return;
                }
            }
        }
    }

    private void release() {
        synchronized (LibUsbContext.class) {
            if (--leases > 0) {
                return;
            }
            if (shared == this) {
                shared = null;
            }
        }
        if (isEventThread()) {
            Thread.ofPlatform().name("libusb-end").start(this::end);
        } else {
            end();
        }
    }

    private void end() {
        ending = true;
        Thread carrier = thread();
        boolean interrupted = Thread.interrupted();
        try {
            if (carrier != null) {
                carrier.join(END);
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (carrier != null && carrier.isAlive()) {
            // Ending libusb under its own thread would end the process.
            LOG.warn("libusb's thread did not end within {} s; it stays until this process ends", END.toSeconds());
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            return;
        }
        if (hotplugWorks) {
            LibUsb.hotplugDeregisterCallback(context, hotplug);
        }
        LibUsb.exit(context);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
