package dev.lanyard.cli.aware;

import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.MonotonicClock;
import dev.lanyard.evidence.Recorded;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.air.Air;
import dev.lanyard.rules.air.AirDeclarations;
import dev.lanyard.rules.air.AirFrame;
import dev.lanyard.rules.air.AirKeys;
import dev.lanyard.rules.air.AirMonitor;
import dev.lanyard.rules.air.Device;
import dev.lanyard.rules.air.FrameKind;
import dev.lanyard.wire.ieee80211.Placed;
import dev.lanyard.wire.nan.ServiceId;
import dev.lanyard.wire.nan.attribute.ServiceDescriptor;
import dev.lanyard.wire.net.MacAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/** Hears the frames of the air and keeps none of them. */
final class Ear implements Recorder {

    private static final int SENDERS = 1_000;

    private final MonotonicClock clock;
    private final long origin;
    private final AirMonitor monitor;
    private final Set<MacAddress> own = new HashSet<>();
    private final Map<MacAddress, Heard> devices = new HashMap<>();
    private Optional<String> trouble = Optional.empty();
    private long frames;

    /**
     * How a device tells of its services.
     *
     * @param announced those that it publishes to everybody
     * @param answered  those that it publishes to who asks
     */
    record Heard(Set<ServiceId> announced, Set<ServiceId> answered) {

        static final Heard NOTHING = new Heard(Set.of(), Set.of());
    }

    Ear(MonotonicClock clock, Collection<Rule> rules, AirDeclarations declared) {
        this.clock = clock;
        this.origin = clock.nanos();
        this.monitor = new AirMonitor(rules, AirKeys.NONE, declared);
        monitor.onFrame(this::heard);
    }

    private void heard(AirFrame frame, Device sender) {
        if (frame.kind() != FrameKind.SDF || devices.size() >= SENDERS && !devices.containsKey(sender.nmi())) {
            return;
        }
        Heard heard = devices.computeIfAbsent(sender.nmi(), _ -> new Heard(new HashSet<>(), new HashSet<>()));
        for (Placed<ServiceDescriptor> placed : frame.all(ServiceDescriptor.class)) {
            if (placed.value().type() == ServiceDescriptor.Type.PUBLISH) {
                Set<ServiceId> services = frame.receiver().isGroup() ? heard.announced() : heard.answered();
                if (services.size() < SENDERS) {
                    services.add(placed.value().serviceId());
                }
            }
        }
    }

    @Override
    public long nanos() {
        return clock.nanos() - origin;
    }

    @Override
    public MonotonicClock clock() {
        return clock;
    }

    @Override
    public synchronized long record(long nanos, String source, Event event) {
        switch (event) {
            case Event.AirFrame frame -> {
                if (!frame.received() && frame.data().has(10, 6)) {
                    own.add(MacAddress.at(frame.data(), 10));
                }
                monitor.add(new AirFrame.Reception(++frames, nanos, OptionalInt.of(frame.frequencyMhz())),
                        frame.data());
            }
            case Event.Note note when note.severity() != Event.Severity.INFO -> trouble = Optional.of(note.text());
            default -> { }
        }
        return 0;
    }

    @Override
    public Subscription observe(Consumer<Recorded> observer) {
        return () -> { };
    }

    /** Hears no more; what is known then. */
    synchronized Air end() {
        return monitor.end();
    }

    /** Whether the harness itself sent as this device. */
    synchronized boolean isOwn(MacAddress address) {
        return own.contains(address);
    }

    synchronized Heard of(MacAddress device) {
        return devices.getOrDefault(device, Heard.NOTHING);
    }

    /** What the radio complained of last. */
    synchronized Optional<String> trouble() {
        return trouble;
    }
}
