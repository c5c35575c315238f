package dev.lanyard.stubs.cdc;

import dev.lanyard.stubs.usb.ControlRequest;
import dev.lanyard.stubs.usb.InEndpoint;
import dev.lanyard.stubs.usb.OutEndpoint;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.CdcRequest;
import java.util.function.Consumer;

/** One transfer, one frame (ECM 1.20 §3.3.1). */
final class EcmFraming implements Framing {

    private final int maxPacketSize;

    EcmFraming(int maxPacketSize) {
        this.maxPacketSize = maxPacketSize;
    }

    /** Whole packets, with room for the largest frame and the octet that Linux may add. */
    @Override
    public int receiveBuffer() {
        int packets = FunctionSettings.MAX_SEGMENT_SIZE / maxPacketSize + 1;
        return packets * maxPacketSize;
    }

    @Override
    public OutEndpoint.WhenFull whenFull() {
        return OutEndpoint.WhenFull.OVERRUN;
    }

    /**
     * Hosts avoid a zero-length packet by one more octet behind a frame of whole packets. It cannot be told from data,
     * so it stays on; every protocol above has a length of its own.
     */
    @Override
    public int received(Bytes transfer, Consumer<byte[]> frames) {
        if (transfer.isEmpty()) {
            return 0;
        }
        if (transfer.length() > FunctionSettings.MAX_SEGMENT_SIZE) {
            return 1;
        }
        frames.accept(transfer.toArray());
        return 0;
    }

    @Override
    public void fill(InEndpoint in, FrameQueue queue, Consumer<Bytes> send) {
        while (in.wantsData() && !queue.isEmpty()) {
            byte[] frame = queue.first();
            queue.removeFirst();
            send.accept(Bytes.wrap(frame));
        }
    }

    @Override
    public boolean aggregates() {
        return false;
    }

    @Override
    public void reset() {
        // ECM has nothing to negotiate.
    }

    @Override
    public boolean hasPacketFilter() {
        return true;
    }

    @Override
    public void request(CdcRequest kind, ControlRequest request) {
        request.stall();
    }
}
