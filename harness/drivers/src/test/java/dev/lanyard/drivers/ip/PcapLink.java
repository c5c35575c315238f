package dev.lanyard.drivers.ip;

import dev.lanyard.drivers.link.Link;
import dev.lanyard.wire.net.MacAddress;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;
import org.pcap4j.core.RawPacketListener;

/** A kernel interface as a link, under a MAC address of its own so that the kernel passes its frames over. */
final class PcapLink implements Link {

    private final PcapHandle in;
    private final PcapHandle out;
    private final MacAddress mac;
    private final Thread reader;
    private final List<byte[]> sent = new CopyOnWriteArrayList<>();
    private volatile Listener listener = (buffer, offset, length) -> { };

    PcapLink(String networkInterface, MacAddress mac) throws PcapNativeException {
        this.mac = mac;
        in = open(networkInterface);
        out = open(networkInterface);
        reader = Thread.ofPlatform().name("pcap " + networkInterface).daemon().start(this::read);
    }

    private static PcapHandle open(String name) throws PcapNativeException {
        return new PcapHandle.Builder(name).snaplen(2048).bufferSize(16 << 20)
                .promiscuousMode(PromiscuousMode.PROMISCUOUS)
                .timeoutMillis(10).immediateMode(true).build();
    }

    private void read() {
        byte[] own = mac.bytes().toArray();
        try {
            in.loop(-1, (RawPacketListener) frame -> {
                if (!Arrays.equals(frame, 6, 12, own, 0, 6)) {
                    listener.frame(frame, 0, frame.length);
                }
            });
        } catch (PcapNativeException | NotOpenException | InterruptedException e) {
            // The loop was broken by close.
        }
    }

    /** Every frame sent so far. */
    List<byte[]> sent() {
        return sent;
    }

    @Override
    public MacAddress macAddress() {
        return mac;
    }

    @Override
    public int mtu() {
        return 1500;
    }

    @Override
    public boolean isUp() {
        return true;
    }

    @Override
    public synchronized void send(byte[] frame, int offset, int length) throws IOException {
        byte[] copy = Arrays.copyOfRange(frame, offset, offset + length);
        if (sent.size() < 5000) {
            sent.add(copy);
        }
        try {
            out.sendPacket(copy);
        } catch (NotOpenException | PcapNativeException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void flush() {
        // Nothing is held back.
    }

    @Override
    public void listen(Listener taker) {
        listener = taker;
    }

    @Override
    public void close() {
        try {
            in.breakLoop();
            reader.join(2000);
        } catch (NotOpenException e) {
            // Closed already.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        in.close();
        out.close();
    }
}
