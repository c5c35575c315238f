package dev.lanyard.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Evidence;
import dev.lanyard.evidence.Recorded;
import dev.lanyard.rules.Verdict.Kind;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.capture.CapturePacket;
import dev.lanyard.wire.capture.PcapngReader;
import dev.lanyard.wire.capture.UsbmonPacket;
import dev.lanyard.wire.ntb.Ntb;
import dev.lanyard.wire.usb.TransferType;
import dev.lanyard.wire.usb.UsbSpeed;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Linux' gadgets under Linux' drivers, as a kernel captured them: rules find what is known, and nothing else. */
class LinuxGadgetsTest {

    private static final Path FOLDER = Path.of("..", "..", "fixtures", "virtual-lab", "reference");
    private static final int ROOT_HUB = 1;
    /** A plain session does not show everything, but no less than this. */
    private static final int KEPT_AT_LEAST = 50;

    @Test
    void ncmBreaksWhatItIsKnownToBreak() throws IOException {
        assertFindings(Map.of("USB-CFG-07", Kind.WARN, "ECM-DESC-13", Kind.WARN, "HOST-ANDROID-01", Kind.FAIL,
                "NCM-NTB-04", Kind.WARN, "NCM-NTB-08", Kind.WARN), judge("linux-cdc_ncm.pcapng", true));
    }

    @Test
    void ecmBreaksWhatItIsKnownToBreak() throws IOException {
        assertFindings(Map.of("USB-CFG-07", Kind.WARN, "ECM-DESC-13", Kind.WARN, "HOST-ANDROID-01", Kind.FAIL,
                "HOST-WIN-07", Kind.WARN, "ECM-REQ-04", Kind.WARN), judge("linux-cdc_ecm.pcapng", false));
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

    private static Map<String, Verdict> judge(String file, boolean ncm) throws IOException {
        List<Recorded> events = new ArrayList<>();
        // The capture does not tell the speed; the gadgets' host did.
        events.add(new Recorded(1, 0, "capture", new Event.Attached(file, 0, 0, UsbSpeed.HIGH)));
        Map<Long, UsbmonPacket> submitted = new HashMap<>();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(FOLDER.resolve(file)))) {
            PcapngReader reader = new PcapngReader(in);
            for (Optional<CapturePacket> next = reader.next(); next.isPresent(); next = reader.next()) {
                UsbmonPacket record = UsbmonPacket.decode(next.get().data());
                if (record.device() == ROOT_HUB) {
                    continue;
                }
                if (record.kind() == UsbmonPacket.Kind.SUBMIT) {
                    submitted.put(record.id(), record);
                } else if (submitted.containsKey(record.id())) {
                    add(events, submitted.remove(record.id()), record, ncm);
                }
            }
        }
        return RuleCase.judge(Evidence.of(events), Declarations.NONE);
    }

    private static void add(List<Recorded> events, UsbmonPacket submit, UsbmonPacket complete, boolean ncm) {
        Bytes data = submit.isIn() ? complete.data() : submit.data();
        String status = switch (complete.status()) {
            case 0 -> "OK";
            case -32 -> "STALL";
            case -2, -104 -> "CANCELLED";
            case -108 -> "DETACHED";
            default -> "IO";
        };
        record(events, complete, new Event.Transfer(submit.id(), submit.transferType(), submit.endpointAddress(),
                submit.setup(), (int) submit.length(), status, submit.epochNanos(), false, data));
        if (submit.transferType() == TransferType.BULK && !data.isEmpty()) {
            List<Bytes> frames = ncm ? Ntb.decode(data).datagrams() : List.of(data);
            frames.forEach(frame -> record(events, complete, new Event.Frame(submit.isIn(), frame)));
        }
    }

    private static void record(List<Recorded> events, UsbmonPacket at, Event event) {
        events.add(new Recorded(events.size() + 1, at.epochNanos(), "capture", event));
    }
}
