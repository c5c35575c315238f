package dev.lanyard.stubs.usb;

import dev.lanyard.wire.Bytes;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * A bulk or interrupt IN endpoint. Firmware queues transfers; they flow, packet by packet, into the requests of the
 * host: a request ends with a short packet or when it is full (USB 2.0 §5.8.3), so a transfer that ends in a whole
 * packet runs into the next one unless a zero-length packet follows.
 */
public final class InEndpoint extends Endpoint {

    private static final class Transfer {
        final Bytes data;
        final boolean zeroPacket;
        final Runnable whenSent;
        int at;

        Transfer(Bytes data, boolean zeroPacket, Runnable whenSent) {
            this.data = data;
            this.zeroPacket = zeroPacket;
            this.whenSent = whenSent;
        }

        int remaining() {
            return data.length() - at;
        }
    }

    private final ArrayDeque<Transfer> transfers = new ArrayDeque<>();
    private Runnable whenWanted = () -> { };
    private boolean pumping;
    /** What the first request has got so far from transfers that did not end it. */
    private Urb partialOf;
    private byte[] partial;
    private int partialLength;

    public InEndpoint(int address, int maxPacketSize) {
        super(address, maxPacketSize);
    }

    /** Sets who is asked for data when a request waits and nothing is queued; it may call {@link #queue}. */
    public void whenWanted(Runnable source) {
        whenWanted = source;
    }

    /** Whether a request waits and nothing is queued for it. */
    public boolean wantsData() {
        return transfers.isEmpty() && !isHalted() && urbs().first() != null;
    }

    /**
     * Queues a transfer.
     *
     * @param zeroPacket a transfer of whole packets is to end in a zero-length packet
     */
    public void queue(Bytes data, boolean zeroPacket) {
        queue(data, zeroPacket, null);
    }

    /** Queues a transfer and runs {@code whenSent} once the host has got it. */
    public void queue(Bytes data, boolean zeroPacket, Runnable whenSent) {
        transfers.add(new Transfer(data, zeroPacket, whenSent));
        pump();
    }

    /** Forgets transfers of which the host has got nothing yet. */
    public void dropUnsent() {
        transfers.removeIf(transfer -> transfer.at == 0);
    }

    @Override
    void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        try {
            while (!isHalted()) {
                Urb urb = urbs().first();
                if (urb == null) {
                    return;
                }
                if (transfers.isEmpty()) {
                    whenWanted.run();
                    if (transfers.isEmpty()) {
                        return;
                    }
                }
                feed(urb, transfers.peek());
            }
        } finally {
            pumping = false;
        }
    }

    private void feed(Urb urb, Transfer transfer) {
        if (partialOf != urb) {
            partialOf = null;
            partialLength = 0;
        }
        int room = urb.length() - partialLength;
        int remaining = transfer.remaining();
        int taken = remaining <= room ? remaining : room - room % maxPacketSize();
        if (taken == 0 && remaining > 0) {
            transfer.at += Math.min(maxPacketSize(), remaining);
            finishTransfer(transfer, transfer.remaining() == 0);
            urbs().removeFirst();
            urb.overflow();
            return;
        }
        boolean whole = taken == remaining;
        boolean shortEnd = whole && (transfer.data.length() % maxPacketSize() != 0
                || (transfer.zeroPacket || transfer.data.isEmpty()) && taken < room);
        boolean full = taken == room;
        if (!shortEnd && !full) {
            keep(urb, transfer, taken);
            return;
        }
        Bytes part = transfer.data.slice(transfer.at, taken);
        Bytes reply = partialLength == 0 ? part : joined(part);
        urbs().removeFirst();
        if (!urb.complete(reply)) {
            return;
        }
        partialLength = 0;
        transfer.at += taken;
        boolean zeroPacketDue = whole && !shortEnd && transfer.zeroPacket;
        finishTransfer(transfer, whole && !zeroPacketDue);
    }

    /** The transfer ended in a whole packet, or a packet more does not fit: the request waits for what comes next. */
    private void keep(Urb urb, Transfer transfer, int taken) {
        if (partialOf != urb) {
            partialOf = urb;
            partial = new byte[urb.length()];
        }
        transfer.data.slice(transfer.at, taken).copyTo(partial, partialLength);
        partialLength += taken;
        transfer.at += taken;
        finishTransfer(transfer, transfer.remaining() == 0);
    }

    private Bytes joined(Bytes part) {
        byte[] all = Arrays.copyOf(partial, partialLength + part.length());
        part.copyTo(all, partialLength);
        return Bytes.wrap(all);
    }

    private void finishTransfer(Transfer transfer, boolean finished) {
        if (finished) {
            transfers.remove();
            if (transfer.whenSent != null) {
                transfer.whenSent.run();
            }
        }
    }

    @Override
    void empty() {
        transfers.clear();
        partialOf = null;
        partialLength = 0;
    }
}
