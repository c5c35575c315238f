package dev.lanyard.stubs.usb;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.SetupPacket;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A transfer request that a host made of an emulated device. Ends exactly once: completed by the device or cancelled by
 * the host, whichever comes first; the loser of that race is told by the return value and does nothing.
 */
public final class Urb {

    /** How a device ends a transfer. */
    public enum Status {
        OK,
        /** The device answers STALL. */
        STALL,
        /** The device sent more than the request had room for. */
        OVERFLOW
    }

    /** Told once, when the device completes the request; {@code data} is empty for OUT. */
    @FunctionalInterface
    public interface Completion {
        void completed(Urb urb, Status status, Bytes data, int actualLength);
    }

    private final int endpointAddress;
    private final SetupPacket setup;
    private final Bytes data;
    private final int length;
    private final boolean zeroPacket;
    private final Completion completion;
    private final AtomicBoolean ended = new AtomicBoolean();

    /**
     * @param endpointAddress bEndpointAddress; 0x00 or 0x80 for control
     * @param setup           for control transfers, else null
     * @param data            what the host sends; empty for IN
     * @param length          buffer length in octets
     * @param zeroPacket      the host ends an OUT transfer of whole packets with a zero-length packet
     */
    public Urb(int endpointAddress, SetupPacket setup, Bytes data, int length, boolean zeroPacket,
               Completion completion) {
        this.endpointAddress = endpointAddress;
        this.setup = setup;
        this.data = data;
        this.length = length;
        this.zeroPacket = zeroPacket;
        this.completion = completion;
    }

    public int endpointAddress() {
        return endpointAddress;
    }

    public SetupPacket setup() {
        return setup;
    }

    public Bytes data() {
        return data;
    }

    public int length() {
        return length;
    }

    public boolean zeroPacket() {
        return zeroPacket;
    }

    public boolean isIn() {
        return (endpointAddress & 0x80) != 0;
    }

    public boolean isEnded() {
        return ended.get();
    }

    /** Completes an IN request with {@code reply}, cut to the room there is. */
    public boolean complete(Bytes reply) {
        Bytes fitting = reply.truncate(length);
        return end(Status.OK, fitting, fitting.length());
    }

    /** Completes an OUT request of which all octets were taken. */
    public boolean accept() {
        return end(Status.OK, Bytes.EMPTY, data.length());
    }

    public boolean stall() {
        return end(Status.STALL, Bytes.EMPTY, 0);
    }

    public boolean overflow() {
        return end(Status.OVERFLOW, Bytes.EMPTY, 0);
    }

    /** Withdraws the request on the host's behalf; true when the device had not ended it, and now cannot. */
    public boolean cancel() {
        return ended.compareAndSet(false, true);
    }

    private boolean end(Status status, Bytes reply, int actualLength) {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        completion.completed(this, status, reply, actualLength);
        return true;
    }
}
