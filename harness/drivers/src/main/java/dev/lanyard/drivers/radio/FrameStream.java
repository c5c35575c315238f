package dev.lanyard.drivers.radio;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.capture.CapturePacket;
import dev.lanyard.wire.capture.CaptureReader;
import dev.lanyard.wire.capture.LinkType;
import dev.lanyard.wire.capture.PcapWriter;
import dev.lanyard.wire.capture.RadioHeader;
import dev.lanyard.wire.ieee80211.Radiotap;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/**
 * Frames with radiotap headers over a TCP connection, as a capture in each direction, which Wireshark, tcpdump and netcat
 * know: classic pcap goes out; pcap or pcapng of link type 127, or 105 (no header), comes in. The octets of either
 * direction may begin at any time, or never. Waiting frames are bounded: more of them are dropped and counted.
 */
final class FrameStream implements AutoCloseable {

    /** Frames that wait to be written. */
    static final int MOST_WAITING = 1_024;
    /** What the system holds for whoever reads slowly, in octets. */
    private static final int SEND_BUFFER = 256 << 10;
    private static final int FCS = 4;
    private static final int SHORTEST = 10;
    /** The longest frame of 802.11 (12.1.2: VHT MPDU). */
    private static final int LONGEST = 11_454;

    private record Outgoing(long epochNanos, Bytes packet) {}

    /**
     * A frame that came in.
     *
     * @param frame     without frame check sequence
     * @param frequency of the channel in MHz, where the header says one
     * @param signal    in dBm
     * @param tsft      when its first octet was on the air, in microseconds of the sender's clock
     */
    record Incoming(Bytes frame, OptionalInt frequency, OptionalInt signal, OptionalLong tsft) {}

    private final Socket socket;
    private final BlockingQueue<Outgoing> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Thread writer;
    private volatile boolean closed;

    /** Begins to write at once. */
    FrameStream(Socket socket, String name) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSendBufferSize(SEND_BUFFER);
        writer = Thread.ofVirtual().name(name + " writer").start(this::write);
    }

    /** Hands a frame over without waiting; whether there was room. */
    boolean offer(long epochNanos, Radiotap header, Bytes frame) {
        return waiting.offer(new Outgoing(epochNanos, header.encode().concat(frame)));
    }

    private void write() {
        try {
            PcapWriter out = new PcapWriter(socket.getOutputStream(), LinkType.IEEE802_11_RADIOTAP);
            while (!closed) {
                Outgoing next = waiting.take();
                out.write(next.epochNanos(), next.packet());
            }
        } catch (IOException _) {
            // Whoever was there reads no more; the reader hears of the end too.
            close();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Shows every frame that comes in, on this thread, until the other end says nothing more.
     *
     * @throws IOException when what comes is no capture of 802.11 frames, or the connection breaks
     */
    void read(Consumer<Incoming> frames) throws IOException {
        InputStream in = new BufferedInputStream(socket.getInputStream());
        in.mark(1);
        if (in.read() < 0) {
            // Whoever only watches says nothing at all.
            return;
        }
        in.reset();
        CaptureReader capture = CaptureReader.open(in);
        Optional<CapturePacket> packet = capture.next();
        while (packet.isPresent() && !closed) {
            int linkType = capture.interfaceOf(packet.get()).linkType();
            if (linkType != LinkType.IEEE802_11_RADIOTAP && linkType != LinkType.IEEE802_11) {
                throw new IOException("link type " + linkType + " came; 802.11 frames have "
                        + LinkType.IEEE802_11_RADIOTAP + " (radiotap) or " + LinkType.IEEE802_11);
            }
            frame(linkType, packet.get().data()).ifPresent(frames);
            packet = capture.next();
        }
    }

    private static Optional<Incoming> frame(int linkType, Bytes packet) {
        RadioHeader header = RadioHeader.none(packet);
        if (linkType == LinkType.IEEE802_11_RADIOTAP) {
            if (!Radiotap.decode(packet).defects().isEmpty()) {
                return Optional.empty();
            }
            header = RadioHeader.ofRadiotap(packet);
        }
        Bytes frame = header.hasFcs() ? header.frame().truncate(Math.max(0, header.frame().length() - FCS))
                : header.frame();
        return frame.length() < SHORTEST || frame.length() > LONGEST || header.badFcs() ? Optional.empty()
                : Optional.of(new Incoming(frame, header.frequencyMhz(), header.signalDbm(), header.tsfMicros()));
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        writer.interrupt();
        try {
            socket.close();
        } catch (IOException _) {
            // It is closed as far as anybody can close it.
            return;
        }
    }
}
