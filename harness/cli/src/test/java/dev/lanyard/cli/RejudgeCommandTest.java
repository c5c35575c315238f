package dev.lanyard.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RejudgeCommandTest {

    private static final String RULE = "USB-CFG-01";

    /** One run for all tests; each works on a copy. */
    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    private Path run;

    @BeforeEach
    void copyOfARun() throws IOException {
        Path original = shared.resolve("run");
        if (!Files.exists(original)) {
            CommandLineRun first = CommandLineRun.of("run", Examples.SMOKE, "-a", "emulated:ecm", "--out",
                    original.toString());
            assertEquals(0, first.exitCode(), first.output() + first.errors());
        }
        run = folder.resolve("run");
        try (Stream<Path> files = Files.walk(original)) {
            for (Path file : files.toList()) {
                Files.copy(file, run.resolve(original.relativize(file).toString()));
            }
        }
    }

    private Map<String, Long> contents() throws IOException {
        Map<String, Long> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(run)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(file.toString(), Files.getLastModifiedTime(file).toMillis() + Files.size(file));
            }
        }
        return contents;
    }

    private CommandLineRun rejudge(String... more) {
        return CommandLineRun.of(Stream.concat(Stream.of("rejudge", run.toString()), Stream.of(more))
                .toArray(String[]::new));
    }

    private void inLog(String from, String to) throws IOException {
        Path log = run.resolve("events.jsonl");
        String text = Files.readString(log);
        assertTrue(text.contains(from), text);
        Files.writeString(log, text.replace(from, to));
    }

    @Test
    void theSameRulesSayTheSameAndNothingIsWritten() throws IOException {
        Map<String, Long> before = contents();

        CommandLineRun again = rejudge();

        assertEquals(0, again.exitCode(), again.output() + again.errors());
        assertTrue(again.output().contains("verdicts made again, 0 changed"), again.output());
        assertTrue(again.output().lines().anyMatch(line -> line.matches("emulated:ecm +unknown .*")), again.output());
        assertEquals(before, contents());
    }

    @Test
    void aVerdictThatIsAnotherNowIsShown() throws IOException {
        inLog("\"rule\":\"" + RULE + "\",\"verdict\":\"PASS\"", "\"rule\":\"" + RULE + "\",\"verdict\":\"FAIL\"");

        CommandLineRun again = rejudge();

        assertEquals(0, again.exitCode(), again.output() + again.errors());
        assertTrue(again.output().contains("smoke/attach-to-echo @ emulated:ecm\n  " + RULE + ": fail -> pass: "),
                again.output());
        assertTrue(again.output().contains(" made again, 1 changed"), again.output());
    }

    @Test
    void aRuleThatIsBrokenNowFails() throws IOException {
        lengthenLastDescriptor();

        CommandLineRun again = rejudge();

        assertEquals(1, again.exitCode(), again.output() + again.errors());
        assertTrue(again.output().contains(RULE + ": pass -> fail: "), again.output());
        assertTrue(again.output().contains("Breaks Apple, Windows, Linux, Android\n  FAIL " + RULE), again.output());
    }

    private void lengthenLastDescriptor() throws IOException {
        Path events;
        try (Stream<Path> files = Files.walk(run.resolve("evidence"))) {
            events = files.filter(file -> file.endsWith("events.jsonl")).findFirst().orElseThrow();
        }
        String text = Files.readString(events);
        String broken = text.replaceAll("(\"data\":\"0902[0-9a-f]{40,})07(05[0-9a-f]{10}\")", "$108$2");
        assertTrue(!broken.equals(text), "no configuration descriptor in the evidence");
        Files.writeString(events, broken);
    }

    @Test
    void allRulesAddsThoseThatNoScenarioNames() throws IOException {
        Path log = run.resolve("events.jsonl");
        Files.writeString(log, Files.readString(log).lines().filter(line -> !line.contains("\"rule\":\"" + RULE))
                .map(line -> line + "\n").reduce("", String::concat));
        inLog("\"" + RULE + "\",", "");

        assertTrue(!rejudge().output().contains(RULE), "neither named nor judged then");
        String all = rejudge("--all-rules").output();
        assertTrue(all.matches("(?s).*[1-9][0-9]* made for the first time.*"), all);
        lengthenLastDescriptor();
        assertTrue(rejudge("--all-rules").output().contains(RULE + ": not judged -> fail: "));
    }

    @Test
    void evidenceThatIsGoneIsInconclusive() throws IOException {
        inLog("\"evidence\":\"evidence/", "\"evidence\":\"../../evidence/");

        CommandLineRun again = rejudge();

        assertEquals(3, again.exitCode(), again.output() + again.errors());
        assertTrue(again.output().contains(RULE + ": pass -> inconclusive: the evidence cannot be read"),
                again.output());
    }

    @Test
    void aFolderThatHoldsNoRunIsWrongUsage() {
        CommandLineRun again = CommandLineRun.of("rejudge", folder.toString());

        assertEquals(2, again.exitCode());
        assertTrue(again.errors().contains("is not the folder of a run"), again.errors());
    }
}
