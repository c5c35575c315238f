package dev.lanyard.rules.air;

import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Evidence;
import dev.lanyard.evidence.Recorded;
import dev.lanyard.rules.Catalogue;
import dev.lanyard.rules.Declarations;
import dev.lanyard.rules.Verdict;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.dialogue.Actor;
import dev.lanyard.wire.nan.dialogue.Dialogue;
import dev.lanyard.wire.net.MacAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Evidence of an attempt with a Wi-Fi Aware device: the phone of the dialogues is the harness. */
final class AirSession {

    private static final Set<MacAddress> HARNESS = Set.of(Actor.PHONE.nmi(), Actor.PHONE.ndi());

    private final List<Recorded> events = new ArrayList<>();
    private long nanos;
    private int steps;

    /** A step that ended so. */
    AirSession step(String verb, Map<String, String> arguments, Map<String, String> values) {
        return begin(verb, arguments).end(values);
    }

    AirSession begin(String verb, Map<String, String> arguments) {
        steps++;
        return add("runner", new Event.StepStarted("step " + steps, verb, arguments));
    }

    AirSession end(Map<String, String> values) {
        return add("runner", new Event.StepEnded("step " + steps, "PASSED", "", values));
    }

    AirSession pass(Duration time) {
        nanos += time.toNanos();
        return this;
    }

    /** The frames of a dialogue, one after another with the times between them. */
    AirSession play(Dialogue dialogue) {
        long first = dialogue.frames().getFirst().tsf();
        long from = nanos;
        for (Dialogue.Frame frame : dialogue.frames()) {
            nanos = from + (frame.tsf() - first) * 1_000;
            frame(frame.frequency(), frame.octets());
        }
        return this;
    }

    AirSession frame(int frequency, Bytes octets) {
        boolean received = !HARNESS.contains(MacAddress.at(octets, 10));
        return add("air", new Event.AirFrame(received, frequency, -48, octets));
    }

    /** An Ethernet frame of a data path. */
    AirSession packet(boolean received, Bytes octets) {
        return add("link", new Event.Frame(received, octets));
    }

    private AirSession add(String source, Event event) {
        nanos += 1_000;
        events.add(new Recorded(events.size() + 1L, nanos, source, event));
        return this;
    }

    /** What was recorded so far. */
    List<Recorded> events() {
        return List.copyOf(events);
    }

    Verdict judge(String rule) {
        return judge(rule, Declarations.NONE);
    }

    Verdict judge(String rule, Declarations declared) {
        return Catalogue.all().judge(List.of(rule), Evidence.of(events), declared).getFirst();
    }
}
