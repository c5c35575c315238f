package dev.lanyard.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLogTest {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00.123456789Z");
    private static final List<RunEvent> EVENTS = List.of(
            new RunEvent.RunStarted(NOW, "0.1.0", List.of("run", "--out", "x"), Map.of("os", "Linux")),
            new RunEvent.ScenarioStarted(NOW, "s@a", "s", "s.scenario.yaml", "smoke/ncm", "A sentence.", "a", "p",
                    List.of("smoke"), List.of("CDC-NOTIF-01"), 3, 2, Map.of("size", "<b>")),
            new RunEvent.AttemptStarted(NOW, "s@a", 1, "evidence/s/1"),
            new RunEvent.StepFinished(NOW, NOW.plusMillis(5), "s@a", 1, "steps", 0, "alt1", "usb.set-interface",
                    Map.of("alternate", "1"), Outcome.PASSED, "", Map.of(), 2, 9),
            new RunEvent.AttemptFinished(NOW, "s@a", 1, Outcome.FAILED, "\u0000\u001b[31m \uD83D\uDE00"),
            new RunEvent.RuleJudged("s@a", 1, "CDC-NOTIF-01", "FAIL", "no notification", List.of(4L, 9L)),
            new RunEvent.ScenarioFinished(NOW, "s@a", Outcome.FAILED, "", 0, 1),
            new RunEvent.AccessoryDeclared("a", "p", "p.yaml", "00ff", Map.of("echo.port", "7")),
            new RunEvent.RunFinished(NOW, 1));

    @TempDir
    Path root;

    @Test
    void everyKindOfEventComesBackAsItWas() throws IOException {
        RunDirectory run = write(EVENTS);
        assertEquals(new RunLog.Contents(EVENTS, Optional.empty()), RunLog.read(run));
        assertEquals(RunEvent.class.getPermittedSubclasses().length, EVENTS.size());
    }

    @Test
    void aCutLogReadsUpToTheCut() throws IOException {
        RunDirectory run = write(EVENTS.subList(0, 3));
        Files.writeString(run.events(), "{\"kind\":\"rule-jud", StandardOpenOption.APPEND);
        RunLog.Contents contents = RunLog.read(run);
        assertEquals(EVENTS.subList(0, 3), contents.events());
        assertEquals(Optional.of("the log was cut in the middle of line 5"), contents.cut());
    }

    @Test
    void aLogWithoutTheEndOfItsRunIsCut() throws IOException {
        RunDirectory run = write(EVENTS.subList(0, 3));
        assertTrue(RunLog.read(run).cut().orElseThrow().contains("after 3 events"));
    }

    @Test
    void aDamagedLineIsNamed() throws IOException {
        RunDirectory run = write(EVENTS.subList(0, 2));
        Files.writeString(run.events(), "{\"kind\":\"run-finished\",\"exitCode\":{]}\n", StandardOpenOption.APPEND);
        String message = assertThrows(EvidenceException.class, () -> RunLog.read(run)).getMessage();
        assertTrue(message.contains("events.jsonl:4:"), message);

        Files.writeString(run.events(), "{\"format\":\"lanyard-run\",\"version\":1}\n{\"kind\":\"nonsense\"}\n");
        String unknown = assertThrows(EvidenceException.class, () -> RunLog.read(run)).getMessage();
        assertTrue(unknown.contains("events.jsonl:2:") && unknown.contains("nonsense"), unknown);
    }

    @Test
    void anotherFormatIsRefused() throws IOException {
        RunDirectory run = RunDirectory.create(root.resolve("run"));
        Files.writeString(run.events(), "{\"format\":\"lanyard-run\",\"version\":2}\n");
        String message = assertThrows(EvidenceException.class, () -> RunLog.read(run)).getMessage();
        assertTrue(message.contains(":1: not a file of format \"lanyard-run\", version 1"), message);
    }

    @Test
    void textThatUtf8CannotHoldIsReplacedAndLongTextIsCut() throws IOException {
        RunDirectory run = write(List.of(new RunEvent.RunStarted(NOW, "\uD800", List.of("x".repeat(100_000)),
                Map.of("k".repeat(60_000), "\uDC00a"))));
        RunEvent.RunStarted read = (RunEvent.RunStarted) RunLog.read(run).events().getFirst();
        assertEquals("\uFFFD", read.harnessVersion());
        assertTrue(read.commandLine().getFirst().endsWith("… (34464 more characters)"));
        assertEquals(List.of("\uFFFDa"), List.copyOf(read.environment().values()));
    }

    @Test
    void aFolderThatHoldsARunIsRefused() throws IOException {
        write(EVENTS);
        var error = assertThrows(FileAlreadyExistsException.class, () -> RunDirectory.create(root.resolve("run")));
        assertTrue(error.getMessage().contains("holds a run already"), error.getMessage());
    }

    private RunDirectory write(List<RunEvent> events) throws IOException {
        RunDirectory run = RunDirectory.create(root.resolve("run"));
        try (RunLog log = RunLog.create(run)) {
            for (RunEvent event : events) {
                log.append(event);
            }
        }
        return run;
    }
}
