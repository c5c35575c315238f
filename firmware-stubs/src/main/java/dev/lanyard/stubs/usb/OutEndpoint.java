package dev.lanyard.stubs.usb;

import dev.lanyard.wire.Bytes;

/**
 * A bulk OUT endpoint with a receive buffer. What the host sends is put together until a short packet, or a full
 * buffer, ends the transfer (USB 2.0 §5.8.3).
 */
public final class OutEndpoint extends Endpoint {

    /** What to do with more than the buffer holds. */
    public enum WhenFull {
        /** A full buffer is a transfer; what follows belongs to the next one. */
        DELIVER,
        /** The transfer is too long: its rest is thrown away, and it is delivered as an overrun. */
        OVERRUN
    }

    /** Takes what the host sent. */
    public interface Receiver {

        /** A transfer; empty for a lone zero-length packet. */
        void received(Bytes transfer);

        /** A transfer longer than the buffer ended. */
        default void overrun() {}
    }

    private final int bufferLength;
    private final WhenFull whenFull;
    private final Receiver receiver;
    private boolean paused;
    private boolean pumping;
    private Bytes assembled = Bytes.EMPTY;
    private boolean overrun;

    public OutEndpoint(int address, int maxPacketSize, int bufferLength, WhenFull whenFull, Receiver receiver) {
        super(address, maxPacketSize);
        this.bufferLength = bufferLength;
        this.whenFull = whenFull;
        this.receiver = receiver;
    }

    /** Takes nothing for a while: NAKs. */
    public void pause() {
        paused = true;
    }

    public void resume() {
        paused = false;
        pump();
    }

    public boolean isPaused() {
        return paused;
    }

    @Override
    void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        try {
            while (!isHalted() && !paused) {
                Urb urb = urbs().first();
                if (urb == null) {
                    return;
                }
                urbs().removeFirst();
                if (urb.accept()) {
                    take(urb);
                }
            }
        } finally {
            pumping = false;
        }
    }

    private void take(Urb urb) {
        Bytes data = urb.data();
        boolean ends = data.length() % maxPacketSize() != 0 || data.isEmpty() || urb.zeroPacket();
        boolean delivered = false;
        while (whenFull == WhenFull.DELIVER && assembled.length() + data.length() >= bufferLength) {
            int fitting = bufferLength - assembled.length();
            Bytes full = append(data.slice(0, fitting));
            assembled = Bytes.EMPTY;
            data = data.from(fitting);
            delivered = true;
            receiver.received(full);
        }
        if (assembled.length() + data.length() > bufferLength) {
            overrun = true;
            assembled = Bytes.EMPTY;
        } else if (!overrun) {
            assembled = append(data);
        }
        if (ends && !(delivered && assembled.isEmpty())) {
            end();
        }
    }

    private Bytes append(Bytes data) {
        return assembled.isEmpty() ? data : assembled.concat(data);
    }

    private void end() {
        Bytes transfer = assembled;
        boolean tooLong = overrun;
        assembled = Bytes.EMPTY;
        overrun = false;
        if (tooLong) {
            receiver.overrun();
        } else {
            receiver.received(transfer);
        }
    }

    @Override
    void empty() {
        paused = false;
        assembled = Bytes.EMPTY;
        overrun = false;
    }
}
