package dev.lanyard.rules.air;

import dev.lanyard.evidence.Event;
import dev.lanyard.rules.Catalogue;
import dev.lanyard.rules.Finding;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.wire.net.MacAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** The frames of the air that the evidence of an attempt holds, as the rules of the air judge them. */
public final class AirEvidence {

    private final Air air;
    private final Set<MacAddress> senders;
    private final long frames;
    private final long sealed;
    private final Map<String, String> failures;

    private AirEvidence(Air air, Set<MacAddress> senders, long frames, long sealed, Map<String, String> failures) {
        this.air = air;
        this.senders = senders;
        this.frames = frames;
        this.sealed = sealed;
        this.failures = failures;
    }

    /** Judges all rules of the air at once; the numbers of frames are those of their events. */
    static AirEvidence of(Observation seen) {
        AirMonitor monitor = new AirMonitor(Catalogue.air().rules(), seen.air().keys(),
                seen.air().declared());
        Set<MacAddress> senders = new HashSet<>();
        long[] frames = new long[1];
        seen.forEachEvent(recorded -> {
            if (recorded.event() instanceof Event.AirFrame frame) {
                frames[0]++;
                monitor.add(new AirFrame.Reception(recorded.sequence(), recorded.nanos(),
                        OptionalInt.of(frame.frequencyMhz())), frame.data());
                if (frame.received() && frame.data().has(10, 6)) {
                    senders.add(MacAddress.at(frame.data(), 10));
                }
            }
        });
        return new AirEvidence(monitor.end(), senders, frames[0], monitor.undecrypted(), monitor.failures());
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
                    first.places().stream().map(Breach.Place::frame).toList());
        }
        return kept ? Finding.kept("every frame that shows it keeps it", List.of())
                : Finding.unseen("no frame of the device shows it" + (sealed == 0 ? "" : "; " + sealed
                        + " encrypted ones were not opened, because their keys are not at hand"));
    }
}
