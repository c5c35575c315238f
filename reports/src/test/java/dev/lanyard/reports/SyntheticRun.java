package dev.lanyard.reports;

import dev.lanyard.evidence.AttemptDirectory;
import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.FileRecorder;
import dev.lanyard.evidence.MonotonicClock;
import dev.lanyard.evidence.Outcome;
import dev.lanyard.evidence.RunDirectory;
import dev.lanyard.evidence.RunEvent;
import dev.lanyard.evidence.RunLog;
import dev.lanyard.rules.Verdict;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.TransferType;
import dev.lanyard.wire.usb.UsbSpeed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes a run folder through the real writers, as a runner would. */
final class SyntheticRun implements AutoCloseable {

    static final Instant START = Instant.parse("2026-01-31T12:00:00Z");
    static final Bytes DEVICE_DESCRIPTOR = Bytes.hex("12010002 00000040 2505a1a4 06060102 0301");
    /** Linux f_ncm at high speed. */
    static final Bytes CONFIGURATION_DESCRIPTOR = Bytes.hex("09025e000201048001080b0002020d0008"
            + "0904000001020d0005 0524001001 0524060001 0d240f0600000000ea05000000 06241a000111 07058203100009"
            + "09040100000a000107 09040101020a000107 07058102000200 07050102000200");

    private final RunDirectory directory;
    private final RunLog log;
    private Instant now = START;

    SyntheticRun(Path root) throws IOException {
        directory = RunDirectory.create(root);
        log = RunLog.create(directory);
        log.append(new RunEvent.RunStarted(now, "0.1.0", List.of("run", "--out", "out"),
                new TreeMap<>(Map.of("os", "Linux 6.1", "jdk", "25"))));
    }

    /** A run with every outcome. */
    static RunDirectory everyOutcome(Path root) throws IOException {
        try (SyntheticRun run = new SyntheticRun(root)) {
            run.scenario("ncm.attach-to-echo", "emulated:ncm", 1, Outcome.PASSED, "");
            run.scenario("ncm.attach-to-echo", "usbip:127.0.0.1:3240/usbip-vudc.0", 1, Outcome.FAILED,
                    "no lease within 10 s: 3 DISCOVER sent, no answer");
            run.scenario("ncm.repeated", "emulated:ncm", 3, Outcome.FAILED, "2 of 3 attempts passed, 3 must");
            run.gated("ecm.filter", "emulated:ncm", Outcome.NOT_APPLICABLE, "needs function = ecm, it is ncm");
            run.gated("ncm.after", "emulated:ncm", Outcome.SKIPPED, "ncm.attach-to-echo failed");
            run.scenario("ncm.blind", "emulated:ncm", 1, Outcome.INCONCLUSIVE, "no permission to open the device");
            run.finish(1);
            return run.directory;
        }
    }

    RunDirectory directory() {
        return directory;
    }

    void scenario(String name, String accessory, int attempts, Outcome outcome, String message) throws IOException {
        String id = name + " @ " + accessory;
        start(id, name, accessory, attempts);
        for (int attempt = 1; attempt <= attempts; attempt++) {
            // Of several attempts the first one fails, so that the last one's outcome is not the scenario's.
            Outcome own = attempts == 1 || attempt == 1 ? outcome : Outcome.PASSED;
            attempt(id, accessory, attempt, own, own == Outcome.PASSED ? "" : message);
        }
        int passed = outcome == Outcome.PASSED ? attempts : attempts - 1;
        log.append(new RunEvent.ScenarioFinished(tick(), id, outcome, message, passed, attempts));
    }

    void gated(String name, String accessory, Outcome outcome, String message) throws IOException {
        String id = name + " @ " + accessory;
        start(id, name, accessory, 1);
        log.append(new RunEvent.ScenarioFinished(tick(), id, outcome, message, 0, 0));
    }

    void start(String id, String name, String accessory, int repeat) throws IOException {
        log.append(new RunEvent.ScenarioStarted(tick(), id, name, "scenarios/smoke/" + name + ".scenario.yaml",
                "smoke/" + name.split("\\.")[0], "The accessory answers: " + name, accessory, "profile of " + accessory,
                List.of("smoke"), List.of("CDC-NOTIF-01", "NCM-NTB-01"), repeat, repeat, Map.of("size", "64B")));
    }

    void attempt(String id, String accessory, int attempt, Outcome outcome, String message) throws IOException {
        AttemptDirectory evidence = directory.attempt(id, attempt);
        log.append(new RunEvent.AttemptStarted(tick(), id, attempt, directory.relative(evidence.path())));
        record(evidence, id, accessory, attempt, outcome, message);
        step(id, attempt, "setup", 0, "attach", "usb.attach", Outcome.PASSED, "", 2, 5);
        step(id, attempt, "steps", 1, "inner", "usb.set-interface", Outcome.PASSED, "", 6, 7);
        step(id, attempt, "steps", 0, "outer", "group", Outcome.PASSED, "", 6, 8);
        step(id, attempt, "steps", 0, "lease", "dhcp.lease", outcome, message, 9, 11);
        step(id, attempt, "teardown", 0, "", "power.off", Outcome.PASSED, "", 12, 12);
        log.append(new RunEvent.AttemptFinished(tick(), id, attempt, outcome, message));
        boolean failed = outcome == Outcome.FAILED;
        judge(id, attempt, "CDC-NOTIF-01", failed ? Verdict.Kind.FAIL : Verdict.Kind.PASS,
                failed ? "no NetworkConnection within 1 s" : "NetworkConnection after 3 ms", List.of(7L, 8L));
        judge(id, attempt, "NCM-NTB-01", Verdict.Kind.WARN, "wSequence is always 0", List.of(9L));
    }

    void judge(String id, int attempt, String rule, Verdict.Kind kind, String reason, List<Long> proof)
            throws IOException {
        log.append(new RunEvent.RuleJudged(id, attempt, rule, kind.name(), reason, proof));
    }

    void finish(int exitCode) throws IOException {
        log.append(new RunEvent.RunFinished(tick(), exitCode));
    }

    @Override
    public void close() throws IOException {
        log.close();
    }

    private void step(String id, int attempt, String phase, int depth, String step, String verb, Outcome outcome,
                      String message, long first, long last) throws IOException {
        log.append(new RunEvent.StepFinished(tick(), tick(), id, attempt, phase, depth, step, verb,
                Map.of("within", "10s"), outcome, message, Map.of("host", "192.168.7.1"), first, last));
    }

    private static void record(AttemptDirectory directory, String id, String accessory, int attempt, Outcome outcome,
                               String message) throws IOException {
        Bytes frame = Bytes.hex("ffffffffffff 021122334460 0806 0001080006040001 021122334460 c0a80701 000000000000 "
                + "c0a80702");
        try (FileRecorder recorder = FileRecorder.open(directory, MonotonicClock.system())) {
            recorder.record("runner", new Event.AttemptStarted(id, attempt, accessory, "profile", START));
            recorder.record("runner", new Event.StepStarted("attach", "usb.attach", Map.of()));
            recorder.record("usb", new Event.Attached(accessory, 0x0525, 0xa4a1, UsbSpeed.HIGH));
            recorder.record("usb", descriptor(1, 0x0100, DEVICE_DESCRIPTOR));
            recorder.record("usb", descriptor(2, 0x0200, CONFIGURATION_DESCRIPTOR));
            recorder.record("runner", new Event.StepStarted("inner", "usb.set-interface", Map.of("alternate", "1")));
            recorder.record("link", new Event.Notification("NETWORK_CONNECTION", 0, 1, 0, Bytes.EMPTY));
            recorder.record("link", new Event.LinkState(true, "NETWORK_CONNECTION 1"));
            recorder.record("runner", new Event.StepStarted("lease", "dhcp.lease", Map.of("within", "10s")));
            recorder.record("link", new Event.Frame(false, frame));
            recorder.record("runner", new Event.StepEnded("lease", outcome.name(), message, Map.of()));
            recorder.record("usb", new Event.Detached("closed by the harness", true));
            recorder.record("console", Event.ConsoleLine.of("debug", true, "boot: " + id, true));
            recorder.record("console", Event.ConsoleLine.of("debug", true, HostileText.ALL, true));
            recorder.record("runner", new Event.AttemptEnded(outcome.name(), message));
        }
    }

    private static Event descriptor(long id, int wValue, Bytes data) {
        return new Event.Transfer(id, TransferType.CONTROL, 0x80, new SetupPacket(0x80, 6, wValue, 0, data.length()),
                data.length(), "OK", 0, false, data);
    }

    private Instant tick() {
        now = now.plusMillis(10);
        return now;
    }
}
