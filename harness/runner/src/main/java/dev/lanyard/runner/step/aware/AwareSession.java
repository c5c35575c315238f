package dev.lanyard.runner.step.aware;

import dev.lanyard.drivers.aware.AwareAccessory;
import dev.lanyard.drivers.aware.AwareDataPath;
import dev.lanyard.drivers.aware.AwareException;
import dev.lanyard.drivers.aware.AwarePeer;
import dev.lanyard.drivers.aware.AwareService;
import dev.lanyard.drivers.aware.KeySink;
import dev.lanyard.drivers.aware.Oddity;
import dev.lanyard.drivers.aware.Password;
import dev.lanyard.drivers.radio.Impairment;
import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.value.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The harness' end of Wi-Fi Aware during one attempt: what its steps began, and whom they found. */
public final class AwareSession implements AutoCloseable {

    private final AwareAccessory accessory;
    private final Recorder recorder;
    private final KeySink keys;
    private final Sightings sightings;
    private final Recorder.Subscription watching;
    private Impairment loss = Impairment.NONE;
    private Impairment delay = Impairment.NONE;
    private AwarePeer peer;
    private Integer handle;
    private boolean publishes;
    private AwareService.Found found;
    private long mark;
    private final List<AwareDataPath> beside = new ArrayList<>();

    /** {@code keys} gets those of every peer that joins. */
    public AwareSession(AwareAccessory accessory, Recorder recorder, KeySink keys) {
        this.accessory = accessory;
        this.recorder = recorder;
        this.keys = keys;
        this.sightings = new Sightings(recorder);
        this.watching = recorder.observe(sightings::recorded);
    }

    /** What happened so far. */
    Sightings sightings() {
        return sightings;
    }

    /** Loses a share of all transmissions from now on. */
    synchronized void lose(double share, int repeats) throws AwareException {
        disturb(Impairment.loss(share, repeats), delay, String.format(Locale.ROOT, "from now on %.4g %% of all "
                + "transmissions on the air are lost; one to a single receiver is repeated up to %d times", share * 100,
                repeats));
    }

    /** Delays frames from now on, by chance up to {@code spread} more, and lets a share arrive twice. */
    synchronized void delay(Duration by, Duration spread, double duplicates) throws AwareException {
        disturb(loss, Impairment.duplicate(duplicates).and(Impairment.delay(by)).and(Impairment.reorder(spread)),
                String.format(Locale.ROOT, "from now on frames on the air arrive %s late and by chance up to %s more; "
                        + "%.4g %% arrive twice", Durations.show(by), Durations.show(spread), duplicates * 100));
    }

    private void disturb(Impairment losing, Impairment delaying, String what) throws AwareException {
        accessory.impair(losing.and(delaying));
        recorder.record("air", new Event.Note(Event.Severity.WARNING, what));
        loss = losing;
        delay = delaying;
    }

    private void calm() {
        if (loss == Impairment.NONE && delay == Impairment.NONE) {
            return;
        }
        try {
            disturb(Impairment.NONE, Impairment.NONE, "the air is calm again");
        } catch (AwareException e) {
            throw new IllegalStateException("the air that was disturbed cannot be calmed: " + e.getMessage(), e);
        }
    }

    AwareAccessory accessory() {
        return accessory;
    }

    /** Comes up with the ways of {@code personality}; whatever was up before leaves. */
    synchronized AwarePeer join(Personality personality, Optional<Password> pin, Set<Oddity> odd)
            throws AwareException, InterruptedException {
        leave();
        peer = accessory.join(personality.habits(), pin, odd, recorder);
        peer.keepKeys(keys);
        peer.onEvent(sightings::peer);
        return peer;
    }

    /** The peer, which comes up with usual ways if it is not up. */
    synchronized AwarePeer peer() throws AwareException, InterruptedException {
        return peer == null ? join(Personality.USUAL, Optional.empty(), Set.of()) : peer;
    }

    /** Something is published, or looked for, under this handle from now on. */
    synchronized void begun(int newHandle, boolean publish) {
        handle = newHandle;
        publishes = publish;
        found = null;
        mark = peer.lastEvent();
    }

    /** The handle of the last publish or subscribe. */
    synchronized int handle() throws StepFailure {
        if (handle == null) {
            throw StepFailure.bench("nothing is published or looked for; aware.subscribe or aware.publish must come "
                    + "before this step");
        }
        return handle;
    }

    synchronized void ended() {
        handle = null;
        found = null;
    }

    /** Whether the last one is a publish. */
    synchronized boolean publishes() {
        return publishes;
    }

    /** Events after this number count. */
    synchronized long mark() {
        return mark;
    }

    /** What happened so far counts no more. */
    synchronized void markNow() {
        mark = peer == null ? 0 : peer.lastEvent();
    }

    synchronized void found(AwareService.Found service) {
        found = service;
    }

    /** Whom the last discovery, or question of the other end, found. */
    synchronized AwareService.Found found() throws StepFailure {
        if (found == null) {
            throw StepFailure.bench("nobody was found yet; aware.discover must come before this step");
        }
        return found;
    }

    /** A data path beside the one that steps go over. */
    synchronized void beside(AwareDataPath path) {
        beside.add(path);
    }

    /** Ends the data paths beside the one that steps go over. */
    synchronized void endBeside() {
        beside.forEach(path -> path.link().close());
        beside.clear();
    }

    private void leave() {
        endBeside();
        if (peer != null) {
            peer.close();
            peer = null;
            handle = null;
            found = null;
            mark = 0;
        }
    }

    /** Leaves the air. */
    @Override
    public synchronized void close() {
        try (watching) {
            leave();
            calm();
        } catch (RuntimeException e) {
            recorder.record("runner", new Event.Note(Event.Severity.WARNING, "leaving the air failed: " + e));
        }
    }
}
