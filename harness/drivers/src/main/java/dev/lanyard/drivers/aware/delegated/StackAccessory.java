package dev.lanyard.drivers.aware.delegated;

import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.aware.AwareAccessory;
import dev.lanyard.drivers.aware.AwareException;
import dev.lanyard.drivers.aware.AwarePeer;
import dev.lanyard.drivers.aware.NanSettings;
import dev.lanyard.drivers.aware.NanStack;
import dev.lanyard.drivers.aware.Oddity;
import dev.lanyard.drivers.aware.Password;
import dev.lanyard.drivers.radio.MonitorRadio;
import dev.lanyard.drivers.radio.Radio;
import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.MonotonicClock;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.net.MacAddress;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Whatever Wi-Fi Aware device is near a radio that shows frames, met by our own stack in real time. */
record StackAccessory(AccessorySpec spec, Opener radio, Condition usable) implements AwareAccessory {

    private static final String SOURCE = "air";
    private static final long LOCAL = 0x0200_0000_0000L;
    private static final long NDI = 0x0400_0000_0000L;
    private static final long RANDOM = 0x00FF_FFFF_FFFFL;

    /** Opens the radio, on a loop of its own that ends with it. */
    @FunctionalInterface
    interface Opener {

        Radio open(MonitorRadio.Observer observer) throws IOException, InterruptedException;

        /** Whether it opens at all. */
        default void tryOnce() throws IOException, InterruptedException {
            open(new Evidence(Recorder.none())).close();
        }
    }

    /** What must be so before it is of use to open the radio; the message says what is missing. */
    @FunctionalInterface
    interface Condition {

        void require() throws IOException, InterruptedException;
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
        SecureRandom random = new SecureRandom();
        MacAddress nmi = new MacAddress(LOCAL | random.nextLong() & RANDOM);
        NanSettings settings = NanSettings.of("Lanyard", nmi, new MacAddress(nmi.value() | NDI), random.nextLong())
                .withHabits(habits);
        try {
            return new NanStack(radio.open(new Evidence(recorder)), pin.map(settings::withPin).orElse(settings),
                    oddities);
        } catch (IOException e) {
            throw new AwareException(AwareException.Kind.UNABLE, 0, e.getMessage());
        }
    }

    @Override
    public void requireUsable(Duration timeout) throws IOException, InterruptedException {
        usable.require();
    }

    /** A radio does not know whether a device is near before it listens. */
    @Override
    public boolean isThere(Duration timeout) {
        return true;
    }

    @Override
    public void close() {
        // The stack closes its radio.
        return;
    }

    /** Every frame of the air on the timeline; each trouble once. */
    private static final class Evidence implements MonitorRadio.Observer {

        private final Recorder recorder;
        private String last = "";

        Evidence(Recorder recorder) {
            this.recorder = recorder;
        }

        @Override
        public void frame(boolean received, int frequency, int signal, Bytes octets) {
            recorder.record(SOURCE, new Event.AirFrame(received, frequency, signal, octets));
        }

        @Override
        public void trouble(String text) {
            if (!text.equals(last)) {
                last = text;
                recorder.record(SOURCE, new Event.Note(Event.Severity.WARNING, text));
            }
        }
    }
}
