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
import org.usb4java.LibUsb;

/** A transfer that libusb makes. Its native part is its own until libusb has ended it. */
final class LibUsbTransfer implements UsbTransfer {

    private static final long NO_TIMEOUT = 0;
    /** The longest that libusb can count, in milliseconds. */
    private static final long LONGEST = Integer.MAX_VALUE;

    private final TransferRequest request;
    private final LibUsbConnection connection;
    private final CompletableFuture<Bytes> completion = new CompletableFuture<>();
    private final int headerLength;
    /** While libusb may have it. */
    private NativeTransfers.Native transfer;

    LibUsbTransfer(TransferRequest request, LibUsbConnection connection) {
        this.request = request;
        this.connection = connection;
        headerLength = request.type() == TransferType.CONTROL ? SetupPacket.LENGTH : 0;
    }

    TransferRequest request() {
        return request;
    }

    /** Hands it to libusb. When that fails it is ended here and libusb never tells of it. */
    synchronized void start(NativeTransfers transfers, boolean zeroPacketFlag) {
        int length = headerLength + request.length();
        transfer = transfers.take(request, length, this::ended);
        if (transfer == null) {
            fail(new UsbException(UsbError.IO, request.toString(), "there is no memory for the transfer"));
            return;
        }
        ByteBuffer buffer = transfer.buffer();
        buffer.clear();
        if (headerLength > 0) {
            request.setup().encode().copyTo(buffer);
        }
        request.data().copyTo(buffer);
        int code = transfer.submit(length, milliseconds(request.deadline()),
                zeroPacketFlag ? LibUsb.TRANSFER_ADD_ZERO_PACKET : 0);
        if (code < 0) {
            transfers.give(transfer, request);
            transfer = null;
            fail(LibUsbErrors.exception(code, request.toString()));
        }
    }

    private static long milliseconds(Duration deadline) {
        return deadline.compareTo(Duration.ofMillis(LONGEST)) > 0 ? NO_TIMEOUT
                : Math.max(1, Math.ceilDiv(deadline.toNanos(), 1_000_000L));
    }

    /** On libusb's thread. */
    private void ended(NativeTransfers.Native ended) {
        int status;
        int actual;
        Bytes arrived;
        synchronized (this) {
            status = ended.status();
            actual = ended.actualLength();
            arrived = request.isIn() && status == LibUsb.TRANSFER_COMPLETED ? read(ended.buffer(), actual)
                    : Bytes.EMPTY;
            transfer = null;
            connection.transfers().give(ended, request);
        }
        if (status == LibUsb.TRANSFER_COMPLETED) {
            connection.over(this);
            completion.complete(request.isIn() ? arrived : request.data().truncate(actual));
        } else {
            fail(connection.failure(request, status, actual));
        }
    }

    private Bytes read(ByteBuffer buffer, int actual) {
        byte[] octets = new byte[actual];
        buffer.get(headerLength, octets);
        return Bytes.wrap(octets);
    }

    /** Ends it without libusb. */
    void fail(UsbException failure) {
        connection.over(this);
        completion.completeExceptionally(failure);
    }

    @Override
    public CompletableFuture<Bytes> completion() {
        return completion;
    }

    @Override
    public synchronized void cancel() {
        if (transfer != null) {
            transfer.cancel();
        }
    }

    @Override
    public Bytes await() throws UsbException, InterruptedException {
        connection.requireOtherThread(request);
        return UsbTransfer.super.await();
    }
}
