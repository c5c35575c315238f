package dev.lanyard.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Evidence;
import dev.lanyard.evidence.Recorded;
import dev.lanyard.evidence.UsbCapture;
import dev.lanyard.rules.Verdict.Kind;
import dev.lanyard.wire.usb.UsbSpeed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Linux' gadgets under Linux' drivers, as a kernel captured them: rules find what is known, and nothing else. */
class LinuxGadgetsTest {

    private static final Path FOLDER = Path.of("..", "..", "fixtures", "virtual-lab", "reference");
    /** A plain session does not show everything, but no less than this. */
    private static final int KEPT_AT_LEAST = 50;

    @Test
    void ncmBreaksWhatItIsKnownToBreak() throws IOException {
        assertFindings(Map.of("USB-CFG-07", Kind.WARN, "ECM-DESC-13", Kind.WARN, "HOST-ANDROID-01", Kind.FAIL,
                "NCM-NTB-04", Kind.WARN, "NCM-NTB-08", Kind.WARN), judge("linux-cdc_ncm.pcapng"));
    }

    @Test
    void ecmBreaksWhatItIsKnownToBreak() throws IOException {
        assertFindings(Map.of("USB-CFG-07", Kind.WARN, "ECM-DESC-13", Kind.WARN, "HOST-ANDROID-01", Kind.FAIL,
                "HOST-WIN-07", Kind.WARN, "ECM-REQ-04", Kind.WARN), judge("linux-cdc_ecm.pcapng"));
    }

    /** What one session shows of the other rules is kept, or it does not show them. */
    private static void assertFindings(Map<String, Kind> findings, Map<String, Verdict> verdicts) {
        Map<String, Kind> kinds = new TreeMap<>();
        verdicts.values().stream().filter(verdict -> verdict.kind() == Kind.FAIL || verdict.kind() == Kind.WARN)
                .forEach(verdict -> kinds.put(verdict.rule(), verdict.kind()));
        assertEquals(new TreeMap<>(findings), kinds, verdicts::toString);
        long kept = verdicts.values().stream().filter(verdict -> verdict.kind() == Kind.PASS).count();
        assertTrue(kept >= KEPT_AT_LEAST, () -> kept + " rules are kept: " + verdicts);
    }

    private static Map<String, Verdict> judge(String file) throws IOException {
        List<Recorded> events = UsbCapture.read(FOLDER.resolve(file)).devices().getFirst().evidence().events().stream()
                .map(LinuxGadgetsTest::atHighSpeed).toList();
        return RuleCase.judge(Evidence.of(events), Declarations.NONE);
    }

    /** The capture does not tell the speed; the gadgets' host did. */
    private static Recorded atHighSpeed(Recorded recorded) {
        return recorded.event() instanceof Event.Attached ? new Recorded(recorded.sequence(), recorded.nanos(),
                recorded.source(), new Event.Attached("gadget", 0, 0, UsbSpeed.HIGH)) : recorded;
    }
}
