package dev.lanyard.drivers.cdc;

import dev.lanyard.drivers.cdc.CdcOptions.Padding;
import dev.lanyard.wire.Bytes;
import java.io.IOException;
import java.util.Arrays;

/** One transfer is one frame (ECM 1.20 §3.3.1, unchecked). */
final class EcmDataPath implements DataPath {

    private final CdcLink link;
    private final OutPipe out;
    private final LinkCounters.Counting counters;
    private final Padding padding;
    private final int maxPacketSize;

    EcmDataPath(CdcLink link, OutPipe out, LinkCounters.Counting counters, Padding padding, int maxPacketSize) {
        this.link = link;
        this.out = out;
        this.counters = counters;
        this.padding = padding;
        this.maxPacketSize = maxPacketSize;
    }

    @Override
    public void received(Bytes transfer, long nanos) {
        if (transfer.isEmpty()) {
            counters.emptyReads.increment();
            return;
        }
        counters.readsIn.increment();
        byte[] frame = transfer.toArray();
        link.received(nanos, frame, 0, frame.length, transfer);
    }

    @Override
    public void send(byte[] frame, int offset, int length) throws IOException, InterruptedException {
        if (length == 0) {
            throw new IOException("cannot send a frame of 0 octets");
        }
        boolean fillsPackets = length % maxPacketSize == 0;
        boolean extra = fillsPackets && padding != Padding.SPECIFICATION_ZLP;
        byte[] octets = Arrays.copyOfRange(frame, offset, offset + length + (extra ? 1 : 0));
        if (extra) {
            octets[length] = 0;
        }
        out.lock.lockInterruptibly();
        try {
            out.requireOpen();
            out.awaitRoom();
            link.sending(frame, offset, length);
            out.launch(Bytes.wrap(octets), fillsPackets && !extra);
        } finally {
            out.lock.unlock();
        }
    }

    @Override
    public void flush() {
        // Nothing is ever held back.
    }

    @Override
    public void stop(String reason) {
        out.stop(reason);
    }
}
