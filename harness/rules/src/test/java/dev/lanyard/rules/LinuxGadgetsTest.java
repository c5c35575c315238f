package dev.lanyard.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Linux' gadgets under Linux' drivers, as a kernel captured them: no rule may find fault where there is none. */
class LinuxGadgetsTest {

    private static final Path FOLDER = Path.of("..", "..", "fixtures", "virtual-lab", "reference");
    private static final int ROOT_HUB = 1;
    /** The captures echo sizes of 464 to 476 octets only. */
    private static final String NOT_COVERED = "NET-UDP-01";

    @Test
    void ncmKeepsEveryRule() throws IOException {
        assertVerdicts(judge("linux-cdc_ncm.pcapng", true), Set.of());
    }

    @Test
    void ecmKeepsEveryRule() throws IOException {
        assertVerdicts(judge("linux-cdc_ecm.pcapng", false), SeedRulesTest.NCM_ONLY);
    }

    private static void assertVerdicts(Map<String, Verdict> verdicts, Set<String> notApplicable) {
        Map<String, Kind> expected = new TreeMap<>();
        verdicts.keySet().forEach(id -> expected.put(id, id.equals(NOT_COVERED) ? Kind.INCONCLUSIVE
                : notApplicable.contains(id) ? Kind.NOT_APPLICABLE : Kind.PASS));
        Map<String, Kind> kinds = new TreeMap<>();
        verdicts.forEach((id, verdict) -> kinds.put(id, verdict.kind()));
        assertEquals(expected, kinds, verdicts::toString);
    }

    private static Map<String, Verdict> judge(String file, boolean ncm) throws IOException {
        List<Recorded> events = new ArrayList<>();
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
        return SeedRulesTest.judge(Evidence.of(events), Declarations.NONE);
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
