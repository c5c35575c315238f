package dev.lanyard.drivers.cdc;

import dev.lanyard.drivers.usb.TransferRequest;
import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.drivers.usb.UsbTransfer;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.TransferType;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bulk writes, a bounded number of them under way. All methods but {@link #stop} and
 * {@link #threads} are called with {@link #lock} held; completions take it for a moment on the host's thread.
 */
final class OutPipe {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(2);
    private static final Duration CLEAR_LIMIT = Duration.ofSeconds(1);

    final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final UsbConnection connection;
    private final int endpointAddress;
    private final int limit;
    private final Duration timeout;
    private final Notes notes;
    private final LinkCounters.Counting counters;
    private final Deque<UsbTransfer> underWay = new ArrayDeque<>();
    private Runnable onCompletion = () -> { };
    private int inFlight;
    private boolean stalled;
    private String ended;
    /** What ended it; null when the harness did. */
    private UsbException endedBy;

    OutPipe(UsbConnection connection, int endpointAddress, int limit, Duration timeout, Notes notes,
            LinkCounters.Counting counters) {
        this.connection = connection;
        this.endpointAddress = endpointAddress;
        this.limit = limit;
        this.timeout = timeout;
        this.notes = notes;
        this.counters = counters;
    }

    /** What is done, with the lock held, after a write ended while the pipe goes on; must not block. */
    void onCompletion(Runnable action) {
        onCompletion = action;
    }

    /** What makes threads that look after the writes: see {@link UsbConnection#readers}. */
    Thread.Builder threads() {
        return connection.readers();
    }

    boolean isIdle() {
        return inFlight == 0;
    }

    boolean hasRoom() {
        return inFlight < limit;
    }

    /** Fails when nothing can be sent any more; clears a halt, for which the lock is free meanwhile. */
    void requireOpen() throws IOException, InterruptedException {
        if (ended == null && stalled) {
            stalled = false;
            lock.unlock();
            try {
                connection.clearHalt(endpointAddress, CLEAR_LIMIT);
            } catch (UsbException e) {
                notes.repeated("clear halt", e.getMessage());
            } finally {
                lock.lock();
            }
        }
        if (ended != null) {
            throw new IOException("cannot send: " + ended, endedBy);
        }
    }

    /** Waits until a write may be started; the lock is free meanwhile, so that others may take the room. */
    void awaitRoom() throws IOException, InterruptedException {
        long left = timeout.toNanos();
        while (ended == null && inFlight >= limit) {
            if (left <= 0) {
                throw new IOException("cannot send: the accessory has taken none of " + inFlight
                        + " writes on endpoint 0x%02x for %d ms".formatted(endpointAddress, timeout.toMillis()));
            }
            left = changed.awaitNanos(left);
        }
        requireOpen();
    }

    /** Starts a write; there must be room. */
    void launch(Bytes data, boolean zeroPacket) {
        inFlight++;
        counters.writes.increment();
        UsbTransfer transfer = connection.submit(
                TransferRequest.out(TransferType.BULK, endpointAddress, data, zeroPacket, timeout));
        underWay.add(transfer);
        transfer.completion().whenComplete((sent, failure) -> completed(transfer, failure));
    }

    private void completed(UsbTransfer transfer, Throwable failure) {
        lock.lock();
        try {
            inFlight--;
            if (underWay.peek() == transfer) {
                underWay.poll();
            } else {
                underWay.remove(transfer);
            }
            if (failure != null && ended == null) {
                failed(failure);
            }
            changed.signalAll();
            if (ended == null) {
                onCompletion.run();
            }
        } finally {
            lock.unlock();
        }
    }

    private void failed(Throwable failure) {
        counters.writesFailed.increment();
        Throwable cause = failure.getCause() instanceof UsbException usb ? usb : failure;
        if (cause instanceof UsbException usb) {
            switch (usb.error()) {
                case DETACHED, CANCELLED, NOT_FOUND, GARBAGE -> {
                    ended = usb.getMessage();
                    endedBy = usb;
                }
                case STALL -> stalled = true;
                default -> { }
            }
        }
        notes.repeated("write failed", cause.getMessage());
    }

    /** Refuses further sending with {@code reason}, withdraws what is under way and waits, bounded, for its end. */
    void stop(String reason) {
        lock.lock();
        try {
            if (ended == null) {
                ended = reason;
            }
            changed.signalAll();
            List.copyOf(underWay).forEach(UsbTransfer::cancel);
            long left = STOP_LIMIT.toNanos();
            while (inFlight > 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (inFlight > 0) {
                notes.warning(inFlight + " writes on endpoint 0x%02x did not end within %d ms after they were cancelled"
                        .formatted(endpointAddress, STOP_LIMIT.toMillis()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
