package dev.lanyard.rules.air;

import dev.lanyard.evidence.Event;
import dev.lanyard.rules.Catalogue;
import dev.lanyard.rules.Finding;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.wire.net.MacAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The frames of the air that the evidence of an attempt holds, as the rules of the air judge them. */
public final class AirEvidence {

    private final Air air;
    private final Set<MacAddress> senders;
    private final long frames;
    private final long sealed;
    private final Map<String, String> failures;
    private final Map<Long, Long> events;

    private AirEvidence(Air air, Set<MacAddress> senders, long frames, long sealed, Map<String, String> failures,
                        Map<Long, Long> events) {
        this.air = air;
        this.senders = senders;
        this.frames = frames;
        this.sealed = sealed;
        this.failures = failures;
        this.events = events;
    }

    /** Judges all rules of the air at once; the numbers of frames are those of the capture beside the timeline. */
    static AirEvidence of(Observation seen) {
        AirMonitor monitor = new AirMonitor(Catalogue.air().rules(), seen.air().keys(),
                seen.air().declared());
        Set<MacAddress> senders = new HashSet<>();
        long[] frames = new long[1];
        long[] packet = new long[1];
        seen.forEachEvent(recorded -> {
            packet[0] += recorded.event().packets();
            if (recorded.event() instanceof Event.AirFrame frame) {
                frames[0]++;
                monitor.add(new AirFrame.Reception(packet[0], recorded.nanos(),
                        OptionalInt.of(frame.frequencyMhz())), frame.data());
                if (frame.received() && frame.data().has(10, 6)) {
                    senders.add(MacAddress.at(frame.data(), 10));
                }
            }
        });
        Air air = monitor.end();
        return new AirEvidence(air, senders, frames[0], monitor.undecrypted(), monitor.failures(),
                events(seen, air.devices().stream().flatMap(device -> device.breaches().stream())
                        .flatMap(breach -> breach.places().stream()).map(Breach.Place::frame)
                        .collect(Collectors.toSet())));
    }

    /** The events that these packets are. Few are asked for, so this passes over the evidence and remembers no more. */
    private static Map<Long, Long> events(Observation seen, Set<Long> packets) {
        Map<Long, Long> events = new HashMap<>();
        if (!packets.isEmpty()) {
            long[] packet = new long[1];
            seen.forEachEvent(recorded -> {
                packet[0] += recorded.event().packets();
                if (recorded.event() instanceof Event.AirFrame && packets.contains(packet[0])) {
                    events.put(packet[0], recorded.sequence());
                }
            });
        }
        return events;
    }

    /** How it stands with a rule of the air: what the accessory sent, not what the harness did. */
    public static Finding finding(Observation seen, String rule) {
        return seen.once(AirEvidence.class, AirEvidence::of).finding(rule);
    }

    private Finding finding(String rule) {
        if (frames == 0) {
            return Finding.notApplicable("only frames of the air show it (./lanyard lint)");
        }
        if (failures.containsKey(rule)) {
            return Finding.unseen("the judge of this rule failed, which is a fault of the harness: "
                    + failures.get(rule));
        }
        List<Breach> breaches = new ArrayList<>();
        boolean kept = false;
        for (Device device : air.devices()) {
            if (senders.contains(device.nmi())) {
                device.breaches().stream().filter(breach -> breach.rule().equals(rule)).forEach(breaches::add);
                kept |= device.keeps(rule);
            }
        }
        if (!breaches.isEmpty()) {
            Breach first = breaches.getFirst();
            return Finding.broken(first.reason() + (first.count() > 1 ? " (in " + first.count() + " frames)" : ""),
                    first.places().stream().flatMap(place -> Stream.ofNullable(events.get(place.frame()))).toList());
        }
        return kept ? Finding.kept("every frame that shows it keeps it", List.of())
                : Finding.unseen("no frame of the device shows it" + (sealed == 0 ? "" : "; " + sealed
                        + " encrypted ones were not opened, because their keys are not at hand"));
    }
}
