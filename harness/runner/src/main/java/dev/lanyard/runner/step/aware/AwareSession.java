package dev.lanyard.runner.step.aware;

import dev.lanyard.drivers.aware.AwareAccessory;
import dev.lanyard.drivers.aware.AwareException;
import dev.lanyard.drivers.aware.AwarePeer;
import dev.lanyard.drivers.aware.AwareService;
import dev.lanyard.drivers.aware.KeySink;
import dev.lanyard.drivers.aware.Oddity;
import dev.lanyard.drivers.aware.Password;
import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.runner.step.StepFailure;
import java.util.Optional;
import java.util.Set;

/** The harness' end of Wi-Fi Aware during one attempt: what its steps began, and whom they found. */
public final class AwareSession implements AutoCloseable {

    private final AwareAccessory accessory;
    private final Recorder recorder;
    private final KeySink keys;
    private AwarePeer peer;
    private Integer handle;
    private AwareService.Found found;
    private long mark;

    /** {@code keys} gets those of every peer that joins. */
    public AwareSession(AwareAccessory accessory, Recorder recorder, KeySink keys) {
        this.accessory = accessory;
        this.recorder = recorder;
        this.keys = keys;
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
        return peer;
    }

    /** The peer, which comes up with usual ways if it is not up. */
    synchronized AwarePeer peer() throws AwareException, InterruptedException {
        return peer == null ? join(Personality.USUAL, Optional.empty(), Set.of()) : peer;
    }

    /** Something is published, or looked for, under this handle from now on. */
    synchronized void begun(int newHandle) {
        handle = newHandle;
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

    private void leave() {
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
        try {
            leave();
        } catch (RuntimeException e) {
            recorder.record("runner", new Event.Note(Event.Severity.WARNING, "leaving the air failed: " + e));
        }
    }
}
