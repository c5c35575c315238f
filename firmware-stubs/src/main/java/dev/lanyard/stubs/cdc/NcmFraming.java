package dev.lanyard.stubs.cdc;

import dev.lanyard.stubs.usb.ControlRequest;
import dev.lanyard.stubs.usb.InEndpoint;
import dev.lanyard.stubs.usb.OutEndpoint;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.CdcRequest;
import dev.lanyard.wire.cdc.NcmDescriptor;
import dev.lanyard.wire.cdc.NtbParameters;
import dev.lanyard.wire.ntb.NtbAlignment;
import dev.lanyard.wire.ntb.NtbDefect;
import dev.lanyard.wire.ntb.NtbReader;
import dev.lanyard.wire.ntb.NtbWriter;
import java.util.Arrays;
import java.util.function.Consumer;

/** Frames in transfer blocks (NCM 1.0 §3), in the format that the host chose. */
final class NcmFraming implements Framing {

    private final NcmConfiguration configuration;
    private NtbReader reader;
    private NtbWriter writer;
    private int sequence;

    NcmFraming(NcmConfiguration configuration) {
        this.configuration = configuration;
    }

    @Override
    public int receiveBuffer() {
        return Math.toIntExact(configuration.parameters().dwNtbOutMaxSize());
    }

    /** A block of the maximum size needs no short packet (NCM 1.0 §3.2.1). */
    @Override
    public OutEndpoint.WhenFull whenFull() {
        return OutEndpoint.WhenFull.DELIVER;
    }

    @Override
    public int received(Bytes transfer, Consumer<byte[]> frames) {
        if (transfer.isEmpty()) {
            return 0;
        }
        configure();
        FrameTaker taker = new FrameTaker(frames);
        byte[] octets = transfer.toArray();
        reader.read(octets, 0, octets.length, taker);
        return taker.dropped;
    }

    /** Copies each frame out of its block, because the network rewrites it. */
    private static final class FrameTaker implements NtbReader.Sink {
        private final Consumer<byte[]> frames;
        private int dropped;

        FrameTaker(Consumer<byte[]> frames) {
            this.frames = frames;
        }

        @Override
        public void datagram(byte[] buffer, int offset, int length) {
            frames.accept(Arrays.copyOfRange(buffer, offset, offset + length));
        }

        @Override
        public void dropped(NtbDefect.Kind why, int offset) {
            dropped++;
        }
    }

    @Override
    public void fill(InEndpoint in, FrameQueue queue, Consumer<Bytes> send) {
        while (in.wantsData() && !queue.isEmpty()) {
            configure();
            for (byte[] frame = queue.first(); frame != null && writer.append(frame, 0, frame.length);
                    frame = queue.first()) {
                queue.removeFirst();
            }
            int length = writer.finish(sequence++, in.maxPacketSize());
            send.accept(Bytes.copyOf(writer.buffer(), 0, length));
        }
    }

    /** Reader and writer are made when first needed: they hold a block's memory. */
    private void configure() {
        if (!configuration.takeChange()) {
            return;
        }
        NtbParameters parameters = configuration.parameters();
        reader = new NtbReader(configuration.format(), configuration.crc());
        // One octet less than the host allows: a block of exactly that size would have to go without a short packet
        // at its end, and a host that reads with a larger buffer would wait for more.
        long limit = Math.min(configuration.inputSize().dwNtbInMaxSize() - 1, configuration.format().maxBlockLength());
        writer = new NtbWriter(new NtbWriter.Options(configuration.format(), configuration.crc(),
                Math.toIntExact(limit), configuration.inputSize().wNtbInMaxDatagrams(),
                new NtbAlignment(parameters.wNdpInDivisor(), parameters.wNdpInPayloadRemainder(),
                        parameters.wNdpInAlignment()),
                NtbWriter.NdpPlace.LAST, NtbWriter.Padding.SPECIFICATION));
    }

    @Override
    public boolean aggregates() {
        return true;
    }

    @Override
    public void reset() {
        configuration.reset();
        sequence = 0;
    }

    @Override
    public boolean hasPacketFilter() {
        return configuration.has(NcmDescriptor.PACKET_FILTER);
    }

    @Override
    public void request(CdcRequest kind, ControlRequest request) {
        configuration.request(kind, request);
    }
}
