package dev.lanyard.runner.step.aware;

import dev.lanyard.drivers.aware.AwareEvent;
import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Recorded;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.runner.value.Literals;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.ActionBody;
import dev.lanyard.wire.ieee80211.Dot11Frame;
import dev.lanyard.wire.ieee80211.ManagementFrame;
import dev.lanyard.wire.nan.BootstrappingMethod;
import dev.lanyard.wire.nan.attribute.PairingBootstrapping;
import dev.lanyard.wire.nan.attribute.ServiceDescriptor;
import dev.lanyard.wire.nan.frame.NanFrame;
import dev.lanyard.wire.nan.frame.ServiceDiscoveryFrame;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What happened in Wi-Fi Aware during one attempt, as far as somebody may not want it. Told of frames by the recorder
 * and of services by the peer, on their threads; the first of each kind and the latest {@value #KEPT} are kept.
 */
final class Sightings {

    private static final int KEPT = 10_000;
    private static final int ACTION = 0xD0;
    private static final int BODY = 24;

    /** Something that happened, on the recorder's clock. */
    record Sighting(long nanos, AwareNever.Unwanted kind, String text) {}

    private final Recorder recorder;
    private final Deque<Sighting> latest = new ArrayDeque<>();
    private final Map<AwareNever.Unwanted, Sighting> first = new EnumMap<>(AwareNever.Unwanted.class);

    Sightings(Recorder recorder) {
        this.recorder = recorder;
    }

    /** The first one of a kind later than {@code from}; while nobody waits, simulated time stands still. */
    synchronized Optional<Sighting> first(AwareNever.Unwanted kind, long from) {
        Sighting earliest = first.get(kind);
        if (earliest == null || earliest.nanos() > from) {
            return Optional.ofNullable(earliest);
        }
        return latest.stream().filter(one -> one.kind() == kind && one.nanos() > from).findFirst();
    }

    private synchronized void add(Sighting sighting) {
        first.putIfAbsent(sighting.kind(), sighting);
        if (latest.size() == KEPT) {
            latest.removeFirst();
        }
        latest.add(sighting);
    }

    private void add(AwareNever.Unwanted kind, String text) {
        add(new Sighting(recorder.nanos(), kind, text));
    }

    void peer(AwareEvent event) {
        switch (event) {
            case AwareEvent.Discovered found -> add(AwareNever.Unwanted.DISCOVERED, "of " + found.service().peer());
            case AwareEvent.Bootstrapped asked -> {
                if (asked.own() == BootstrappingMethod.PIN_DISPLAY || asked.own() == BootstrappingMethod.PIN_KEYPAD) {
                    add(AwareNever.Unwanted.PIN, asked.with().peer() + " asked for pairing by "
                            + Literals.kebab(asked.own()));
                }
            }
            case AwareEvent.Paired paired -> {
                if (paired.outcome().done()) {
                    add(AwareNever.Unwanted.PAIRED, (paired.verification() ? "verified, with " : "with ")
                            + paired.with().peer());
                }
            }
            case AwareEvent.FollowUp said -> add(AwareNever.Unwanted.FOLLOW_UP, "from " + said.from().peer());
            case AwareEvent.DataPathOpened opened -> add(AwareNever.Unwanted.DATA_PATH, "number "
                    + opened.path().id() + ", by the other device");
            case AwareEvent.DataPathClosed _ -> { }
        }
    }

    void recorded(Recorded recorded) {
        switch (recorded.event()) {
            case Event.LinkState link when link.up() -> add(new Sighting(recorded.nanos(),
                    AwareNever.Unwanted.DATA_PATH, link.cause()));
            case Event.AirFrame frame when frame.received() -> plainFollowUp(frame.data()).ifPresent(text ->
                    add(new Sighting(recorded.nanos(), AwareNever.Unwanted.PLAIN_FOLLOW_UP, text)));
            default -> { }
        }
    }

    /** Bootstrapping is left out: it comes before there are keys. */
    private static Optional<String> plainFollowUp(Bytes octets) {
        if (!octets.has(0, BODY + 1) || octets.u8(0) != ACTION || octets.u8(BODY) != ActionBody.PUBLIC
                || !(Dot11Frame.decode(octets) instanceof ManagementFrame frame)) {
            return Optional.empty();
        }
        return NanFrame.of(frame).filter(ServiceDiscoveryFrame.class::isInstance)
                .filter(sdf -> sdf.first(PairingBootstrapping.class).isEmpty())
                .filter(sdf -> sdf.attributes().values().stream().anyMatch(one -> one instanceof ServiceDescriptor said
                        && said.type() == ServiceDescriptor.Type.FOLLOW_UP))
                .map(sdf -> "from " + sdf.header().address2() + " to " + sdf.header().address1());
    }
}
