package dev.lanyard.reports;

import static org.junit.jupiter.api.Assertions.assertTrue;

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
import dev.lanyard.wire.usb.TransferType;
import dev.lanyard.wire.usb.UsbSpeed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run of a thousand scenarios with a gibibyte of evidence. Takes minutes and two gibibytes of disk, so only on demand:
 * {@code mvn -pl reports -am test -Dtest=ScaleTest -DfailIfNoTests=false -Dsurefire.failIfNoSpecifiedTests=false
 * -Dlanyard.scale=true}.
 */
@EnabledIfSystemProperty(named = "lanyard.scale", matches = "true",
        disabledReason = "takes minutes and two gibibytes of disk: -Dlanyard.scale=true")
class ScaleTest {

    private static final int SCENARIOS = 1_000;
    /** Each goes through the bulk pipe and over the link: about a mebibyte. */
    private static final int FRAMES = 350;

    @TempDir
    Path root;

    @Test
    void aThousandScenariosAreReportedInAMinute() throws IOException {
        RunDirectory run = write();
        long evidence = size(run.evidence());
        long begin = System.nanoTime();
        ReportWriter.write(run.root());
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        long page = Files.size(run.reportHtml());
        long allure = Files.size(run.allureHtml());
        Runtime runtime = Runtime.getRuntime();
        System.out.printf("%d scenarios, %d MiB of evidence: %.1f s, report.html %.1f MiB, allure.html %.1f MiB, heap at "
                + "most %d MiB%n", SCENARIOS, evidence >> 20, took.toMillis() / 1000.0, page / 1048576.0,
                allure / 1048576.0, runtime.maxMemory() >> 20);
        assertTrue(evidence >= 1L << 30, () -> "only " + evidence + " octets of evidence");
        assertTrue(took.toSeconds() < 60, () -> "took " + took);
        assertTrue(page < 20 << 20, () -> "report.html has " + page + " octets");
        assertTrue(allure < 20 << 20, () -> "allure.html has " + allure + " octets");
    }

    private RunDirectory write() throws IOException {
        RunDirectory directory = RunDirectory.create(root.resolve("run"));
        Random random = new Random(1);
        try (RunLog log = RunLog.create(directory)) {
            log.append(new RunEvent.RunStarted(SyntheticRun.START, "0.1.0", List.of("run"), Map.of("os", "Linux")));
            for (int i = 0; i < SCENARIOS; i++) {
                scenario(log, directory, i, random);
            }
            log.append(new RunEvent.RunFinished(SyntheticRun.START.plusSeconds(3_600), 1));
        }
        return directory;
    }

    private static void scenario(RunLog log, RunDirectory directory, int number, Random random) throws IOException {
        boolean failed = number % 10 == 0;
        String id = "scale/s" + number + " @ emulated:ncm";
        Outcome outcome = failed ? Outcome.FAILED : Outcome.PASSED;
        log.append(new RunEvent.ScenarioStarted(SyntheticRun.START, id, "s" + number, "s.scenario.yaml", "scale", "Scale",
                "emulated:ncm", "p", List.of(), List.of("NCM-NTB-01", "CDC-NOTIF-01"), 1, 1, Map.of()));
        AttemptDirectory attempt = directory.attempt(id, 1);
        log.append(new RunEvent.AttemptStarted(SyntheticRun.START, id, 1, directory.relative(attempt.path())));
        record(attempt, id, random);
        for (int step = 0; step < 8; step++) {
            log.append(new RunEvent.StepFinished(SyntheticRun.START, SyntheticRun.START.plusMillis(20), id, 1, "steps", 0,
                    "step" + step, "udp.echo", Map.of("to", "192.0.2.1:7"), step == 7 ? outcome : Outcome.PASSED,
                    step == 7 && failed ? "3 of 1000 datagrams lost" : "", Map.of("p99", "1.2ms"), 3 + step * 80L,
                    3 + step * 80L + 79));
        }
        log.append(new RunEvent.AttemptFinished(SyntheticRun.START.plusSeconds(1), id, 1, outcome, ""));
        for (String rule : List.of("NCM-NTB-01", "NCM-NTB-02", "CDC-NOTIF-01", "NET-UDP-01")) {
            Verdict.Kind kind = failed ? Verdict.Kind.FAIL : Verdict.Kind.PASS;
            log.append(new RunEvent.RuleJudged(id, 1, rule, kind.name(), "seen so", List.of(10L, 11L, 300L)));
        }
        log.append(new RunEvent.ScenarioFinished(SyntheticRun.START.plusSeconds(1), id, outcome, "", failed ? 0 : 1, 1));
    }

    private static void record(AttemptDirectory attempt, String id, Random random) throws IOException {
        try (FileRecorder recorder = FileRecorder.open(attempt, MonotonicClock.system())) {
            recorder.record("runner", new Event.AttemptStarted(id, 1, "emulated:ncm", "p", SyntheticRun.START));
            recorder.record("usb", new Event.Attached("emulated:ncm", 1, 2, UsbSpeed.HIGH));
            for (int i = 0; i < FRAMES; i++) {
                Bytes frame = datagram(random, i);
                recorder.record("usb", new Event.Transfer(i, TransferType.BULK, i % 2 == 0 ? 1 : 0x81, null,
                        frame.length(), "OK", 0, false, frame));
                recorder.record("link", new Event.Frame(i % 2 == 1, frame));
            }
            recorder.record("usb", new Event.Detached("closed", true));
            recorder.record("runner", new Event.AttemptEnded("PASSED", ""));
        }
    }

    /** UDP in IPv4 with 1472 octets, which nothing compresses. */
    private static Bytes datagram(Random random, int number) {
        byte[] octets = new byte[1_514];
        random.nextBytes(octets);
        byte[] head = Bytes.hex("021122334460 021122334461 0800 450005dc0000000040110000c0000201c0000202 "
                + (number % 2 == 0 ? "c0000007" : "0007c000") + "05c80000").toArray();
        System.arraycopy(head, 0, octets, 0, head.length);
        return Bytes.wrap(octets);
    }

    private static long size(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (var all = Files.walk(folder)) {
            all.filter(Files::isRegularFile).forEach(files::add);
        }
        long size = 0;
        for (Path file : files) {
            size += Files.size(file);
        }
        return size;
    }
}
