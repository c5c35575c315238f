package dev.lanyard.rules;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Evidence;
import dev.lanyard.evidence.Recorded;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.wire.Bytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the evidence, a judge comes to a finding. Judges are called directly: the catalogue would catch them. */
class JudgesAreTotalTest {

    private static final int ROUNDS = 1500;

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

    /** Every rule of the catalogue, so one that is added is tried as well. */
    private static void judgeAll(List<Recorded> events) {
        Observation seen = Observation.of(Evidence.of(events), Declarations.NONE);
        for (Rule rule : Catalogue.standard().rules()) {
            try {
                Finding finding = rule.judge().judge(seen);
                assertNotNull(finding.kind());
                assertFalse(finding.reason().isBlank());
                assertFalse(rule.judge(seen).reason().isBlank());
            } catch (RuntimeException e) {
                throw new AssertionError(rule.id() + " on " + events, e);
            }
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
