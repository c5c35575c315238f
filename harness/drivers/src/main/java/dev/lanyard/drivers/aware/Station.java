package dev.lanyard.drivers.aware;

import dev.lanyard.drivers.radio.AirLoop;
import dev.lanyard.drivers.radio.Radio;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.FrameHeader;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.attribute.DeviceCapability;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.frame.NanBeacon;
import dev.lanyard.wire.net.MacAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What the parts of a stack share: the radio, the time of the cluster, and the two ways to send: in the discovery
 * window, and in the slots that the device is committed to. Its radio has one channel at a time: that of the discovery
 * windows in slot 0 of each period and in slot 16, where discovery beacons are sent, and that of its data in all others.
 */
final class Station {

    /** The channel of everything but discovery, in MHz. */
    static final int DATA_CHANNEL = Nan.CHANNEL_5GHZ_HIGH;

    static final long SLOT = Nan.SLOT * Nan.TU_MICROS;
    static final int BEACON_SLOT = 16;
    /** A frame within a discovery window is not sent before the synchronisation beacon, which needs this long. */
    private static final long AFTER_BEACON = 1_500;
    /** So long after the last word of services the device looks around again. */
    private static final long QUIET = 6_000_000;
    /** Before the end of a discovery window; what is late then waits for the next one. */
    private static final long ROOM = 2_000;
    static final long TUNING = 200;
    /** What devices with faults do: a publish so late, or on this channel. */
    private static final Duration LATE = Nan.tu(40);
    private static final int CHANNEL_1 = 2412;
    static final int LONGEST_QUEUE = 4_096;
    /** As many frames of a discovery window find room in it; the others wait for the next one. */
    private static final int FRAMES_OF_WINDOW = 24;
    private static final int MOST_ANSWERS = 48;

    final Radio radio;
    final AirLoop loop;
    final NanSettings settings;
    final AwareSeam seam;
    final SplittableRandom random;
    /** Who else gets the keys. */
    KeySink keys = KeySink.NONE;

    private final Deque<Runnable> windowTasks = new ArrayDeque<>();
    private final Deque<Runnable> answers = new ArrayDeque<>();
    private final SlotFrames slotFrames;
    private MacAddress clusterId;
    private long tsfOffset;
    private int sequenceNumber;
    private boolean scanning;
    private long lastTalk;
    private int engaged;
    private boolean closed;
    private boolean outside;
    private long dropped;
    private long rejected;

    Station(Radio radio, NanSettings settings, AwareSeam seam) {
        this.radio = radio;
        this.loop = radio.loop();
        this.settings = settings;
        this.seam = seam;
        this.slotFrames = new SlotFrames(this);
        this.random = new SplittableRandom(settings.seed());
        this.sequenceNumber = random.nextInt(4_096);
        this.tsfOffset = -loop.micros();
        this.clusterId = new MacAddress(Nan.CLUSTER_BASE.value() | random.nextInt(0x10000));
    }

    MacAddress nmi() {
        return settings.nmi();
    }

    MacAddress ndi() {
        return settings.ndi();
    }

    /** The cluster of the device; the wildcard where it is in none. */
    MacAddress clusterId() {
        return outside ? MacAddress.BROADCAST : clusterId;
    }

    /** Whether the device is in no cluster: then it has no discovery windows and no slots, and sends at once. */
    boolean isOutside() {
        return outside;
    }

    /** Leaves its cluster, and whatever was to be sent in it. */
    void leaveCluster() {
        outside = true;
        windowTasks.clear();
        answers.clear();
        slotFrames.clear();
        radio.tune(Nan.CHANNEL_2_4GHZ);
    }

    /** Comes back to clusters: to its own, until it joins another. */
    void enterCluster() {
        outside = false;
    }

    /** The time of the cluster in microseconds, 64 bits. */
    long tsf() {
        return loop.micros() + tsfOffset;
    }

    long tsfAt(long micros) {
        return micros + tsfOffset;
    }

    /** Takes another cluster's id and time. */
    void join(MacAddress cluster, long offset) {
        clusterId = cluster;
        tsfOffset = offset;
    }

    /** Takes the time of the own cluster's anchor. */
    void adjust(long offset) {
        tsfOffset = offset;
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
        windowTasks.clear();
        answers.clear();
        slotFrames.close();
        radio.close();
    }

    AirLoop.Timer after(Duration delay, Runnable task) {
        return loop.after(delay, () -> {
            if (!closed) {
                task.run();
            }
        });
    }

    /** Octets that nobody knows beforehand but who knows the seed. */
    Bytes draw(int length) {
        byte[] octets = new byte[length];
        random.nextBytes(octets);
        return Bytes.wrap(octets);
    }

    int nextSequence() {
        sequenceNumber = sequenceNumber + 1 & 0xFFF;
        return sequenceNumber;
    }

    /** A management header from the own NMI in this cluster. */
    FrameHeader header(int subtype, MacAddress receiver) {
        return FrameHeader.management(subtype, receiver, nmi(), clusterId(), nextSequence());
    }

    /** The time of the cluster at which the next discovery window begins. */
    long nextWindow() {
        long period = Nan.DW_PERIOD * Nan.TU_MICROS;
        return (tsf() / period + 1) * period;
    }

    /** Whether the time is within a discovery window, with room for a frame. */
    boolean inWindow() {
        long into = tsf() % (Nan.DW_PERIOD * Nan.TU_MICROS);
        return into >= AFTER_BEACON && into < SLOT - ROOM;
    }

    /** Runs {@code task}, which sends, in the present discovery window or the next one. */
    void inDiscoveryWindow(Runnable task) {
        if (outside || inWindow() && radio.frequency() == Nan.CHANNEL_2_4GHZ && windowTasks.isEmpty()) {
            task.run();
        } else if (windowTasks.size() < LONGEST_QUEUE) {
            windowTasks.add(task);
        } else {
            dropped++;
        }
    }

    /**
     * As {@link #inDiscoveryWindow}, after all that the device has to say of itself; false when too many wait already.
     * Anybody can ask questions, and must not keep the device from its own matters by that.
     */
    boolean answerInDiscoveryWindow(Runnable task) {
        if (outside) {
            task.run();
        } else if (answers.size() >= MOST_ANSWERS) {
            dropped++;
            return false;
        } else {
            answers.add(task);
        }
        return true;
    }

    /**
     * As {@link #inDiscoveryWindow}, but in a window that {@code receiver} is committed to: of 2.4 GHz every 2^(n-1)
     * windows, n its committed DW, counted from DW0.
     */
    void inDiscoveryWindowOf(Neighbour receiver, Runnable task) {
        inDiscoveryWindow(new Runnable() {
            @Override
            public void run() {
                if (!sleeps(receiver)) {
                    task.run();
                } else if (windowTasks.size() < LONGEST_QUEUE) {
                    windowTasks.add(this);
                } else {
                    dropped++;
                }
            }
        });
    }

    /** Whether a device said that it does not listen in the present discovery window. */
    boolean sleeps(Neighbour receiver) {
        int interval = receiver.capability.map(DeviceCapability::dwInterval24).orElse(1);
        return interval > 1 && tsf() / (Nan.DW_PERIOD * Nan.TU_MICROS) % interval != 0 && !seam.breaks("NAN-SDF-13");
    }

    /** Be on the discovery channel at a time of the clock, where changing the channel takes time. */
    void comeToDiscoveryChannel(long micros) {
        if (!radio.tuning().isZero()) {
            loop.at(micros - tuningMicros(), () -> {
                if (!closed) {
                    radio.tune(Nan.CHANNEL_2_4GHZ);
                }
            });
        }
    }

    long tuningMicros() {
        return radio.tuning().toNanos() / 1_000;
    }

    /** A discovery window has begun: what waits for it runs after the beacons. */
    void windowBegins() {
        radio.tune(Nan.CHANNEL_2_4GHZ);
        after(Duration.ofNanos(AFTER_BEACON * 1_000), () -> {
            int own = Math.min(windowTasks.size(), FRAMES_OF_WINDOW);
            int others = Math.min(answers.size(), FRAMES_OF_WINDOW - own);
            runInWindow(windowTasks, own);
            runInWindow(answers, others);
        });
        after(Duration.ofNanos(SLOT * 1_000), this::leaveDiscoveryChannel);
    }

    /** What finds the window over, because this machine was slow, waits for the next one. */
    private void runInWindow(Deque<Runnable> tasks, int count) {
        for (int due = count; due > 0 && inWindow(); due--) {
            tasks.remove().run();
        }
    }

    /** Whether to stay on the discovery channel until the next window, to hear of other clusters. */
    void scan(boolean during) {
        scanning = during && loop.micros() - lastTalk > QUIET;
    }

    /** A device of the cluster speaks of services: it may want to go on with that at once. */
    void talk() {
        lastTalk = loop.micros();
        scanning = false;
    }

    /** Something goes on with a peer, {@code by} 1, or is over, -1: meanwhile the device does not look around. */
    void engage(int by) {
        engaged += by;
    }

    /** The discovery channel is left for the other one. */
    void leaveDiscoveryChannel() {
        if (outside) {
            return;
        }
        boolean looksAround = scanning && slotFrames.waiting() == 0 && engaged == 0;
        if (!looksAround) {
            radio.tune(DATA_CHANNEL);
        }
        slotFrames.send();
    }

    /** Sends at once, on the channel of the moment. */
    void sendNow(String name, Bytes frame) {
        boolean announces = name.equals("publish");
        if (announces && seam.breaks("NAN-SDF-06")) {
            after(LATE, () -> seam.frame(name, frame).ifPresent(radio::send));
        } else if (announces && seam.breaks("NAN-BCN-11")) {
            int frequency = radio.frequency();
            radio.tune(CHANNEL_1);
            seam.frame(name, frame).ifPresent(radio::send);
            after(Duration.ofNanos(2 * TUNING * 1_000), () -> radio.tune(frequency));
        } else {
            seam.frame(name, frame).ifPresent(radio::send);
        }
    }

    /** Sends a beacon that bears the time of its sending. */
    void sendBeacon(String name, int interval, List<NanAttribute> attributes) {
        NanAttribute[] edited = seam.attributes(name, attributes).toArray(NanAttribute[]::new);
        int sequence = nextSequence();
        radio.sendStamped(micros -> seam.frame(name, NanBeacon.create(nmi(), clusterId, sequence, tsfAt(micros),
                interval, edited).encode()).orElse(Bytes.EMPTY));
    }

    /** Sends in the next slot of the device's schedule. */
    void sendInSlot(String name, Bytes frame) {
        seam.frame(name, frame).ifPresent(octets -> {
            if (outside) {
                radio.send(octets);
            } else if (!slotFrames.add(octets)) {
                dropped++;
            }
        });
    }

    /** How many frames wait for a slot. */
    int waiting() {
        return slotFrames.waiting();
    }

    /** How many frames found their queue full. */
    long dropped() {
        return dropped;
    }

    /** A frame was not acted on because its protection, or its absence, was wrong. */
    void reject() {
        rejected++;
    }

    /** How many such frames there were. */
    long rejected() {
        return rejected;
    }

    /** The attributes of a frame as the device sends them. */
    List<NanAttribute> edited(String name, List<NanAttribute> attributes) {
        return seam.attributes(name, attributes);
    }

    Optional<String> firstBroken(String... rules) {
        for (String rule : rules) {
            if (seam.breaks(rule)) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }
}
