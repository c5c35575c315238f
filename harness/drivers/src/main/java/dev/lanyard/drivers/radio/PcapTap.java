package dev.lanyard.drivers.radio;

import dev.lanyard.wire.Bytes;
import java.io.IOException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;
import org.pcap4j.packet.namednumber.DataLinkType;

/** An interface in monitor mode, by libpcap. */
public final class PcapTap implements MonitorRadio.Tap {

    private static final int LONGEST_FRAME = 65_536;
    private static final int BUFFER = 8 << 20;
    private static final int LOOK_MILLIS = 10;
    private static final long OLDEST = 5_000_000;

    private final String name;
    private final PcapHandle handle;
    private volatile boolean started;
    private volatile boolean closed;

    private PcapTap(String name, PcapHandle handle) {
        this.name = name;
        this.handle = handle;
    }

    /**
     * Opens an interface.
     *
     * @throws IOException when it is not there, not allowed, or not in monitor mode; the message says what to do
     */
    public static PcapTap open(String name) throws IOException {
        PcapHandle handle = null;
        try {
            handle = new PcapHandle.Builder(name).snaplen(LONGEST_FRAME).bufferSize(BUFFER)
                    .promiscuousMode(PromiscuousMode.PROMISCUOUS).timeoutMillis(LOOK_MILLIS).immediateMode(true).build();
            if (!handle.getDlt().equals(DataLinkType.IEEE802_11_RADIO)) {
                throw new IOException("interface " + name + " is not in monitor mode; one is made by sudo iw dev ADAPTER "
                        + "interface add mon0 type monitor; sudo ip link set mon0 up");
            }
            PcapTap tap = new PcapTap(name, handle);
            handle = null;
            return tap;
        } catch (PcapNativeException e) {
            throw new IOException("interface " + name + " cannot be opened: " + e.getMessage()
                    + "; ./lanyard doctor says what is missing", e);
        } catch (LinkageError e) {
            throw new IOException("libpcap is not installed; ./lanyard doctor prints the command that installs it", e);
        } finally {
            if (handle != null) {
                handle.close();
            }
        }
    }

    @Override
    public void send(Bytes packet) throws IOException {
        try {
            handle.sendPacket(packet.toArray());
        } catch (PcapNativeException | NotOpenException e) {
            throw new IOException("interface " + name + " sends nothing: " + e.getMessage(), e);
        }
    }

    @Override
    public void start(MonitorRadio.Heard packets) {
        started = true;
        Thread.ofPlatform().daemon().name("pcap " + name).start(() -> {
            while (!closed) {
                try {
                    byte[] packet = handle.getNextRawPacket();
                    if (packet != null) {
                        packets.packet(Bytes.wrap(packet), age(handle.getTimestamp()));
                    }
                } catch (NotOpenException _) {
                    return;
                }
            }
            handle.close();
        });
    }

    /** Microseconds since the kernel took a packet; none where somebody set the clock meanwhile. */
    private static long age(Timestamp taken) {
        long age = taken == null ? 0 : ChronoUnit.MICROS.between(taken.toInstant(), Instant.now());
        return age < 0 || age > OLDEST ? 0 : age;
    }

    @Override
    public void close() {
        closed = true;
        if (!started) {
            // Otherwise the thread that reads closes it: closing under it would end the process.
            handle.close();
        }
    }
}
