package dev.lanyard.drivers.radio;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.Radiotap;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Frames in and out of an interface in monitor mode, with radiotap headers. Timing is the machine's: a frame goes out
 * some milliseconds after it was asked for. What comes back of own frames is left out.
 */
public final class MonitorRadio implements Radio {

    /** dBm where the adapter does not say. */
    private static final int UNKNOWN_SIGNAL = -50;
    private static final int REMEMBERED = 256;
    private static final int FCS = 4;
    private static final int SHORTEST = 10;
    private static final int SEQUENCE_CONTROL = 22;

    private final RealTimeLoop loop;
    private final Tap tap;
    private final Tuner tuner;
    private final Observer observer;
    private final ExecutorService tuning;
    private final AtomicInteger wanted;
    /** Own frames that may come back; on the loop. */
    private final Map<Bytes, Boolean> sent = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Bytes, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };
    private Listener listener = frame -> { };
    private volatile boolean closed;

    /** Packets with radiotap headers, both ways. */
    public interface Tap extends AutoCloseable {

        /** Hands a packet to the adapter. */
        void send(Bytes packet) throws IOException;

        /** Shows every packet from now on, on a thread of its own. */
        void start(Consumer<Bytes> packets) throws IOException;

        @Override
        void close();
    }

    /** Sets the channel of the adapter; may take its time. */
    @FunctionalInterface
    public interface Tuner {

        void tune(int mhz) throws IOException, InterruptedException;
    }

    /** Told of every frame of the air, own ones too, and of what the adapter would not do; on the loop. */
    public interface Observer {

        void frame(boolean received, int frequency, int signal, Bytes octets);

        void trouble(String text);
    }

    /** Begins to hear on {@code mhz}; closes loop and tap in the end. */
    public MonitorRadio(RealTimeLoop loop, Tap tap, Tuner tuner, int mhz, Observer observer) throws IOException {
        this.loop = loop;
        this.tap = tap;
        this.tuner = tuner;
        this.observer = observer;
        this.wanted = new AtomicInteger();
        this.tuning = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("iw").factory());
        tune(mhz);
        tap.start(packet -> loop.at(0, () -> take(packet)));
    }

    @Override
    public AirLoop loop() {
        return loop;
    }

    @Override
    public int frequency() {
        return wanted.get();
    }

    @Override
    public void tune(int mhz) {
        if (wanted.getAndSet(mhz) == mhz || closed) {
            return;
        }
        try {
            tuning.execute(() -> follow(mhz));
        } catch (RejectedExecutionException _) {
            // Closed meanwhile.
            return;
        }
    }

    private void follow(int mhz) {
        if (wanted.get() != mhz) {
            // Another channel is wanted by now, and its task follows.
            return;
        }
        try {
            tuner.tune(mhz);
        } catch (IOException e) {
            loop.at(0, () -> observer.trouble(e.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void send(Bytes frame) {
        sent.put(lasting(frame), true);
        observer.frame(false, frequency(), UNKNOWN_SIGNAL, frame);
        try {
            tap.send(Radiotap.minimal().encode().concat(frame));
        } catch (IOException e) {
            observer.trouble(e.getMessage());
        }
    }

    /** A frame without what an adapter changes: retry and other flags, duration, sequence number. */
    private static Bytes lasting(Bytes frame) {
        if (!frame.has(0, SEQUENCE_CONTROL + 2)) {
            return frame;
        }
        return frame.slice(0, 1).concat(frame.slice(4, SEQUENCE_CONTROL - 4)).concat(frame.from(SEQUENCE_CONTROL + 2));
    }

    private void take(Bytes packet) {
        Radiotap header = Radiotap.decode(packet);
        if (closed || header.length() == 0 || !header.defects().isEmpty()) {
            return;
        }
        Bytes frame = packet.from(header.length());
        if (header.frameHasFcs()) {
            frame = frame.truncate(Math.max(0, frame.length() - FCS));
        }
        if (frame.length() < SHORTEST || sent.remove(lasting(frame)) != null) {
            return;
        }
        int frequency = header.frequency().orElse(frequency());
        int signal = header.antennaSignal().orElse(UNKNOWN_SIGNAL);
        observer.frame(true, frequency, signal, frame);
        long now = loop.micros();
        listener.received(new Reception(now, now, frequency, signal, frame));
    }

    @Override
    public void listen(Listener other) {
        listener = other;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        tuning.shutdownNow();
        tap.close();
        loop.close();
    }
}
