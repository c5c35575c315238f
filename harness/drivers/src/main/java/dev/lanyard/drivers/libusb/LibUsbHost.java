package dev.lanyard.drivers.libusb;

import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.drivers.usb.UsbDeviceInfo;
import dev.lanyard.drivers.usb.UsbDeviceSelector;
import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.drivers.usb.UsbHost;
import dev.lanyard.drivers.usb.UsbWatch;
import dev.lanyard.wire.usb.UsbSpeed;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.usb4java.BufferUtils;
import org.usb4java.Device;
import org.usb4java.DeviceDescriptor;
import org.usb4java.DeviceHandle;
import org.usb4java.DeviceList;
import org.usb4java.LibUsb;

/**
 * This machine's USB ports. A device's id is its bus path as Linux writes it: the bus, a dash, and the ports on the way
 * separated by points ({@code 1-2.3}). Hubs are not listed.
 */
public final class LibUsbHost implements UsbHost, UsbDeviceSelector.Candidates {

    private static final int HUB_CLASS = 9;
    /** Five tiers of hubs and the root port (USB 2.0 §4.1.1), with room to spare. */
    private static final int MOST_PORTS = 16;
    private static final Duration POLL = Duration.ofMillis(250);

    private final LibUsbContext.Lease lease;

    private LibUsbHost(LibUsbContext.Lease lease) {
        this.lease = lease;
    }

    /**
     * @throws UsbException {@link UsbError#UNSUPPORTED} where there is no native library for this machine, or its
     *         kernel has no USB
     */
    public static LibUsbHost start() throws UsbException {
        return new LibUsbHost(LibUsbContext.lease());
    }

    @Override
    public List<UsbDeviceInfo> list(Duration timeout) throws UsbException {
        return list();
    }

    /** {@inheritDoc} Nothing has to be waited for: libusb, or the kernel, has it in memory. */
    @Override
    public List<UsbDeviceInfo> list() throws UsbException {
        List<UsbDeviceInfo> found = new ArrayList<>();
        withDevices((device, info, context) -> {
            found.add(info);
            return Optional.empty();
        });
        found.sort(Comparator.comparing(UsbDeviceInfo::id));
        return List.copyOf(found);
    }

    /** What is done with each device; a result ends the walk. */
    private interface Visit<R> {
        Optional<R> at(Device device, UsbDeviceInfo info, LibUsbContext context) throws UsbException;
    }

    private <R> Optional<R> withDevices(Visit<R> visit) throws UsbException {
        return with(descriptor -> descriptor.bDeviceClass() != HUB_CLASS, visit);
    }

    private <R> Optional<R> with(Predicate<DeviceDescriptor> wanted, Visit<R> visit) throws UsbException {
        LibUsbContext context = lease.context();
        if (context.hotplugWorks()) {
            return with(context, wanted, visit);
        }
        try (LibUsbContext.Lease fresh = LibUsbContext.fresh()) {
            return with(fresh.context(), wanted, visit);
        }
    }

    private static <R> Optional<R> with(LibUsbContext context, Predicate<DeviceDescriptor> wanted, Visit<R> visit)
            throws UsbException {
        DeviceList devices = new DeviceList();
        LibUsbErrors.check(LibUsb.getDeviceList(context.handle(), devices), "list of USB devices");
        try {
            for (Device device : devices) {
                DeviceDescriptor descriptor = new DeviceDescriptor();
                // A device that leaves in between is no error of the list.
                if (LibUsb.getDeviceDescriptor(device, descriptor) != LibUsb.SUCCESS
                        || !wanted.test(descriptor)) {
                    continue;
                }
                Optional<R> result = visit.at(device, info(device, descriptor), context);
                if (result.isPresent()) {
                    return result;
                }
            }
            return Optional.empty();
        } finally {
            LibUsb.freeDeviceList(devices, true);
        }
    }

    private static UsbDeviceInfo info(Device device, DeviceDescriptor descriptor) {
        ByteBuffer ports = BufferUtils.allocateByteBuffer(MOST_PORTS);
        int count = Math.max(0, LibUsb.getPortNumbers(device, ports));
        String path = java.util.stream.IntStream.range(0, count)
                .mapToObj(i -> Integer.toString(Byte.toUnsignedInt(ports.get(i)))).collect(Collectors.joining("."));
        String id = LibUsb.getBusNumber(device) + "-"
                + (count == 0 ? "address" + LibUsb.getDeviceAddress(device) : path);
        return new UsbDeviceInfo(id, Short.toUnsignedInt(descriptor.idVendor()),
                Short.toUnsignedInt(descriptor.idProduct()), Short.toUnsignedInt(descriptor.bcdDevice()),
                speed(LibUsb.getDeviceSpeed(device)), LibUsb.getDeviceAddress(device));
    }

    private static UsbSpeed speed(int code) {
        return switch (code) {
            case LibUsb.SPEED_LOW -> UsbSpeed.LOW;
            case LibUsb.SPEED_FULL -> UsbSpeed.FULL;
            case LibUsb.SPEED_HIGH -> UsbSpeed.HIGH;
            case LibUsb.SPEED_SUPER -> UsbSpeed.SUPER;
            case LibUsb.SPEED_SUPER + 1 -> UsbSpeed.SUPER_PLUS;
            default -> UsbSpeed.UNKNOWN;
        };
    }

    /** Opens the device at bus path {@code id}. */
    @Override
    public UsbConnection open(String id, Duration timeout) throws UsbException {
        String asked = "opening of " + id;
        List<String> there = new ArrayList<>();
        Optional<LibUsbConnection> opened = withDevices((device, info, context) -> {
            there.add(info.id() + " (" + info.vidPid() + ")");
            return info.id().equals(id) ? Optional.of(open(device, info, context, asked)) : Optional.empty();
        });
        return opened.orElseThrow(() -> new UsbException(UsbError.NOT_FOUND, asked, there.isEmpty()
                ? "no device is attached" : "there are: " + String.join(", ", there)));
    }

    /**
     * Opens the hub at bus path {@code id} ({@code 1-2}), or the root hub of bus {@code id} ({@code 1}), for requests to
     * the hub itself; its driver keeps it.
     */
    public UsbConnection openHub(String id) throws UsbException {
        String asked = "opening of hub " + id;
        List<String> there = new ArrayList<>();
        Optional<LibUsbConnection> opened = with(descriptor -> descriptor.bDeviceClass() == HUB_CLASS,
                (device, info, context) -> {
                    String name = info.id().replaceFirst("-address\\d+$", "");
                    there.add(name);
                    return name.equals(id) ? Optional.of(open(device, info, context, asked)) : Optional.empty();
                });
        return opened.orElseThrow(() -> new UsbException(UsbError.NOT_FOUND, asked, there.isEmpty()
                ? "no hub is attached" : "there are: " + String.join(", ", there)));
    }

    private static LibUsbConnection open(Device device, UsbDeviceInfo info, LibUsbContext context, String asked)
            throws UsbException {
        LibUsbContext.Lease lease = context.another();
        DeviceHandle handle = new DeviceHandle();
        boolean opened = false;
        try {
            LibUsbErrors.check(LibUsb.open(device, handle), asked);
            try {
                LibUsb.refDevice(device);
                LibUsbConnection connection = new LibUsbConnection(lease, device, handle, info);
                opened = true;
                return connection;
            } finally {
                if (!opened) {
                    LibUsb.close(handle);
                    LibUsb.unrefDevice(device);
                }
            }
        } finally {
            if (!opened) {
                lease.close();
            }
        }
    }

    @Override
    public Optional<String> serialNumber(String id) throws UsbException {
        return withDevices((device, info, context) -> {
            if (!info.id().equals(id)) {
                return Optional.empty();
            }
            DeviceDescriptor descriptor = new DeviceDescriptor();
            DeviceHandle handle = new DeviceHandle();
            if (LibUsb.getDeviceDescriptor(device, descriptor) != LibUsb.SUCCESS || descriptor.iSerialNumber() == 0
                    || LibUsb.open(device, handle) != LibUsb.SUCCESS) {
                return Optional.of(Optional.<String>empty());
            }
            try {
                return Optional.of(Optional.ofNullable(
                        LibUsb.getStringDescriptor(handle, descriptor.iSerialNumber())));
            } finally {
                LibUsb.close(handle);
            }
        }).flatMap(serial -> serial);
    }

    /** Wakes at libusb's own word where it gives any, and otherwise looks four times a second. */
    @Override
    public UsbWatch watch(UsbWatch.Listener listener) throws UsbException {
        LibUsbContext context = lease.context();
        UsbWatch watch = UsbWatch.start(this, POLL, listener);
        Runnable look = watch::lookNow;
        context.onChange(look);
        watch.onClose(() -> context.forgetChange(look));
        return watch;
    }

    /**
     * Gives an interface back that a process took which is no more.
     *
     * @return whether a driver has it now; false when the device is gone, or no driver wants it
     */
    public boolean giveBack(TakenInterface taken) throws UsbException {
        String asked = "giving back of interface " + taken.number() + " of " + taken.device();
        return withDevices((device, info, context) -> {
            if (!info.id().equals(taken.device())) {
                return Optional.empty();
            }
            DeviceHandle handle = new DeviceHandle();
            LibUsbErrors.check(LibUsb.open(device, handle), asked);
            try {
                LibUsb.attachKernelDriver(handle, taken.number());
                return Optional.of(LibUsb.kernelDriverActive(handle, taken.number()) == 1);
            } finally {
                LibUsb.close(handle);
            }
        }).orElse(false);
    }

    @Override
    public void close() {
        lease.close();
    }
}
