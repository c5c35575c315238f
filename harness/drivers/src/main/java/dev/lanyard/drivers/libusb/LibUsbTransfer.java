package dev.lanyard.drivers.libusb;

import dev.lanyard.drivers.usb.TransferRequest;
import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.drivers.usb.UsbTransfer;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.TransferType;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.usb4java.BufferUtils;
import org.usb4java.DeviceHandle;
import org.usb4java.LibUsb;
import org.usb4java.Transfer;

/** A transfer that libusb makes. Its native part lives until libusb has given it back, and is freed there. */
final class LibUsbTransfer implements UsbTransfer {

    private static final long NO_TIMEOUT = 0;
    /** The longest that libusb can count, in milliseconds. */
    private static final long LONGEST = Integer.MAX_VALUE;

    private final TransferRequest request;
    private final LibUsbConnection connection;
    private final CompletableFuture<Bytes> completion = new CompletableFuture<>();
    private final ByteBuffer buffer;
    private final int headerLength;
    private Transfer transfer;

    LibUsbTransfer(TransferRequest request, LibUsbConnection connection) {
        this.request = request;
        this.connection = connection;
        headerLength = request.type() == TransferType.CONTROL ? SetupPacket.LENGTH : 0;
        buffer = BufferUtils.allocateByteBuffer(headerLength + request.length());
        if (headerLength > 0) {
            request.setup().encode().copyTo(buffer);
        }
        request.data().copyTo(buffer);
        buffer.clear();
    }

    TransferRequest request() {
        return request;
    }

    /** Hands it to libusb. When that fails it is ended here and libusb never tells of it. */
    synchronized void start(DeviceHandle handle, boolean zeroPacketFlag) {
        transfer = LibUsb.allocTransfer(0);
        if (transfer == null) {
            fail(new UsbException(UsbError.IO, request.toString(), "libusb has no memory for the transfer"));
            return;
        }
        long timeout = milliseconds(request.deadline());
        byte endpoint = (byte) request.endpointAddress();
        switch (request.type()) {
            case CONTROL -> LibUsb.fillControlTransfer(transfer, handle, buffer, this::ended, null, timeout);
            case INTERRUPT -> LibUsb.fillInterruptTransfer(transfer, handle, endpoint, buffer, this::ended, null,
                    timeout);
            default -> LibUsb.fillBulkTransfer(transfer, handle, endpoint, buffer, this::ended, null, timeout);
        }
        if (zeroPacketFlag) {
            transfer.setFlags(LibUsb.TRANSFER_ADD_ZERO_PACKET);
        }
        int code = LibUsb.submitTransfer(transfer);
        if (code < 0) {
            free();
            fail(LibUsbErrors.exception(code, request.toString()));
        }
    }

    private static long milliseconds(Duration deadline) {
        return deadline.compareTo(Duration.ofMillis(LONGEST)) > 0 ? NO_TIMEOUT
                : Math.max(1, Math.ceilDiv(deadline.toNanos(), 1_000_000L));
    }

    /** On libusb's thread. */
    private void ended(Transfer ended) {
        int status;
        int actual;
        synchronized (this) {
            status = ended.status();
            actual = ended.actualLength();
            free();
        }
        if (status == LibUsb.TRANSFER_COMPLETED) {
            Bytes done = request.isIn() ? read(actual) : request.data().truncate(actual);
            connection.over(this);
            completion.complete(done);
        } else {
            fail(connection.failure(request, status, actual));
        }
    }

    private Bytes read(int actual) {
        byte[] octets = new byte[actual];
        buffer.get(headerLength, octets);
        return Bytes.wrap(octets);
    }

    /** Ends it without libusb. */
    void fail(UsbException failure) {
        connection.over(this);
        completion.completeExceptionally(failure);
    }

    private void free() {
        LibUsb.freeTransfer(transfer);
        transfer = null;
    }

    @Override
    public CompletableFuture<Bytes> completion() {
        return completion;
    }

    @Override
    public synchronized void cancel() {
        if (transfer != null) {
            LibUsb.cancelTransfer(transfer);
        }
    }

    @Override
    public Bytes await() throws UsbException, InterruptedException {
        connection.requireOtherThread(request);
        return UsbTransfer.super.await();
    }
}
