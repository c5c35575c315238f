package dev.lanyard.drivers.aware.delegated;

import dev.lanyard.drivers.accessory.Accessory;
import dev.lanyard.drivers.accessory.AccessoryProvider;
import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.aware.AwareAccessory;
import dev.lanyard.drivers.aware.AwareException;
import dev.lanyard.drivers.aware.AwarePeer;
import dev.lanyard.drivers.aware.NanSettings;
import dev.lanyard.drivers.aware.NanStack;
import dev.lanyard.drivers.aware.Oddity;
import dev.lanyard.drivers.aware.Password;
import dev.lanyard.drivers.radio.IwTuner;
import dev.lanyard.drivers.radio.MonitorRadio;
import dev.lanyard.drivers.radio.PcapTap;
import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.MonotonicClock;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.net.MacAddress;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Wi-Fi Aware devices near an interface in monitor mode, met by our own stack: {@code monitor:mon0}. */
public final class MonitorAccessoryProvider implements AccessoryProvider {

    @Override
    public String scheme() {
        return "monitor";
    }

    @Override
    public String usage() {
        return "monitor:INTERFACE (monitor:mon0): a Wi-Fi Aware device near a Wi-Fi interface in monitor mode";
    }

    @Override
    public Accessory create(AccessorySpec spec) {
        if (!spec.rest().matches("[^,/\\s]{1,15}")) {
            throw new IllegalArgumentException("\"" + spec + "\" is not of the form " + usage());
        }
        return new Monitored(spec);
    }

    /** What is near, only discovery tells. */
    @Override
    public List<Listing> list(String where, Duration timeout) {
        return List.of();
    }

    private record Monitored(AccessorySpec spec) implements AwareAccessory {

        private static final String SOURCE = "air";
        private static final long LOCAL = 0x0200_0000_0000L;
        private static final long NDI = 0x0400_0000_0000L;
        private static final long RANDOM = 0x00FF_FFFF_FFFFL;

        @Override
        public boolean isExclusive() {
            return true;
        }

        @Override
        public MonotonicClock clock() {
            return MonotonicClock.system();
        }

        @Override
        public AwarePeer join(NanSettings.Habits habits, Optional<Password> pin, Set<Oddity> oddities,
                              Recorder recorder)
                throws AwareException, InterruptedException {
            SecureRandom random = new SecureRandom();
            MacAddress nmi = new MacAddress(LOCAL | random.nextLong() & RANDOM);
            NanSettings settings = NanSettings.of("Lanyard", nmi, new MacAddress(nmi.value() | NDI),
                    random.nextLong()).withHabits(habits);
            try {
                MonitorRadio radio = MonitorRadio.open(spec.rest(), new Evidence(recorder));
                return new NanStack(radio, pin.map(settings::withPin).orElse(settings), oddities);
            } catch (IOException e) {
                throw new AwareException(AwareException.Kind.UNABLE, 0, e.getMessage());
            }
        }

        @Override
        public void requireUsable(Duration timeout) throws IOException, InterruptedException {
            PcapTap.open(spec.rest()).close();
            new IwTuner("iw", spec.rest()).requireProgram();
        }

        /** An adapter does not know whether a device is near before it listens. */
        @Override
        public boolean isThere(Duration timeout) {
            return true;
        }

        @Override
        public void close() {
            // The stack closes its radio.
            return;
        }
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
            recorder.record(Monitored.SOURCE, new Event.AirFrame(received, frequency, signal, octets));
        }

        @Override
        public void trouble(String text) {
            if (!text.equals(last)) {
                last = text;
                recorder.record(Monitored.SOURCE, new Event.Note(Event.Severity.WARNING, text));
            }
        }
    }
}
