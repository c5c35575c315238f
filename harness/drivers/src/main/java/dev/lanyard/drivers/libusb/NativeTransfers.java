package dev.lanyard.drivers.libusb;

import dev.lanyard.drivers.usb.TransferRequest;
import dev.lanyard.wire.usb.TransferType;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.usb4java.BufferUtils;
import org.usb4java.DeviceHandle;
import org.usb4java.LibUsb;
import org.usb4java.Transfer;

/**
 * The native halves of a device's transfers. Those of bulk and interrupt endpoints are used again: each call of usb4java
 * looks its fields up by name, so making and filling one costs several times what submitting it does, its buffer not
 * counted.
 *
 * <p>Whoever took one gives it back when libusb has ended it, and does not touch it any more then.
 */
final class NativeTransfers {

    /** At an endpoint, while nothing is under way there; more are freed. */
    private static final int KEPT = 16;
    /** In octets; longer ones are freed. */
    private static final int LONGEST_KEPT = 128 << 10;
    /** Writes of an endpoint differ in length; what is made for a short one serves most others too. */
    private static final int LEAST_WRITE = 16 << 10;

    /** Told on libusb's thread, once for each submission that succeeded. */
    @FunctionalInterface
    interface Owner {
        void ended(Native ended);
    }

    /** One native transfer with its buffer. */
    static final class Native {

        private final Transfer transfer;
        private final ByteBuffer buffer;
        private final int key;
        private volatile Owner owner;
        /** What libusb was last told; unknown at first, since usb4java reads it from what a buffer holds then. */
        private int length = -1;
        private long timeout;
        private byte flags;

        private Native(Transfer transfer, ByteBuffer buffer, int key) {
            this.transfer = transfer;
            this.buffer = buffer;
            this.key = key;
        }

        ByteBuffer buffer() {
            return buffer;
        }

        /** Hands the first {@code octets} of the buffer to libusb; returns its code. */
        int submit(int octets, long timeoutMillis, byte transferFlags) {
            if (length != octets) {
                transfer.setLength(octets);
                length = octets;
            }
            if (timeout != timeoutMillis) {
                transfer.setTimeout(timeoutMillis);
                timeout = timeoutMillis;
            }
            if (flags != transferFlags) {
                transfer.setFlags(transferFlags);
                flags = transferFlags;
            }
            return LibUsb.submitTransfer(transfer);
        }

        int status() {
            return transfer.status();
        }

        int actualLength() {
            return transfer.actualLength();
        }

        void cancel() {
            LibUsb.cancelTransfer(transfer);
        }
    }

    private final DeviceHandle handle;
    private final Map<Integer, ArrayDeque<Native>> kept = new HashMap<>();
    private boolean closed;

    NativeTransfers(DeviceHandle handle) {
        this.handle = handle;
    }

    /** One whose buffer holds {@code octets}; null when there is no memory for it. */
    Native take(TransferRequest request, int octets, Owner owner) {
        int key = request.type().ordinal() << 8 | request.endpointAddress();
        Native taken = again(key, octets);
        if (taken == null) {
            taken = make(request, key, isKept(request) && !request.isIn() ? Math.max(octets, LEAST_WRITE) : octets);
        }
        if (taken != null) {
            taken.owner = owner;
        }
        return taken;
    }

    private synchronized Native again(int key, int octets) {
        ArrayDeque<Native> those = kept.get(key);
        Native last = those == null ? null : those.pollLast();
        if (last != null && last.buffer.capacity() < octets) {
            LibUsb.freeTransfer(last.transfer);
            return null;
        }
        return last;
    }

    private Native make(TransferRequest request, int key, int capacity) {
        ByteBuffer buffer;
        try {
            buffer = BufferUtils.allocateByteBuffer(capacity);
        } catch (OutOfMemoryError e) {
            return null;
        }
        Transfer transfer = LibUsb.allocTransfer(0);
        if (transfer == null) {
            return null;
        }
        Native made = new Native(transfer, buffer, key);
        byte endpoint = (byte) request.endpointAddress();
        switch (request.type()) {
            case CONTROL -> LibUsb.fillControlTransfer(transfer, handle, buffer, t -> made.owner.ended(made), null, 0);
            case INTERRUPT -> LibUsb.fillInterruptTransfer(transfer, handle, endpoint, buffer,
                    t -> made.owner.ended(made), null, 0);
            default -> LibUsb.fillBulkTransfer(transfer, handle, endpoint, buffer, t -> made.owner.ended(made), null,
                    0);
        }
        return made;
    }

    private static boolean isKept(TransferRequest request) {
        return request.type() == TransferType.BULK || request.type() == TransferType.INTERRUPT;
    }

    /** Takes one back that libusb has ended, or never took. */
    void give(Native over, TransferRequest request) {
        synchronized (this) {
            over.owner = null;
            if (!closed && isKept(request) && over.buffer.capacity() <= LONGEST_KEPT) {
                ArrayDeque<Native> those = kept.computeIfAbsent(over.key, k -> new ArrayDeque<>());
                if (those.size() < KEPT) {
                    those.addLast(over);
                    return;
                }
            }
        }
        LibUsb.freeTransfer(over.transfer);
    }

    /** Frees those that are not under way; the others are freed when they are given back. */
    synchronized void close() {
        closed = true;
        kept.values().forEach(those -> those.forEach(idle -> LibUsb.freeTransfer(idle.transfer)));
        kept.clear();
    }
}
