package dev.lanyard.rules;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Evidence;
import dev.lanyard.evidence.Recorded;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.dialogue.Dialogue;
import dev.lanyard.wire.nan.dialogue.Dialogues;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the evidence, a judge comes to a finding. Judges are called directly: the catalogue would catch them. */
class JudgesAreTotalTest {

    private static final int ROUNDS = 1500;
    private static final int AIR_ROUNDS = 200;
    private static final List<String> VERBS = List.of("aware.join", "aware.subscribe", "aware.discover",
            "aware.bootstrap", "aware.pair", "aware.verify", "aware.datapath", "aware.disconnect", "aware.forget",
            "aware.power-cycle", "aware.follow-up", "udp.echo", "ip.ping");
    private static final List<String> WORDS = List.of("lost-confirm", "foreign-channel", "wrong-confirm-mic",
            "other-ssid", "replay", "");
    private static final List<String> RESULTS = List.of("open", "refused", "silent", "done", "not-authentic", "?");

    @Test
    void shuffledTruncatedAndCorruptedEvidenceThrowsNothing() {
        Random random = new Random(42);
        List<Recorded> ncm = Session.ncm().play();
        List<Recorded> ecm = Session.ecm().play();
        for (int round = 0; round < ROUNDS; round++) {
            List<Recorded> events = new ArrayList<>(round % 3 == 0 ? ecm : ncm);
            if (random.nextBoolean()) {
                Collections.shuffle(events, random);
            }
            events = events.subList(0, random.nextInt(events.size() + 1));
            events.replaceAll(recorded -> random.nextInt(4) == 0 ? corrupt(recorded, random) : recorded);
            judgeAll(events);
        }
    }

    @Test
    void eventsAtRandomThrowNothing() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            judgeAll(new RandomEvidence(seed).events(60));
        }
    }

    @Test
    void eventsAtRandomAmongSoundOnesThrowNothing() {
        Random random = new Random(7);
        List<Recorded> ncm = Session.ncm().play();
        List<Recorded> ecm = Session.ecm().play();
        for (int seed = 0; seed < ROUNDS; seed++) {
            List<Recorded> events = new ArrayList<>(seed % 2 == 0 ? ecm : ncm);
            for (Recorded stranger : new RandomEvidence(seed).events(30)) {
                Recorded before = events.get(random.nextInt(events.size()));
                events.add(random.nextInt(events.size() + 1), new Recorded(before.sequence(), before.nanos(),
                        before.source(), stranger.event()));
            }
            judgeAll(events);
        }
    }

    /** Frames of the air out of order, cut and corrupted, among steps that claim to have asked for them. */
    @Test
    void oddTalkOnTheAirThrowsNothing() {
        Random random = new Random(11);
        List<Bytes> frames = Dialogues.all().values().stream().flatMap(dialogue -> dialogue.frames().stream())
                .map(Dialogue.Frame::octets).toList();
        for (int round = 0; round < AIR_ROUNDS; round++) {
            List<Recorded> events = new ArrayList<>();
            long nanos = 0;
            for (int i = 1; i <= 120; i++) {
                nanos += random.nextInt(20) == 0 ? random.nextInt() : random.nextInt(400_000_000);
                events.add(new Recorded(i, nanos, "air", spoken(frames, random)));
            }
            Observation seen = Observation.of(Evidence.of(events), Declarations.NONE);
            Catalogue.active().rules().forEach(rule -> judge(rule, seen, events));
        }
    }

    private static Event spoken(List<Bytes> frames, Random random) {
        String step = "step " + random.nextInt(4);
        return switch (random.nextInt(5)) {
            case 0 -> new Event.StepStarted(step, VERBS.get(random.nextInt(VERBS.size())),
                    Map.of("odd", WORDS.get(random.nextInt(WORDS.size())), "expect.result", "refused"));
            case 1 -> new Event.StepEnded(step, "PASSED", "", Map.of("result", RESULTS.get(
                    random.nextInt(RESULTS.size()))));
            default -> {
                Bytes frame = frames.get(random.nextInt(frames.size()));
                yield new Event.AirFrame(random.nextBoolean(), 2437, -42,
                        random.nextInt(4) == 0 ? corrupt(frame, random) : frame);
            }
        };
    }

    /** Every rule of the catalogue, so one that is added is tried as well. */
    private static void judgeAll(List<Recorded> events) {
        Observation seen = Observation.of(Evidence.of(events), Declarations.NONE);
        Catalogue.standard().rules().forEach(rule -> judge(rule, seen, events));
    }

    private static void judge(Rule rule, Observation seen, List<Recorded> events) {
        try {
            Finding finding = rule.judge().judge(seen);
            assertNotNull(finding.kind());
            assertFalse(finding.reason().isBlank());
            assertFalse(rule.judge(seen).reason().isBlank());
        } catch (RuntimeException e) {
            throw new AssertionError(rule.id() + " on " + events, e);
        }
    }

    private static Recorded corrupt(Recorded recorded, Random random) {
        Event event = switch (recorded.event()) {
            case Event.Transfer t -> new Event.Transfer(t.id(), t.type(), t.endpointAddress(),
                    random.nextInt(4) == 0 ? null : t.setup(), t.requestedLength(),
                    random.nextInt(4) == 0 ? "STALL" : t.status(), random.nextLong(), t.zeroPacket(),
                    corrupt(t.data(), random));
            case Event.Frame f -> new Event.Frame(random.nextBoolean(), corrupt(f.data(), random));
            case Event other -> other;
        };
        return new Recorded(random.nextInt(100), random.nextLong(), recorded.source(), event);
    }

    private static Bytes corrupt(Bytes data, Random random) {
        byte[] octets = data.truncate(random.nextInt(data.length() + 1)).toArray();
        for (int i = 0; i < 2 && octets.length > 0; i++) {
            octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
        }
        return Bytes.wrap(octets);
    }
}
