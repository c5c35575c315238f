package dev.lanyard.drivers.cdc;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ntb.NtbDefect;
import dev.lanyard.wire.ntb.NtbReader;
import dev.lanyard.wire.ntb.NtbWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;

/**
 * Frames in transfer blocks (NCM 1.0 §3, unchecked). A frame goes out at once while nothing is under way; otherwise it
 * gathers company until a write completes, the block is full, or it has been held long enough.
 */
final class NcmDataPath implements DataPath {

    /** Rounds without anything to do after which the holder rests until it is woken. */
    private static final int IDLE_ROUNDS = 8;

    private final CdcLink link;
    private final OutPipe out;
    private final LinkCounters.Counting counters;
    private final Notes notes;
    private final NtbReader reader;
    private final NtbWriter writer;
    private final int maxDatagrams;
    private final int maxPacketSize;
    private final long acceptedBlockLength;
    private final long holdNanos;
    private final Condition held;
    private final Thread holder;
    private final FrameSink sink = new FrameSink();
    private byte[] block = new byte[0];
    private int sequence;
    /** When the first frame of the block that is being filled came. */
    private long heldSince;
    private boolean holderRests;
    private boolean stopped;

    /**
     * @param acceptedBlockLength dwNtbOutMaxSize: a transfer of this length needs nothing to end it
     */
    NcmDataPath(CdcLink link, OutPipe out, LinkCounters.Counting counters, Notes notes, NtbReader reader,
                NtbWriter writer, int maxPacketSize, long acceptedBlockLength, Duration hold) {
        this.link = link;
        this.out = out;
        this.counters = counters;
        this.notes = notes;
        this.reader = reader;
        this.writer = writer;
        this.maxDatagrams = writer.options().maxDatagrams();
        this.maxPacketSize = maxPacketSize;
        this.acceptedBlockLength = acceptedBlockLength;
        this.holdNanos = hold.toNanos();
        out.onCompletion(this::sendHeld);
        held = out.lock.newCondition();
        holder = out.threads().name("ncm-hold").unstarted(this::watchHeld);
    }

    NcmDataPath start() {
        if (holdNanos > 0) {
            holder.start();
        }
        return this;
    }

    @Override
    public void received(Bytes transfer, long nanos) {
        if (transfer.isEmpty()) {
            counters.emptyReads.increment();
            return;
        }
        counters.readsIn.increment();
        if (block.length < transfer.length()) {
            block = new byte[transfer.length()];
        }
        transfer.copyTo(block, 0);
        sink.transfer = transfer;
        sink.nanos = nanos;
        reader.read(block, 0, transfer.length(), sink);
        sink.transfer = Bytes.EMPTY;
    }

    private final class FrameSink implements NtbReader.Sink {

        private Bytes transfer = Bytes.EMPTY;
        private long nanos;

        @Override
        public void datagram(byte[] buffer, int offset, int length) {
            link.received(nanos, buffer, offset, length, transfer.slice(offset, length));
        }

        @Override
        public void dropped(NtbDefect.Kind why, int offset) {
            counters.malformed.increment();
            notes.repeated("transfer block " + why, "a transfer block of " + transfer.length()
                    + " octets is malformed at offset " + offset + ": " + why + "; what it concerns was dropped");
        }
    }

    @Override
    public void send(byte[] frame, int offset, int length) throws IOException, InterruptedException {
        out.lock.lockInterruptibly();
        try {
            out.requireOpen();
            while (!append(frame, offset, length)) {
                out.awaitRoom();
                // While the lock was free, a completion may have sent the block.
                if (!writer.isEmpty()) {
                    launchBlock();
                }
            }
            link.sending(frame, offset, length);
            boolean full = maxDatagrams > 0 && writer.datagrams() == maxDatagrams;
            if (out.hasRoom() && (full || out.isIdle() || holdNanos == 0)) {
                launchBlock();
            } else if (writer.datagrams() == 1) {
                heldSince = System.nanoTime();
                if (holderRests) {
                    held.signal();
                }
            }
        } finally {
            out.lock.unlock();
        }
    }

    private boolean append(byte[] frame, int offset, int length) throws IOException {
        try {
            return writer.append(frame, offset, length);
        } catch (IllegalArgumentException e) {
            throw new IOException("cannot send: " + e.getMessage(), e);
        }
    }

    @Override
    public void flush() throws IOException, InterruptedException {
        out.lock.lockInterruptibly();
        try {
            out.requireOpen();
            if (!writer.isEmpty()) {
                out.awaitRoom();
            }
            sendHeld();
        } finally {
            out.lock.unlock();
        }
    }

    @Override
    public void stop(String reason) {
        out.lock.lock();
        try {
            stopped = true;
            held.signal();
        } finally {
            out.lock.unlock();
        }
        out.stop(reason);
    }

    private void sendHeld() {
        if (!writer.isEmpty() && out.hasRoom() && !stopped) {
            launchBlock();
        }
    }

    private void launchBlock() {
        int length = writer.finish(sequence++, maxPacketSize);
        boolean zeroPacket = length % maxPacketSize == 0 && length < acceptedBlockLength;
        out.launch(Bytes.copyOf(writer.buffer(), 0, length), zeroPacket);
    }

    /**
     * Sends what was held long enough. While frames keep coming it looks again and again, because that is cheaper than
     * waking it for every block.
     */
    private void watchHeld() {
        int idleRounds = 0;
        out.lock.lock();
        try {
            while (!stopped) {
                // With no room, a completion sends what is held.
                boolean nothingToDo = writer.isEmpty() || !out.hasRoom();
                if (nothingToDo && ++idleRounds > IDLE_ROUNDS) {
                    holderRests = true;
                    held.await();
                    holderRests = false;
                    idleRounds = 0;
                } else if (nothingToDo) {
                    held.awaitNanos(holdNanos);
                } else if (heldLongEnough()) {
                    sendHeld();
                } else {
                    held.awaitNanos(Math.max(1, holdNanos - (System.nanoTime() - heldSince)));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            out.lock.unlock();
        }
    }

    private boolean heldLongEnough() {
        return System.nanoTime() - heldSince >= holdNanos;
    }
}
