package dev.lanyard.drivers.radio;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.Radiotap;
import dev.lanyard.wire.nan.Nan;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;

/**
 * Frames in and out of an interface in monitor mode, with radiotap headers. Timing is the machine's: a frame goes out
 * up to some milliseconds after it was asked for, and not before a change of the channel is done. When one came in, the
 * tap says. What comes back of own frames is left out.
 */
public final class MonitorRadio implements Radio {

    /** dBm where the adapter does not say. */
    private static final int UNKNOWN_SIGNAL = -50;
    private static final int REMEMBERED = 256;
    /** Frames that wait for a change of the channel at most. */
    private static final int HELD = 256;
    /** Between these are the times that a change of the channel is said to take, as the last ones took. */
    private static final Duration QUICKEST = Duration.ofMillis(2);
    private static final Duration SLOWEST = Duration.ofMillis(12);
    private static final long FORGOTTEN = 8;
    private static final int FCS = 4;
    private static final int SHORTEST = 10;
    private static final int SEQUENCE_CONTROL = 22;

    private final RealTimeLoop loop;
    private final Tap tap;
    private final Tuner tuner;
    private final Observer observer;
    private final ExecutorService tuning;
    private final AtomicInteger wanted;
    /** What waits for the channel that it is to be sent on; on the loop. */
    private final Deque<Held> held = new ArrayDeque<>();
    /** The channel that the adapter is on, 0 while it changes; on the loop. */
    private int present;
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
    private volatile long tuningNanos;
    private volatile long usualNanos;
    /** When a change of the channel that is under way should be done, in microseconds of the loop's clock. */
    private long tunedBy;

    private record Held(int mhz, Bytes frame) {}

    /** Takes packets of a tap. */
    @FunctionalInterface
    public interface Heard {

        /** {@code age} is how many microseconds ago the packet was taken from the air. */
        void packet(Bytes packet, long age);
    }

    /** Packets with radiotap headers, both ways. */
    public interface Tap extends AutoCloseable {

        /** Hands a packet to the adapter. */
        void send(Bytes packet) throws IOException;

        /** Shows every packet from now on, on a thread of its own. */
        void start(Heard packets) throws IOException;

        @Override
        void close();
    }

    /** Sets the channel of the adapter; may take its time. */
    @FunctionalInterface
    public interface Tuner extends AutoCloseable {

        void tune(int mhz) throws IOException, InterruptedException;

        @Override
        default void close() {
            // Most hold nothing.
        }
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
        tap.start((packet, age) -> {
            long taken = loop.micros() - age;
            loop.at(0, () -> take(packet, taken));
        });
    }

    /**
     * The radio of an interface in monitor mode, on the discovery channel; it closes its loop in the end.
     *
     * @throws IOException when the interface is not there, not allowed, or not in monitor mode
     */
    public static MonitorRadio open(String name, Observer observer) throws IOException {
        RealTimeLoop loop = new RealTimeLoop("air of " + name);
        try {
            return new MonitorRadio(loop, PcapTap.open(name), new IwTuner("iw", name), Nan.CHANNEL_2_4GHZ, observer);
        } catch (IOException e) {
            loop.close();
            throw e;
        }
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
        present = 0;
        tunedBy = loop.micros() + usualNanos / 1_000;
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
            long began = System.nanoTime();
            tuner.tune(mhz);
            long took = System.nanoTime() - began;
            usualNanos += (took - usualNanos) / FORGOTTEN;
            tuningNanos = Math.max(took, tuningNanos - (tuningNanos - took) / FORGOTTEN);
        } catch (IOException e) {
            loop.at(0, () -> observer.trouble(e.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return;
        }
        loop.at(0, () -> tuned(mhz));
    }

    private void tuned(int mhz) {
        if (wanted.get() != mhz || closed) {
            return;
        }
        present = mhz;
        for (Held one = held.poll(); one != null; one = held.poll()) {
            // What was meant for a channel left meanwhile would disturb this one.
            if (one.mhz() == mhz) {
                transmit(one.frame());
            }
        }
    }

    @Override
    public Duration tuning() {
        // Some more, for what the next one takes.
        Duration usual = Duration.ofNanos(tuningNanos + tuningNanos / 4);
        return usual.compareTo(QUICKEST) < 0 ? QUICKEST : usual.compareTo(SLOWEST) > 0 ? SLOWEST : usual;
    }

    @Override
    public void sendStamped(LongFunction<Bytes> made) {
        long now = loop.micros();
        Bytes frame = made.apply(present == frequency() ? now : Math.max(now, tunedBy));
        if (frame.length() > 0) {
            send(frame);
        }
    }

    @Override
    public void send(Bytes frame) {
        if (present == frequency()) {
            transmit(frame);
        } else if (held.size() < HELD) {
            held.add(new Held(frequency(), frame));
        }
    }

    private void transmit(Bytes frame) {
        sent.put(lasting(frame), true);
        observer.frame(false, frequency(), UNKNOWN_SIGNAL, frame);
        try {
            tap.send(Radiotap.toSend().encode().concat(frame));
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

    private void take(Bytes packet, long taken) {
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
        listener.received(new Reception(taken, taken, frequency, signal, frame));
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
        tuner.close();
        tap.close();
        loop.close();
    }
}
