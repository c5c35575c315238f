package dev.lanyard.drivers.aware;

import dev.lanyard.drivers.link.Link;
import dev.lanyard.drivers.radio.AirLoop;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.net.MacAddress;
import java.io.IOException;
import java.util.function.Consumer;

/** A data interface: Ethernet frames over the data path of one session. */
final class NdiLink implements Link {

    private static final int HEADER = 14;
    private static final int MTU = 1500;

    private final AirLoop loop;
    private final MacAddress ndi;
    private final Consumer<Bytes> out;
    private final Runnable ending;
    private final AirLoop.Pace pace;
    private Listener listener = (buffer, offset, length) -> { };
    private boolean up = true;

    /**
     * @param out    takes Ethernet frames, on the loop
     * @param ending ends the data path, on the loop
     */
    NdiLink(AirLoop loop, MacAddress ndi, Consumer<Bytes> out, Runnable ending) {
        this.loop = loop;
        this.ndi = ndi;
        this.out = out;
        this.ending = ending;
        this.pace = loop.keepPace();
    }

    @Override
    public MacAddress macAddress() {
        return ndi;
    }

    @Override
    public int mtu() {
        return MTU;
    }

    @Override
    public boolean isUp() {
        return loop.call(() -> up);
    }

    @Override
    public void send(byte[] frame, int offset, int length) throws IOException {
        if (length < HEADER || length > HEADER + MTU) {
            throw new IOException("a frame of " + length + " octets; the data path takes " + HEADER + " to "
                    + (HEADER + MTU));
        }
        Bytes copy = Bytes.copyOf(frame, offset, length);
        boolean taken = loop.call(() -> {
            if (up) {
                out.accept(copy);
            }
            return up;
        });
        if (!taken) {
            throw new IOException("the data path is closed");
        }
    }

    @Override
    public void flush() {
        // Nothing is held back.
    }

    @Override
    public void listen(Listener other) {
        loop.run(() -> listener = other);
    }

    /** An Ethernet frame came in; on the loop. */
    void received(Bytes frame) {
        if (up) {
            byte[] octets = frame.toArray();
            listener.frame(octets, 0, octets.length);
        }
    }

    /** The other end, or the air, ended the data path; on the loop. */
    void ended(String reason) {
        if (up) {
            up = false;
            pace.close();
            listener.linkState(false);
            listener.detached(reason);
        }
    }

    @Override
    public void close() {
        loop.run(() -> {
            if (up) {
                up = false;
                pace.close();
                ending.run();
            }
        });
    }
}
