package dev.lanyard.rules.air;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.evidence.AttemptDirectory;
import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Evidence;
import dev.lanyard.evidence.FileRecorder;
import dev.lanyard.evidence.MonotonicClock;
import dev.lanyard.evidence.Recorded;
import dev.lanyard.rules.Catalogue;
import dev.lanyard.rules.Declarations;
import dev.lanyard.rules.Verdict;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.capture.CaptureReader;
import dev.lanyard.wire.nan.dialogue.Defects;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frames of the air in the evidence of a run: what names them there. */
class AirEvidenceTest {

    private static final String RULE = "NAN-DCEA-02";
    private static final Pattern FRAME = Pattern.compile("\\bframe ([0-9]+)");

    @TempDir
    Path directory;

    @Test
    void aReasonNamesFramesAsTheCaptureNumbersThemAndTheProofNamesEvents() throws IOException {
        List<Recorded> events = new AirSession().step("aware.join", Map.of(), Map.of())
                .play(Defects.of(RULE).in(DiscoveryDefects.discovery())).events();
        AttemptDirectory attempt = new AttemptDirectory(directory.resolve("1"));
        try (FileRecorder recorder = FileRecorder.open(attempt, MonotonicClock.system())) {
            // Between a step and an answer, as everything that is not of the air would be.
            recorder.record(0, "link", new Event.Frame(true, Bytes.wrap(new byte[60])));
            for (Recorded one : events) {
                recorder.record(one.nanos(), one.source(), one.event());
            }
        }

        Verdict verdict = Catalogue.all().judge(List.of(RULE), Evidence.read(attempt.path()), Declarations.NONE)
                .getFirst();

        assertEquals(Verdict.Kind.FAIL, verdict.kind(), verdict::reason);
        Matcher named = FRAME.matcher(verdict.reason());
        assertTrue(named.find(), verdict::reason);
        Bytes packet = packets(attempt.capture()).get(Integer.parseInt(named.group(1)) - 1);
        Event.AirFrame had = frames(events).stream().filter(frame -> endsWith(packet, frame.data())).findFirst()
                .orElseThrow(() -> new AssertionError("no frame of the air is the packet of: " + verdict.reason()));
        assertTrue(carriesTheAttribute(had), "the frame that is named has the attribute");
        // The link's frame comes first here and is no event of the session.
        Event proving = events.get((int) (verdict.proof().getFirst() - 2)).event();
        assertTrue(proving instanceof Event.AirFrame lacks && !carriesTheAttribute(lacks), "the proof lacks it");
    }

    private static List<Event.AirFrame> frames(List<Recorded> events) {
        return events.stream().map(Recorded::event).filter(Event.AirFrame.class::isInstance)
                .map(Event.AirFrame.class::cast).toList();
    }

    private static boolean carriesTheAttribute(Event.AirFrame frame) {
        return frame.data().toHex().contains("2a0200");
    }

    private static boolean endsWith(Bytes packet, Bytes end) {
        return packet.length() >= end.length() && packet.from(packet.length() - end.length()).equals(end);
    }

    private static List<Bytes> packets(Path capture) throws IOException {
        List<Bytes> packets = new ArrayList<>();
        try (InputStream in = Files.newInputStream(capture)) {
            CaptureReader reader = CaptureReader.open(in);
            while (reader.advance()) {
                packets.add(Bytes.wrap(reader.octets().toArray()));
            }
        }
        return packets;
    }
}
