package dev.lanyard.drivers.radio;

import dev.lanyard.evidence.MonotonicClock;
import dev.lanyard.wire.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A medium inside this process on simulated time. Its time stands still while nobody waits for it; whoever waits moves
 * it from one task to the next ({@link #await}, or a sleep on its {@link #clock}). The same seed and the same calls
 * give the same frames at the same times.
 *
 * <p>While somebody keeps pace ({@link #keepPace}), a thread lets the time run as fast as the machine's clock, and
 * faster while frames wait for their slot ({@link #hurry}). What then happens depends on the machine in its times, and
 * in nothing else.
 *
 * <p>Each channel carries one frame at a time, at 6 Mbit/s. Frames reach the radios that are tuned to their channel
 * when they end. Unicast frames are neither acknowledged nor repeated: a loss is a loss.
 */
public final class VirtualAir implements AirLoop, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(VirtualAir.class);
    /** Preamble and signal field, in microseconds. */
    private static final long PREAMBLE = 20;
    private static final int BITS_PER_MICRO = 6;
    private static final int FCS = 4;
    /** DIFS, and slots of the contention window, in microseconds. */
    private static final long SPACE = 34;
    private static final long SLOT = 9;
    private static final int CONTENTION = 16;
    /** What every radio hears the others with, in dBm, unless told otherwise. */
    public static final int USUAL_SIGNAL = -42;
    /** How often time moves where it keeps pace and nothing happens. */
    private static final long TICK_NANOS = 1_000_000;
    /** Tasks at one time of the clock after which something is wrong. */
    private static final int STORM = 1_000_000;

    /** What a radio is tuned to that hears every channel. */
    public static final int ALL_CHANNELS = 0;

    /** Shown every frame that is on the air, when it ends. */
    @FunctionalInterface
    public interface Monitor {
        void frame(Radio from, Radio.Reception frame);
    }

    private record Entry(long nanos, long order, Runnable task) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            int byTime = Long.compare(nanos, other.nanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition moved = lock.newCondition();
    private final PriorityQueue<Entry> tasks = new PriorityQueue<>();
    private final SplittableRandom random;
    private final List<VirtualRadio> radios = new ArrayList<>();
    private final Map<Integer, Long> busyUntil = new HashMap<>();
    private final List<Monitor> monitors = new CopyOnWriteArrayList<>();
    private final Instant began = Instant.now();
    private final AirClock clock = new AirClock();
    private Impairment impairment = Impairment.NONE;
    private volatile long now;
    private long order;
    private long atThisTime;
    private int pacing;
    private int hurried;
    private int real;
    private long paceOffset;
    private boolean closed;

    public VirtualAir(long seed) {
        random = new SplittableRandom(seed);
        // Not zero: a cluster that starts at DW0 would hide mistakes of those who assume it.
        now = TimeUnit.MILLISECONDS.toNanos(100 + random.nextInt(5_000));
    }

    /** A radio that hears others, and is heard, with {@link #USUAL_SIGNAL}. */
    public Radio radio(String name, int frequency) {
        return call(() -> {
            VirtualRadio radio = new VirtualRadio(name, frequency);
            radios.add(radio);
            return radio;
        });
    }

    /** Shows all frames to {@code monitor} until the result is closed. */
    public Pace watch(Monitor monitor) {
        monitors.add(monitor);
        return () -> monitors.remove(monitor);
    }

    /** Does this to every frame from now on, in place of what was done before. */
    public void impair(Impairment other) {
        run(() -> impairment = other);
    }

    /** Lets others hear {@code radio} with this signal, in dBm. */
    public void signal(Radio radio, int dbm) {
        run(() -> ((VirtualRadio) radio).signal = dbm);
    }

    @Override
    public MonotonicClock clock() {
        return clock;
    }

    @Override
    public Timer at(long micros, Runnable task) {
        return call(() -> {
            Entry entry = new Entry(Math.max(now, micros * 1_000), order++, task);
            tasks.add(entry);
            return () -> run(() -> tasks.remove(entry));
        });
    }

    @Override
    public <T> T call(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean await(BooleanSupplier condition, Duration within) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long deadline = now + Math.clamp(within.toNanos(), 0, Long.MAX_VALUE / 4);
            while (!condition.getAsBoolean()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("waiting on the virtual air");
                }
                Entry next = tasks.peek();
                if (real > 0 && !closed && now < deadline && (next == null || next.nanos() > now)) {
                    // Somebody outside goes by the machine's clock, and so does everybody.
                    moved.awaitNanos(TICK_NANOS);
                    continue;
                }
                if (closed || next == null || next.nanos() > deadline) {
                    goTo(deadline);
                    return condition.getAsBoolean();
                }
                runNext();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void runNext() {
        Entry next = tasks.remove();
        goTo(next.nanos());
        if (++atThisTime > STORM) {
            throw new IllegalStateException("a million tasks without any time passing: a station runs in a circle");
        }
        try {
            next.task().run();
        } catch (RuntimeException e) {
            LOG.error("a station on the virtual air failed; the others go on", e);
        }
    }

    private void goTo(long nanos) {
        if (nanos > now) {
            now = nanos;
            atThisTime = 0;
        }
    }

    @Override
    public Pace hurry() {
        run(() -> {
            hurried++;
            moved.signalAll();
        });
        boolean[] open = {true};
        return () -> run(() -> {
            hurried -= open[0] ? 1 : 0;
            open[0] = false;
        });
    }

    @Override
    public Pace keepPace() {
        run(() -> {
            if (pacing++ == 0) {
                paceOffset = now - System.nanoTime();
                Thread.ofPlatform().daemon().name("virtual-air").start(this::pace);
            }
        });
        boolean[] open = {true};
        return () -> run(() -> {
            if (open[0]) {
                open[0] = false;
                pacing--;
                moved.signalAll();
            }
        });
    }

    /**
     * While the result is open, the time goes on exactly as fast as the machine's, whoever waits or is in a hurry: for
     * stations outside this process.
     */
    public Pace realTime() {
        Pace pace = keepPace();
        run(() -> real++);
        boolean[] open = {true};
        return () -> {
            run(() -> {
                real -= open[0] ? 1 : 0;
                open[0] = false;
            });
            pace.close();
        };
    }

    @Override
    public boolean inRealTime() {
        return call(() -> real > 0);
    }

    private void pace() {
        lock.lock();
        try {
            while (pacing > 0 && !closed) {
                Entry next = tasks.peek();
                long due = System.nanoTime() + paceOffset;
                if (next != null && (hurried > 0 && real == 0 || next.nanos() <= due)) {
                    runNext();
                    paceOffset = Math.max(paceOffset, now - System.nanoTime());
                    if (lock.hasQueuedThreads()) {
                        lock.unlock();
                        lock.lock();
                    }
                } else {
                    goTo(Math.min(due, next == null ? due : next.nanos()));
                    moved.awaitNanos(TICK_NANOS);
                }
            }
        } catch (InterruptedException e) {
            LOG.warn("the virtual air was interrupted; it keeps pace no more");
        } finally {
            lock.unlock();
        }
    }

    /** Stops the time; whoever waits gives up. */
    @Override
    public void close() {
        run(() -> {
            closed = true;
            tasks.clear();
            moved.signalAll();
        });
    }

    private void transmit(VirtualRadio from, LongFunction<Bytes> made) {
        int frequency = from.frequency;
        long start = Math.max(now / 1_000, busyUntil.getOrDefault(frequency, 0L)) + SPACE
                + SLOT * random.nextInt(CONTENTION);
        Bytes frame = made.apply(start);
        if (frame.length() == 0) {
            return;
        }
        long end = start + PREAMBLE + (8L * (frame.length() + FCS) + BITS_PER_MICRO - 1) / BITS_PER_MICRO;
        busyUntil.put(frequency, end);
        at(end, () -> deliver(from, frequency, frame, start));
    }

    private void deliver(VirtualRadio from, int frequency, Bytes frame, long start) {
        monitors.forEach(monitor -> monitor.frame(from, new Radio.Reception(start, micros(), frequency, from.signal, frame)));
        for (VirtualRadio radio : List.copyOf(radios)) {
            if (radio == from || radio.frequency != frequency && radio.frequency != ALL_CHANNELS) {
                continue;
            }
            for (Impairment.Arrival arrival : impairment.pass(new Impairment.Arrival(Duration.ZERO, frame), random)) {
                if (arrival.delay().isZero()) {
                    radio.receive(from, frequency, start, arrival.octets());
                } else {
                    after(arrival.delay(), () -> radio.receive(from, frequency, start, arrival.octets()));
                }
            }
        }
    }

    /** A station's radio. */
    private final class VirtualRadio implements Radio {

        private final String name;
        private int frequency;
        private int signal = USUAL_SIGNAL;
        private Listener listener = frame -> { };

        VirtualRadio(String name, int frequency) {
            this.name = name;
            this.frequency = frequency;
        }

        void receive(VirtualRadio from, int channel, long began, Bytes frame) {
            if (radios.contains(this)) {
                listener.received(new Reception(began, micros(), channel, from.signal, frame));
            }
        }

        @Override
        public AirLoop loop() {
            return VirtualAir.this;
        }

        @Override
        public int frequency() {
            return frequency;
        }

        @Override
        public void tune(int mhz) {
            run(() -> frequency = mhz);
        }

        @Override
        public void send(Bytes frame) {
            sendStamped(_ -> frame);
        }

        @Override
        public void sendStamped(LongFunction<Bytes> made) {
            run(() -> {
                if (radios.contains(this)) {
                    transmit(this, made);
                }
            });
        }

        @Override
        public void listen(Listener other) {
            run(() -> listener = other);
        }

        @Override
        public void close() {
            run(() -> radios.remove(this));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Simulated time. */
    private final class AirClock implements MonotonicClock {

        @Override
        public long nanos() {
            return now;
        }

        @Override
        public Instant wallTime() {
            return began.plusNanos(now);
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            long end = now + duration.toNanos();
            while (now < end && !call(() -> closed)) {
                // Whoever keeps pace may let go of it meanwhile; then nobody else moves the time.
                if (call(() -> pacing == 0)) {
                    await(() -> false, Duration.ofNanos(end - now));
                } else {
                    Thread.sleep(1);
                }
            }
        }
    }
}
