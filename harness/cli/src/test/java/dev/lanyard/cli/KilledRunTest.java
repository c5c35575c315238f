package dev.lanyard.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.evidence.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real run that is killed in its middle by SIGKILL, which nobody can catch, and what can be reported of it. */
@Timeout(300)
class KilledRunTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    Path root;

    @Test
    void whatIsLeftIsAValidReportThatNamesTheScenarioThatWasCut() throws Exception {
        Path scenarios = Files.createDirectories(root.resolve("suite"));
        Files.writeString(scenarios.resolve("a.scenario.yaml"), """
                scenario: whole
                rules: [USB-CFG-01]
                needs: {function: ncm}
                steps:
                  - usb.attach: {within: 10s}
                  - usb.detach: {}
                """);
        Files.writeString(scenarios.resolve("b.scenario.yaml"), """
                scenario: never-ends
                rules: [USB-CFG-01, HOST-WIN-04, NET-UDP-01]
                needs: {function: ncm}
                steps:
                  - usb.attach: {within: 10s}
                  - bench.wait: {for: 1h}
                """);
        RunDirectory run = new RunDirectory(root.resolve("run"));
        kill(scenarios, run);
        assertFalse(Files.exists(run.reportHtml()), "the run wrote its report before it was killed");

        CommandLineRun report = CommandLineRun.of("report", run.root().toString());

        assertEquals(0, report.exitCode(), report::errors);
        String page = Files.readString(run.reportHtml());
        assertTrue(page.contains("This run was cut: "), "the page does not say that the run was cut");
        assertTrue(page.matches("(?s).*Cut in the middle of \\S*never-ends @ emulated:ncm\\..*"), "the page does not say where");
        assertTrue(page.contains("<h1>Cut before its end"), "the headline hides the cut");
        assertTrue(Files.readString(run.statement()).contains("Ended: cut: "));

        JsonNode verdicts = JsonMapper.shared().readTree(Files.readString(run.verdictsJson()));
        assertTrue(verdicts.at("/run/exitCode").isNull());
        verdicts.at("/accessories/0/hosts").forEach(host -> assertEquals("UNKNOWN", host.get("verdict").asString()));
        List<String> rules = new ArrayList<>();
        verdicts.at("/accessories/0/rules").forEach(rule -> rules.add(rule.get("rule").asString() + " "
                + rule.get("verdict").asString()));
        assertTrue(rules.contains("NET-UDP-01 INCONCLUSIVE"), rules::toString);
        // What held in the scenario that ended, and might not have held in the one that was cut.
        assertTrue(rules.contains("USB-CFG-01 INCONCLUSIVE"), rules::toString);

        Document junit = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(run.junitXml().toFile());
        assertEquals(List.of("never-ends error", "whole "), cases(junit));
        assertTrue(Files.size(run.allureHtml()) > 0 && Files.size(run.sarif()) > 0 && Files.size(run.matrixCsv()) > 0);
    }

    /** Starts the run in a process of its own, and kills it when one scenario has ended and the other waits. */
    private void kill(Path scenarios, RunDirectory run) throws Exception {
        Path printed = root.resolve("printed.txt");
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED",
                "-Dlanyard.home=" + System.getProperty("lanyard.home"), "-cp", System.getProperty("java.class.path"),
                Main.class.getName(), "run", scenarios.toString(), "-a", "emulated:ncm", "-o", run.root().toString(),
                "--format", "json").redirectErrorStream(true).redirectOutput(printed.toFile()).start();
        try {
            Awaitility.await("one scenario to end and the other to wait").atMost(PATIENCE).until(() -> {
                assertTrue(process.isAlive(), () -> "the run ended: " + read(printed));
                return contains(run.events(), "\"kind\":\"scenario-finished\"")
                        && waits(run.root().resolve("evidence"));
            });
        } finally {
            process.destroyForcibly();
            assertTrue(process.waitFor(30, TimeUnit.SECONDS), "the run outlived SIGKILL");
        }
        assertEquals(128 + 9, process.exitValue(), "it was to die of SIGKILL");
    }

    private static boolean waits(Path evidence) throws IOException {
        if (!Files.isDirectory(evidence)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(evidence)) {
            return files.filter(file -> file.endsWith("events.jsonl")).anyMatch(file -> contains(file, "bench.wait"));
        }
    }

    private static boolean contains(Path file, String text) {
        return Files.exists(file) && read(file).contains(text);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "" + e.getMessage();
        }
    }

    private static List<String> cases(Document junit) {
        List<String> cases = new ArrayList<>();
        for (int i = 0; i < junit.getElementsByTagName("testcase").getLength(); i++) {
            Element one = (Element) junit.getElementsByTagName("testcase").item(i);
            String kind = Stream.of("error", "failure", "skipped").filter(k -> one.getElementsByTagName(k).getLength() > 0)
                    .findFirst().orElse("");
            cases.add(one.getAttribute("name").replaceFirst(" \\[.*", "") + " " + kind);
        }
        return cases.stream().sorted().toList();
    }
}
