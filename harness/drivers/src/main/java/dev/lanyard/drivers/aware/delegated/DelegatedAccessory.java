package dev.lanyard.drivers.aware.delegated;

import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.aware.AwareAccessory;
import dev.lanyard.drivers.aware.AwareException;
import dev.lanyard.drivers.aware.AwarePeer;
import dev.lanyard.drivers.aware.NanSettings;
import dev.lanyard.drivers.aware.Oddity;
import dev.lanyard.drivers.aware.Password;
import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.MonotonicClock;
import dev.lanyard.evidence.Recorder;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Whatever Wi-Fi Aware device is near, reached by a radio that speaks in services. */
final class DelegatedAccessory implements AwareAccessory {

    private static final String SOURCE = "radio";

    private final AccessorySpec spec;
    private final Joiner joiner;
    private final Needs needs;

    /** Brings the radio's end up; {@code pin} is what it shows, where it can. */
    @FunctionalInterface
    interface Joiner {

        AwarePeer join(Optional<Password> pin, Recorder recorder) throws IOException, InterruptedException;
    }

    DelegatedAccessory(AccessorySpec spec, Joiner joiner, Needs needs) {
        this.spec = spec;
        this.joiner = joiner;
        this.needs = needs;
    }

    /** Looks whether the radio can be used. */
    @FunctionalInterface
    interface Needs {

        void require() throws IOException, InterruptedException;
    }

    @Override
    public AccessorySpec spec() {
        return spec;
    }

    @Override
    public boolean isExclusive() {
        return true;
    }

    @Override
    public MonotonicClock clock() {
        return MonotonicClock.system();
    }

    @Override
    public AwarePeer join(NanSettings.Habits habits, Optional<Password> pin, Set<Oddity> oddities, Recorder recorder)
            throws AwareException, InterruptedException {
        if (!oddities.isEmpty()) {
            throw new AwareException(AwareException.Kind.UNABLE, 0, "the radio " + spec + " sends what it likes; only a "
                    + "stack of our own can be odd");
        }
        try {
            AwarePeer peer = joiner.join(pin, recorder);
            recorder.record(SOURCE, new Event.Note(Event.Severity.WARNING, "the radio " + spec + " shows no frames, so "
                    + "rules about frames stay open; it has its own habits, whatever the personality asks for"));
            return peer;
        } catch (AwareException e) {
            throw e;
        } catch (IOException e) {
            throw new AwareException(AwareException.Kind.UNABLE, 0, e.getMessage());
        }
    }

    @Override
    public void requireUsable(Duration timeout) throws IOException, InterruptedException {
        needs.require();
    }

    /** A radio does not know whether a device is near before it looks. */
    @Override
    public boolean isThere(Duration timeout) {
        return true;
    }

    @Override
    public void close() {
        // Each peer is closed by whoever joined.
        return;
    }
}
