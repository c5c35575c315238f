package dev.lanyard.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.evidence.RunDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(180)
class ReportCommandTest {

    private static final String SCENARIO = """
            scenario: short
            rules: [USB-CFG-01]
            needs: {function: ncm}
            steps:
              - usb.attach: {within: 10s}
              - usb.detach: {}
            """;

    @TempDir
    static Path shared;

    /** A finished run that no test changes, and what it printed. */
    private static Path run;
    private static CommandLineRun printed;

    @TempDir
    Path root;

    @BeforeAll
    static void runOnce() throws IOException {
        Path scenario = Files.writeString(shared.resolve("short.scenario.yaml"), SCENARIO);
        run = shared.resolve("runs/one");
        printed = CommandLineRun.of("run", scenario.toString(), "-a", "emulated:ncm", "-o", run.toString(), "--format",
                "json");
    }

    @Test
    void jsonIsOneObjectALineFromPlanToReport() {
        assertEquals(0, printed.exitCode(), printed::errors);
        List<JsonNode> lines = printed.output().lines().map(JsonMapper.shared()::readTree).toList();
        List<String> kinds = lines.stream().map(line -> line.get("kind").asString()).toList();
        assertEquals("run-planned", kinds.getFirst());
        assertTrue(kinds.containsAll(List.of("run-started", "scenario-started", "step-started", "step-finished",
                "rule-judged", "scenario-finished", "run-finished")), kinds::toString);
        assertEquals("reported", kinds.getLast());
        assertTrue(Files.exists(Path.of(lines.getLast().get("report").asString())));
    }

    @Test
    void aQuietRunSaysOnlyWhatItMeans() {
        CommandLineRun quiet = CommandLineRun.of("run", shared.resolve("short.scenario.yaml").toString(), "-a",
                "emulated:ncm", "-o", root.resolve("quiet").toString(), "-q");
        assertEquals(0, quiet.exitCode(), quiet::errors);
        assertTrue(quiet.output().stripLeading().startsWith("Accessory "), quiet.output());
    }

    @Test
    void aKilledRunIsReportedAndNamesTheScenarioThatWasCut() throws IOException {
        Path killed = copy(run, root.resolve("killed"));
        RunDirectory directory = new RunDirectory(killed);
        String log = Files.readString(directory.events());
        int end = log.indexOf("\"kind\":\"attempt-finished\"");
        Files.writeString(directory.events(), log.substring(0, end));
        Files.delete(directory.reportHtml());
        CommandLineRun again = CommandLineRun.of("report", killed.toString());
        assertEquals(0, again.exitCode(), again::errors);
        assertEquals(directory.reportHtml().toString(), again.output().strip());
        String page = Files.readString(directory.reportHtml());
        assertTrue(page.contains("This run was cut: the log was cut in the middle of line"), "the page hides the cut");
        assertTrue(page.matches("(?s).*Cut in the middle of \\S*short @ emulated:ncm.*"), "the page does not say what was cut");
        assertTrue(Files.readString(directory.summaryMarkdown()).matches("(?s).*in the middle of \\S*short.*"));
    }

    @Test
    void mergedRunsAreOneReportAndStayAsTheyWere() throws IOException {
        Path other = copy(run, root.resolve("other"));
        Path merged = root.resolve("merged");
        CommandLineRun done = CommandLineRun.of("report", run.toString(), other.toString(), "--merge", "-o",
                merged.toString());
        assertEquals(0, done.exitCode(), done::errors);
        JsonNode verdicts = JsonMapper.shared().readTree(Files.readString(new RunDirectory(merged).verdictsJson()));
        assertEquals(2, verdicts.at("/accessories/0/scenarios").size());
        assertFalse(Files.exists(new RunDirectory(merged).events()));
    }

    @Test
    void historyAndBaselineAreCarriedIntoTheReport() throws IOException {
        Path old = copy(run, root.resolve("old"));
        CommandLineRun done = CommandLineRun.of("report", old.toString(), "--baseline", run.toString(), "--history",
                root.resolve("history").toString());
        assertEquals(0, done.exitCode(), done::errors);
        assertTrue(Files.readString(new RunDirectory(old).reportHtml()).contains("Nothing changed."));
        assertEquals(1, Files.readAllLines(root.resolve("history/lanyard-history.jsonl")).size());
    }

    @Test
    void aSecretOfTheProfileStandsNowhereInTheRunsFolder() throws IOException {
        String pin = "84713902";
        Path profile = Files.writeString(root.resolve("profile.yaml"), Files.readString(Path.of(
                System.getProperty("lanyard.home"), "device-profiles/emulated-ncm.yaml")) + "secrets: {pin: '" + pin
                + "'}\n");
        Path out = root.resolve("secret");
        CommandLineRun done = CommandLineRun.of("run", shared.resolve("short.scenario.yaml").toString(), "-a",
                "emulated:ncm", "-p", profile.toString(), "-o", out.toString(), "-v");
        assertEquals(0, done.exitCode(), done::errors);
        SecretSearch search = new SecretSearch().text("the PIN", pin);
        search.assertNowhereIn(out);
        search.assertTellsNothing("the terminal", (done.output() + done.errors()).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatIsNoRunIsRefused() {
        for (String[] line : List.of(new String[] {"report", root.toString()},
                new String[] {"report", run.toString(), "--baseline", root.toString()},
                new String[] {"open", root.toString()})) {
            CommandLineRun refused = CommandLineRun.of(line);
            assertEquals(2, refused.exitCode(), refused::output);
            assertTrue(refused.errors().startsWith("lanyard: "), refused::errors);
        }
    }

    @Test
    void openPrintsTheAddress() {
        CommandLineRun open = CommandLineRun.of("open", run.toString(), "--print");
        assertEquals(new RunDirectory(run).reportHtml().toUri().toString(), open.output().strip());
    }

    @Test
    void runsAreListedAndPrunedOnlyWhenAsked() throws IOException {
        Path runs = Files.createDirectories(root.resolve("runs"));
        copy(run, runs.resolve("a"));
        copy(run, runs.resolve("b"));
        Files.createDirectories(runs.resolve("no-run"));
        CommandLineRun list = CommandLineRun.of("runs", "--in", runs.toString());
        assertEquals(2, list.output().lines().count(), list::output);
        assertTrue(list.output().contains("exit 0, 1 scenario"), list::output);
        CommandLineRun dry = CommandLineRun.of("runs", "--in", runs.toString(), "--keep", "1");
        assertTrue(dry.output().contains("1 of 2 runs"), dry::output);
        assertEquals(3, count(runs));
        CommandLineRun real = CommandLineRun.of("runs", "--in", runs.toString(), "--keep", "1", "--delete");
        assertEquals(0, real.exitCode(), real::errors);
        assertEquals(2, count(runs));
        assertTrue(Files.exists(runs.resolve("no-run")));
    }

    private static long count(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        return to;
    }
}
