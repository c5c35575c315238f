package dev.lanyard.drivers.libusb;

import dev.lanyard.drivers.usb.TransferRequest;
import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.drivers.usb.UsbDeviceInfo;
import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.drivers.usb.UsbTransfer;
import dev.lanyard.wire.usb.TransferType;
import java.nio.IntBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.usb4java.BufferUtils;
import org.usb4java.Device;
import org.usb4java.DeviceHandle;
import org.usb4java.LibUsb;

/**
 * A device opened through libusb. Interfaces that the operating system's drivers held are given back to them by
 * {@link #close}.
 *
 * <p>The requests that the kernel makes itself (configuration, alternate setting, halt, reset) cannot be withdrawn:
 * their timeout is the kernel's, 5 s.
 */
final class LibUsbConnection implements UsbConnection {

    private static final Logger LOG = LoggerFactory.getLogger(LibUsbConnection.class);
    /** Longer than a kernel needs to give transfers back that were withdrawn. */
    private static final Duration LAST_TRANSFERS = Duration.ofSeconds(3);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);
    private static final boolean ADDS_ZERO_PACKETS =
            System.getProperty("os.name").toLowerCase(java.util.Locale.ROOT).contains("linux");

    private final LibUsbContext.Lease lease;
    private final LibUsbContext context;
    private final Device device;
    private final DeviceHandle handle;
    private final UsbDeviceInfo info;
    private final Interfaces interfaces;
    private final NativeTransfers transfers;
    private final CompletableFuture<String> detached = new CompletableFuture<>();
    private final Set<LibUsbTransfer> pending = ConcurrentHashMap.newKeySet();
    private final Consumer<Device> departure = this::left;
    private volatile boolean closed;

    /** Takes {@code lease} and an opened {@code handle} over; {@code device} is referenced until it is closed. */
    LibUsbConnection(LibUsbContext.Lease lease, Device device, DeviceHandle handle, UsbDeviceInfo info)
            throws UsbException {
        this.lease = lease;
        this.context = lease.context();
        this.device = device;
        this.handle = handle;
        this.info = info;
        this.interfaces = new Interfaces(handle, device, info.id());
        this.transfers = new NativeTransfers(handle);
        context.handleEventsFromNowOn();
        context.onDeparture(departure);
        if (!context.hotplugWorks()) {
            Thread.ofVirtual().name("usb-presence " + info.id()).start(this::lookForDetach);
        }
    }

    private void left(Device gone) {
        if (gone.equals(device)) {
            gone("the device left the bus");
        }
    }

    private void lookForDetach() {
        try {
            while (!closed && !detached.isDone()) {
                if (isGone()) {
                    gone("the device left the bus");
                }
                Thread.sleep(LOOK_AGAIN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void gone(String reason) {
        // Dependents may wait for transfers, which end on libusb's thread: the thread that this may be.
        Thread.ofVirtual().name("usb-detached " + info.id()).start(() -> detached.complete(reason));
    }

    /** Asks the kernel something of the device that changes nothing. */
    private synchronized boolean isGone() {
        return !closed && LibUsb.kernelDriverActive(handle, 0) == LibUsb.ERROR_NO_DEVICE;
    }

    @Override
    public UsbDeviceInfo device() {
        return info;
    }

    @Override
    public UsbTransfer submit(TransferRequest request) {
        LibUsbTransfer transfer = new LibUsbTransfer(request, this);
        pending.add(transfer);
        String refusal = closed ? "the connection is closed" : detached.getNow(null);
        if (refusal != null) {
            transfer.fail(new UsbException(closed ? UsbError.CANCELLED : UsbError.DETACHED, request.toString(),
                    refusal));
            return transfer;
        }
        boolean zeroPacket = wantsZeroPacket(request);
        synchronized (this) {
            if (closed) {
                transfer.fail(new UsbException(UsbError.CANCELLED, request.toString(), "the connection is closed"));
            } else {
                transfer.start(transfers, zeroPacket && ADDS_ZERO_PACKETS);
            }
        }
        return zeroPacket && !ADDS_ZERO_PACKETS ? followedByZeroPacket(request, transfer) : transfer;
    }

    private boolean wantsZeroPacket(TransferRequest request) {
        if (!request.zeroPacket() || request.isIn() || request.length() == 0) {
            return false;
        }
        int packet = LibUsb.getMaxPacketSize(device, (byte) request.endpointAddress());
        return packet > 0 && request.length() % packet == 0;
    }

    /** Where libusb cannot add the packet, it is a transfer of its own. */
    private UsbTransfer followedByZeroPacket(TransferRequest request, LibUsbTransfer first) {
        UsbTransfer second = submit(TransferRequest.out(request.type(), request.endpointAddress(),
                dev.lanyard.wire.Bytes.EMPTY, false, request.deadline()));
        CompletableFuture<dev.lanyard.wire.Bytes> both =
                first.completion().thenCombine(second.completion(), (data, nothing) -> data);
        return new UsbTransfer() {
            @Override
            public CompletableFuture<dev.lanyard.wire.Bytes> completion() {
                return both;
            }

            @Override
            public void cancel() {
                first.cancel();
                second.cancel();
            }
        };
    }

    NativeTransfers transfers() {
        return transfers;
    }

    void over(LibUsbTransfer transfer) {
        pending.remove(transfer);
    }

    /** What a transfer's end means. Linux reports a device that left and an endpoint that was switched off alike. */
    UsbException failure(TransferRequest request, int status, int actual) {
        UsbError error = LibUsbErrors.ofStatus(status);
        String seen = actual > 0 ? actual + " octets had passed" : "";
        if (error == UsbError.DETACHED) {
            if (closed) {
                error = UsbError.CANCELLED;
                seen = "the harness closed the connection";
            } else if (isGone()) {
                gone("the device left the bus");
            } else {
                error = UsbError.CANCELLED;
                seen = "its endpoint was switched off";
            }
        }
        return new UsbException(error, request.toString(), seen);
    }

    void requireOtherThread(TransferRequest request) {
        if (context.isEventThread()) {
            throw new IllegalStateException("waiting for " + request + " on the thread that completes it");
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>When the device has that configuration already and a driver of the operating system still holds one of its
     * interfaces, nothing is sent: selecting it again would take the other functions away from their drivers.
     */
    @Override
    public void setConfiguration(int bConfigurationValue, Duration timeout) throws UsbException {
        cancelAll(request -> request.type() != TransferType.CONTROL);
        usable("SET_CONFIGURATION");
        interfaces.setConfiguration(bConfigurationValue);
    }

    @Override
    public void setInterface(int bInterfaceNumber, int bAlternateSetting, Duration timeout) throws UsbException {
        usable("SET_INTERFACE");
        check(LibUsb.setInterfaceAltSetting(handle, bInterfaceNumber, bAlternateSetting),
                "SET_INTERFACE " + bAlternateSetting + " of interface " + bInterfaceNumber);
    }

    @Override
    public void clearHalt(int endpointAddress, Duration timeout) throws UsbException {
        usable("CLEAR_FEATURE(ENDPOINT_HALT)");
        check(LibUsb.clearHalt(handle, (byte) endpointAddress),
                "CLEAR_FEATURE(ENDPOINT_HALT) of endpoint 0x%02x".formatted(endpointAddress));
    }

    /**
     * {@inheritDoc}
     *
     * <p>The kernel selects the configuration again. A device that then shows other descriptors counts as detached.
     */
    @Override
    public void reset(Duration timeout) throws UsbException {
        usable("reset of " + info.id());
        cancelAll(request -> true);
        int code = LibUsb.resetDevice(handle);
        if (code == LibUsb.ERROR_NOT_FOUND) {
            gone("after a reset it came back with other descriptors");
            throw new UsbException(UsbError.DETACHED, "reset of " + info.id(),
                    "it came back with other descriptors; open it again");
        }
        check(code, "reset of " + info.id());
    }

    @Override
    public void claim(int bInterfaceNumber) throws UsbException {
        usable("claim of interface " + bInterfaceNumber);
        interfaces.claim(bInterfaceNumber);
    }

    private void usable(String asked) throws UsbException {
        if (closed) {
            throw new UsbException(UsbError.CANCELLED, asked, "the connection is closed");
        }
        if (detached.isDone()) {
            throw new UsbException(UsbError.DETACHED, asked, detached.join());
        }
    }

    /** As {@link LibUsbErrors#check}, and tells that the device is gone when it is. */
    private void check(int code, String asked) throws UsbException {
        if (code == LibUsb.ERROR_NO_DEVICE) {
            gone("the device left the bus");
        }
        LibUsbErrors.check(code, asked);
    }

    /** The selected configuration's bConfigurationValue; 0 when there is none. */
    static int configuration(DeviceHandle handle, String asked) throws UsbException {
        IntBuffer value = BufferUtils.allocateIntBuffer();
        LibUsbErrors.check(LibUsb.getConfiguration(handle, value), asked);
        return value.get(0);
    }

    private void cancelAll(Predicate<TransferRequest> which) {
        pending.stream().filter(transfer -> which.test(transfer.request())).forEach(LibUsbTransfer::cancel);
        awaitEnd(which);
    }

    private void awaitEnd(Predicate<TransferRequest> which) {
        if (context.isEventThread()) {
            return;
        }
        long end = System.nanoTime() + LAST_TRANSFERS.toNanos();
        try {
            while (pending.stream().anyMatch(t -> which.test(t.request())) && System.nanoTime() < end) {
                Thread.sleep(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Thread.Builder readers() {
        return Thread.ofPlatform().daemon();
    }

    @Override
    public CompletableFuture<String> detached() {
        return detached;
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        if (context.isEventThread()) {
            Thread.ofPlatform().name("usb-close " + info.id()).start(this::giveBack);
        } else {
            giveBack();
        }
    }

    private void giveBack() {
        context.forgetDeparture(departure);
        cancelAll(request -> true);
        transfers.close();
        if (pending.isEmpty()) {
            interfaces.giveBack(detached.isDone());
            LibUsb.close(handle);
        } else {
            // Closing under a transfer that the kernel still has would end the process.
            LOG.warn("{}: the kernel kept {} transfers; the device stays open until this process ends", info.id(),
                    pending.size());
        }
        LibUsb.unrefDevice(device);
        lease.close();
    }
}
