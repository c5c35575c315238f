package dev.lanyard.drivers.cdc;

import dev.lanyard.drivers.usb.TransferRequest;
import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.drivers.usb.UsbTransfer;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.TransferType;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Keeps several reads queued on an IN endpoint and hands on what they bring, in order, on a thread of its own. A
 * stall is cleared and other errors are retried, a bounded number of times in a row.
 */
final class InPump {

    /** Told on the pump's thread. */
    interface Sink {

        /** @param nanos when the read ended, on the timeline; this thread may have been kept waiting since */
        void received(Bytes data, long nanos);

        /** No more will come: the device is gone, or the endpoint fails for good. Not after {@link InPump#stop}. */
        void ended(UsbException reason);
    }

    /** A read, and when it ended. */
    private static final class Read {

        private final UsbTransfer transfer;
        private volatile long ended = NOT_YET;

        Read(UsbTransfer transfer) {
            this.transfer = transfer;
        }
    }

    private static final long NOT_YET = Long.MIN_VALUE;
    /** A read waits this long for the device before it is made anew; nothing is lost by that. */
    private static final Duration READ_DEADLINE = Duration.ofHours(1);
    private static final Duration CLEAR_LIMIT = Duration.ofSeconds(1);
    private static final int MAX_ERRORS = 8;
    private static final long RETRY_PAUSE_MILLIS = 5;
    private static final Duration STOP_LIMIT = Duration.ofSeconds(2);

    private final UsbConnection connection;
    private final TransferRequest request;
    private final int depth;
    private final Notes notes;
    private final Sink sink;
    private final Deque<Read> queued = new ArrayDeque<>();
    private final Thread thread;
    /** The read that is being waited for; no longer in {@link #queued}. */
    private Read current;
    private long lastEnded = NOT_YET;
    private boolean stopping;

    InPump(UsbConnection connection, TransferType type, int endpointAddress, int length, int depth, Notes notes,
           Sink sink) {
        this.connection = connection;
        this.request = TransferRequest.in(type, endpointAddress, length, READ_DEADLINE);
        this.depth = depth;
        this.notes = notes;
        this.sink = sink;
        this.thread = connection.readers().name("cdc-read-0x%02x".formatted(endpointAddress)).unstarted(this::run);
    }

    void start() {
        fill();
        thread.start();
    }

    /**
     * Withdraws the reads and waits, bounded, until all of them have ended, and the thread unless it is the caller. Who
     * closes the connection before the last read has ended leaves its host with answers that nobody waits for: Linux'
     * usbip-vudc then sends them to the next client.
     */
    void stop() {
        List<CompletableFuture<Bytes>> ending = new ArrayList<>();
        synchronized (queued) {
            stopping = true;
            if (current != null) {
                ending.add(current.transfer.completion());
            }
            queued.forEach(read -> ending.add(read.transfer.completion()));
            withdraw();
        }
        boolean interrupted = Thread.interrupted();
        long end = System.nanoTime() + STOP_LIMIT.toNanos();
        try {
            CompletableFuture.allOf(ending.toArray(CompletableFuture[]::new))
                    .handle((done, failure) -> done).get(STOP_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
            if (Thread.currentThread() != thread) {
                thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            }
        } catch (TimeoutException | ExecutionException e) {
            notes.warning(request + " did not end within " + STOP_LIMIT.toMillis() + " ms after it was cancelled");
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (Thread.currentThread() != thread) {
            thread.interrupt();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits, at most {@code limit}, until the thread has ended by itself. */
    void awaitEnd(Duration limit) throws InterruptedException {
        thread.join(limit);
    }

    private void run() {
        int errors = 0;
        try {
            while (true) {
                Read next = next();
                if (next == null) {
                    return;
                }
                try {
                    Bytes data = next.transfer.await();
                    errors = 0;
                    long nanos = ended(next);
                    fill();
                    sink.received(data, nanos);
                } catch (UsbException e) {
                    if (isStopping()) {
                        return;
                    }
                    errors = e.error() == UsbError.TIMEOUT ? 0 : errors + 1;
                    if (isFinal(e) || errors > MAX_ERRORS) {
                        withdraw();
                        sink.ended(e);
                        return;
                    }
                    recover(e);
                }
            }
        } catch (InterruptedException e) {
            withdraw();
        } catch (RuntimeException e) {
            withdraw();
            notes.blind("reading ended by a fault of the harness: " + e);
            sink.ended(new UsbException(UsbError.IO, request.toString(), e));
        }
    }

    private static boolean isFinal(UsbException e) {
        return switch (e.error()) {
            case DETACHED, CANCELLED, NOT_FOUND, GARBAGE, UNSUPPORTED, ACCESS, BUSY -> true;
            case STALL, TIMEOUT, OVERFLOW, PROTOCOL, IO -> false;
        };
    }

    private void recover(UsbException e) throws InterruptedException {
        if (e.error() != UsbError.TIMEOUT) {
            notes.repeated("read " + e.error(), e.getMessage());
        }
        if (e.error() == UsbError.STALL) {
            withdraw();
            try {
                connection.clearHalt(request.endpointAddress(), CLEAR_LIMIT);
            } catch (UsbException refused) {
                notes.repeated("clear halt", refused.getMessage());
            }
        } else if (e.error() != UsbError.TIMEOUT) {
            Thread.sleep(RETRY_PAUSE_MILLIS);
        }
        fill();
    }

    /** Whoever waits for a read may be told before its time is noted: then that is now. Never goes back. */
    private long ended(Read read) {
        long noted = read.ended;
        lastEnded = Math.max(lastEnded, noted == NOT_YET ? notes.nanos() : noted);
        return lastEnded;
    }

    private Read next() {
        synchronized (queued) {
            current = stopping ? null : queued.poll();
            return current;
        }
    }

    private boolean isStopping() {
        synchronized (queued) {
            return stopping;
        }
    }

    private void fill() {
        synchronized (queued) {
            while (!stopping && queued.size() < depth) {
                Read read = new Read(connection.submit(request));
                read.transfer.completion().whenComplete((data, failure) -> read.ended = notes.nanos());
                queued.add(read);
            }
        }
    }

    private void withdraw() {
        synchronized (queued) {
            if (current != null) {
                current.transfer.cancel();
            }
            queued.forEach(read -> read.transfer.cancel());
            queued.clear();
        }
    }
}
