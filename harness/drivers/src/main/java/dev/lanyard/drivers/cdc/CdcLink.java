package dev.lanyard.drivers.cdc;

import dev.lanyard.drivers.link.Link;
import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.net.MacAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The frame path of a driver: what does not depend on ECM or NCM. The listener is told one thing at a time. */
final class CdcLink implements Link {

    /** The source of frames and link states on the timeline. */
    static final String SOURCE = "link";

    private static final int ETHERNET_HEADER = 14;

    private final MacAddress macAddress;
    private final int mtu;
    private final Recorder recorder;
    private final Notes notes;
    private final LinkCounters.Counting counters;
    private final Runnable onClose;
    private final ReentrantLock telling = new ReentrantLock();
    private final Condition stateChanged = telling.newCondition();
    private volatile Listener listener = new Deaf();
    private volatile DataPath path;
    private volatile String noPath = "the data interface is in alternate setting 0; select 1 first";
    private volatile boolean up;
    private String gone;

    private static final class Deaf implements Listener {
        @Override
        public void frame(byte[] buffer, int offset, int length) {
            // Nobody listens yet.
        }
    }

    CdcLink(MacAddress macAddress, int mtu, Recorder recorder, Notes notes, LinkCounters.Counting counters,
            Runnable onClose) {
        this.macAddress = macAddress;
        this.mtu = mtu;
        this.recorder = recorder;
        this.notes = notes;
        this.counters = counters;
        this.onClose = onClose;
    }

    @Override
    public MacAddress macAddress() {
        return macAddress;
    }

    @Override
    public int mtu() {
        return mtu;
    }

    @Override
    public boolean isUp() {
        return up;
    }

    @Override
    public void send(byte[] frame, int offset, int length) throws IOException, InterruptedException {
        requirePath().send(frame, offset, length);
    }

    @Override
    public void flush() throws IOException, InterruptedException {
        requirePath().flush();
    }

    @Override
    public void listen(Listener next) {
        String reason;
        telling.lock();
        try {
            listener = next;
            reason = gone;
        } finally {
            telling.unlock();
        }
        if (reason != null) {
            next.detached(reason);
        }
    }

    /** Stops the driver: see {@link CdcDriver#close}. */
    @Override
    public void close() {
        onClose.run();
    }

    private DataPath requirePath() throws IOException {
        DataPath current = path;
        if (current == null) {
            throw new NoDataPathException("cannot send: " + noPath);
        }
        return current;
    }

    void path(DataPath next, String reasonForNone) {
        noPath = reasonForNone;
        path = next;
    }

    /** Records a frame that goes out. */
    void sending(byte[] frame, int offset, int length) {
        counters.framesOut.increment();
        recorder.record(SOURCE, new Event.Frame(false, Bytes.copyOf(frame, offset, length)));
    }

    /**
     * Records a frame that came in and hands it on.
     *
     * @param nanos when it came, on the timeline
     * @param data  the same octets, to keep
     */
    void received(long nanos, byte[] buffer, int offset, int length, Bytes data) {
        if (length < ETHERNET_HEADER) {
            counters.malformed.increment();
            notes.repeated("short frame",
                    "a frame of " + length + " octets, shorter than an Ethernet header, was dropped");
            return;
        }
        counters.framesIn.increment();
        recorder.record(nanos, SOURCE, new Event.Frame(true, data));
        tell(() -> listener.frame(buffer, offset, length));
    }

    /** Notes that the accessory, or the lack of an accessory's word, says that the link is up or down. */
    void state(boolean nowUp, String cause) {
        telling.lock();
        try {
            if (up == nowUp || gone != null) {
                return;
            }
            // Whoever sees the new state finds it on the timeline.
            recorder.record(SOURCE, new Event.LinkState(nowUp, cause));
            up = nowUp;
            stateChanged.signalAll();
            tell(() -> listener.linkState(nowUp));
        } finally {
            telling.unlock();
        }
    }

    /** Ends the link because the accessory is gone; only the first reason counts. */
    void detached(String reason) {
        telling.lock();
        try {
            if (gone != null) {
                return;
            }
            path(null, reason);
            state(false, "detached");
            gone = reason;
            stateChanged.signalAll();
            tell(() -> listener.detached(reason));
        } finally {
            telling.unlock();
        }
    }

    boolean isGone() {
        telling.lock();
        try {
            return gone != null;
        } finally {
            telling.unlock();
        }
    }

    /** Whether the link is up within {@code timeout}. */
    boolean awaitUp(Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        telling.lock();
        try {
            while (!up && gone == null && left > 0) {
                left = stateChanged.awaitNanos(left);
            }
            return up;
        } finally {
            telling.unlock();
        }
    }

    private void tell(Runnable call) {
        telling.lock();
        try {
            call.run();
        } catch (RuntimeException e) {
            notes.repeated("listener", "the listener of the link failed: " + e);
        } finally {
            telling.unlock();
        }
    }
}
