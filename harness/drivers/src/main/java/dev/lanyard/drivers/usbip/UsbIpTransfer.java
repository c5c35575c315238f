package dev.lanyard.drivers.usbip;

import dev.lanyard.drivers.usb.TransferRequest;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.drivers.usb.UsbTransfer;
import dev.lanyard.wire.Bytes;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A transfer under way over USB/IP. All fields but the future belong to the event loop of its {@link UrbExchange}. */
final class UsbIpTransfer implements UsbTransfer {

    /** Where a transfer is in its life; what its {@link #wakeNanos} then means. */
    enum State {
        /** Not sent yet, or sent and not answered: until its deadline. */
        PENDING,
        /** CMD_UNLINK was sent: until the answer is given up. */
        UNLINKING,
        /** The future is complete, but the server may still answer: until it is forgotten. */
        ABANDONED,
        ENDED
    }

    private static final long FOREVER_NANOS = Duration.ofDays(365).toNanos();

    final TransferRequest request;
    final CompletableFuture<Bytes> completion = new CompletableFuture<>();
    private final UrbExchange exchange;

    State state = State.PENDING;
    int seqnum;
    /** When this state is to be left, in {@link System#nanoTime()}. */
    long wakeNanos;
    /** Why it was withdrawn; null while it was not. */
    UsbException withdrawal;
    /** The server said that it had completed the transfer before it was withdrawn. */
    boolean unlinkAnswered;

    UsbIpTransfer(TransferRequest request, UrbExchange exchange) {
        this.request = request;
        this.exchange = exchange;
        wakeNanos = System.nanoTime() + nanos(request.deadline());
    }

    private static long nanos(Duration deadline) {
        return deadline.compareTo(Duration.ofNanos(FOREVER_NANOS)) >= 0 ? FOREVER_NANOS
                : Math.max(0, deadline.toNanos());
    }

    @Override
    public CompletableFuture<Bytes> completion() {
        return completion;
    }

    @Override
    public void cancel() {
        exchange.cancel(this);
    }

    @Override
    public Bytes await() throws UsbException, InterruptedException {
        exchange.requireOtherThread(request);
        return UsbTransfer.super.await();
    }
}
