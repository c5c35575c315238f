package dev.lanyard.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lanyard.evidence.AttemptDirectory;
import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.EvidenceException;
import dev.lanyard.evidence.FileRecorder;
import dev.lanyard.evidence.MonotonicClock;
import dev.lanyard.evidence.Outcome;
import dev.lanyard.evidence.RunDirectory;
import dev.lanyard.reports.digest.CaptureExcerpt;
import dev.lanyard.reports.digest.Room;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.capture.PcapngReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class ReportWriterTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern LOADED = Pattern.compile("(?:src|href)=\"(?!data:|#)[^\"]*\"");

    @TempDir
    static Path shared;

    /** A reported run that no test changes. */
    private static RunDirectory reported;

    @TempDir
    Path root;

    @BeforeAll
    static void report() throws IOException {
        reported = SyntheticRun.everyOutcome(shared.resolve("run"));
        ReportWriter.write(reported.root());
    }

    @Test
    void writesEveryReportAndLeavesNothingElse() throws IOException {
        assertEquals(List.of("allure-results", "allure.html", "events.jsonl", "evidence", "junit.xml",
                "matrix.csv", "report.html", "results.sarif", "statement.txt", "summary.md", "verdicts.json"),
                list(reported.root()));
    }

    @Test
    void theHtmlCountsScenariosAndRulesAndNotAttempts() throws IOException {
        JsonNode statistic = MAPPER.readTree(data(html(reported), "widgets/summary.json")).get("statistic");
        assertEquals("{\"failed\":4,\"broken\":3,\"skipped\":2,\"passed\":1,\"unknown\":0,\"total\":10}",
                statistic.toString());
        JsonNode environment = MAPPER.readTree(data(html(reported), "widgets/environment.json"));
        assertTrue(environment.toString().contains("{\"values\":[\"Linux 6.1\"],\"name\":\"os\"}"),
                environment::toString);
    }

    @Test
    void theHtmlHoldsCapturesWhole() throws IOException {
        Matcher capture = Pattern.compile("d\\('(data/attachments/[0-9a-f]+\\.pcapng)'").matcher(html(reported));
        int captures = 0;
        while (capture.find()) {
            PcapngReader reader = new PcapngReader(new ByteArrayInputStream(data(html(reported), capture.group(1))));
            while (reader.next().isPresent()) {
                assertEquals(3, reader.interfaces().size());
            }
            captures++;
            assertEquals(5, reader.packetsRead());
        }
        // Of six attempts, and of three steps that were not met, which in a capture so small are the same packets.
        assertEquals(9, captures);
    }

    @Test
    void theHtmlLoadsNothingFromAnywhereAndForbidsIt() throws IOException {
        String html = html(reported);
        assertFalse(html.contains("googletagmanager"));
        assertFalse(LOADED.matcher(html.replaceAll("(?s)<script>.*?</script>", "")).find());
        Matcher policy = Pattern.compile("<meta http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\">")
                .matcher(html);
        assertTrue(policy.find() && policy.start() < html.indexOf("<script"));
        assertTrue(policy.group(1)
                .matches("default-src 'none'; script-src( 'sha256-[A-Za-z0-9+/=]+'){3}; style-src .*"), policy.group(1));
        assertFalse(policy.group(1).matches(".*(\\*|http|'self'|unsafe-eval).*"), policy.group(1));
    }

    @Test
    void hostileTextRunsNoScriptInABrowser() throws Exception {
        Assumptions.assumeTrue(onPath("chromium"),
                "chromium is not installed: the report was not opened in a browser (apt-get install chromium)");
        RunDirectory run = hostile();
        ReportWriter.write(run.root());
        String suites = opened(run, "#suites");
        assertFalse(suites.contains("<title>PWNED"), "the list of suites ran a script");
        Matcher link = Pattern.compile("href=\"(#suites/[0-9a-f]+/[0-9a-f]+/)\"").matcher(suites);
        assertTrue(link.find(), "the list of suites is empty");
        String page = opened(run, link.group(1));
        while (!page.contains("rules judged on the evidence") && link.find()) {
            page = opened(run, link.group(1));
        }
        assertTrue(page.contains("rules judged on the evidence"), "the page did not open");
        assertFalse(page.contains("<title>PWNED"), "the page of a scenario ran a script");
        assertTrue(page.contains("\u2039img src=x onerror="), "the hostile text is not shown");
    }

    @Test
    void hostileAndLongTextBreaksNoReport() throws IOException {
        RunDirectory run;
        try (SyntheticRun synthetic = new SyntheticRun(root.resolve("run"))) {
            run = synthetic.directory();
            for (String hostile : List.of(HostileText.ALL, HostileText.LONG, HostileText.CONTROL, "../../x", "")) {
                synthetic.scenario(hostile, hostile, 1, Outcome.FAILED, hostile);
            }
        }
        ReportWriter.write(run.root());
        JsonNode summary = MAPPER.readTree(data(html(run), "widgets/summary.json"));
        // As many scenarios, and on each accessory one rule.
        assertEquals(10, summary.get("statistic").get("failed").asInt());
        assertTrue(Files.size(run.verdictsJson()) < 200_000);
        assertEquals(List.of("run"), list(root));
    }

    @Test
    void aCutRunIsReportedAsFarAsItCame() throws IOException {
        RunDirectory run;
        try (SyntheticRun synthetic = new SyntheticRun(root.resolve("run"))) {
            run = synthetic.directory();
            synthetic.scenario("done", "x:y", 1, Outcome.PASSED, "");
            synthetic.start("cut @ x:y", "cut", "x:y", 1);
        }
        Files.writeString(run.events(), "{\"kind\":\"attempt-sta", StandardOpenOption.APPEND);
        ReportWriter.write(run.root());
        JsonNode statistic = MAPPER.readTree(data(html(run), "widgets/summary.json")).get("statistic");
        assertEquals("2 passed, 2 broken", statistic.get("passed") + " passed, " + statistic.get("broken") + " broken");
        assertTrue(Files.readString(run.verdictsJson()).contains("the log was cut in the middle of line"));
        assertTrue(Files.readString(run.junitXml()).contains("interrupted: the run was cut before the end"));
    }

    @Test
    void evidenceThatIsMissingOrLeadsOutOfTheRunIsSaid() throws IOException {
        RunDirectory run = SyntheticRun.everyOutcome(root.resolve("run"));
        Files.delete(run.attempt("ncm.blind @ emulated:ncm", 1).events());
        Files.writeString(run.events(), Files.readString(run.events()).replace("\"evidence/ncm.attach-to-echo-emulated",
                "\"../../etc/ncm.attach-to-echo-emulated"));
        ReportWriter.write(run.root());
        StringBuilder all = new StringBuilder();
        for (String name : list(run.allureResults())) {
            if (name.endsWith("-result.json")) {
                all.append(Files.readString(run.allureResults().resolve(name)));
            }
        }
        assertTrue(all.toString().contains("evidence: the evidence cannot be read: there is no "));
        assertTrue(all.toString().contains("evidence: a path that leads out of the run folder"));
    }

    @Test
    void aLargeCaptureIsCutToItsEndsAndSaysSo() throws IOException {
        AttemptDirectory attempt = new AttemptDirectory(root.resolve("attempt"));
        int frames = 2_000;
        try (FileRecorder recorder = FileRecorder.open(attempt, MonotonicClock.system())) {
            for (int i = 0; i < frames; i++) {
                recorder.record("link", new Event.Frame(true, Bytes.wrap(new byte[1_000])));
            }
        }
        CaptureExcerpt excerpt = CaptureExcerpt.of(attempt.capture(), Room.FULL);
        assertFalse(excerpt.isWhole());
        assertEquals(frames, excerpt.packets());
        PcapngReader reader = new PcapngReader(new ByteArrayInputStream(excerpt.pcapng()));
        while (reader.next().isPresent()) {
            assertEquals(3, reader.interfaces().size());
        }
        assertEquals(excerpt.kept(), reader.packetsRead());
        assertTrue(excerpt.pcapng().length > 150_000 && excerpt.pcapng().length < 250_000);
    }

    @Test
    void aLogThatMakesNoSenseIsAnError() throws IOException {
        RunDirectory run = SyntheticRun.everyOutcome(root.resolve("run"));
        String log = Files.readString(run.events());
        Files.writeString(run.events(), log.replace("\"verdict\":\"WARN\"", "\"verdict\":\"<b>\""));
        String verdict = assertThrows(EvidenceException.class, () -> ReportWriter.write(run.root())).getMessage();
        assertTrue(verdict.contains("the verdict \"<b>\" on \"NCM-NTB-01\" is none of [PASS"), verdict);
        Files.writeString(run.events(), log.lines().filter(l -> !l.contains("scenario-started"))
                .reduce("", (all, line) -> all + line + "\n"));
        String order = assertThrows(EvidenceException.class, () -> ReportWriter.write(run.root())).getMessage();
        assertTrue(order.contains("names scenario \"ncm.attach-to-echo @ emulated:ncm\", which was not started"),
                order);
    }

    @Test
    void aReportThatCannotBeWrittenIsNamedAndTheOthersAreThere() throws IOException {
        RunDirectory run = SyntheticRun.everyOutcome(root.resolve("run"));
        Files.createDirectories(run.junitXml().resolve("in the way"));
        String message = assertThrows(IOException.class, () -> ReportWriter.write(run.root())).getMessage();
        assertTrue(message.startsWith("cannot write " + run.junitXml()), message);
        assertTrue(Files.size(run.reportHtml()) > 0 && Files.size(run.verdictsJson()) > 0);
    }

    private RunDirectory hostile() throws IOException {
        try (SyntheticRun synthetic = new SyntheticRun(root.resolve("hostile"))) {
            synthetic.scenario(HostileText.ALL, HostileText.ALL, 1, Outcome.FAILED, HostileText.ALL);
            return synthetic.directory();
        }
    }

    private String opened(RunDirectory run, String fragment) throws Exception {
        Path output = root.resolve("dom.html");
        Path errors = root.resolve("chromium.log");
        Process browser = new ProcessBuilder("chromium", "--headless", "--no-sandbox", "--disable-gpu",
                "--disable-background-networking", "--user-data-dir=" + Files.createTempDirectory(root, "browser"),
                "--virtual-time-budget=8000", "--dump-dom", run.allureHtml().toUri() + fragment)
                .redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
        try {
            assertTrue(browser.waitFor(200, TimeUnit.SECONDS), "chromium did not end");
        } finally {
            browser.descendants().forEach(ProcessHandle::destroyForcibly);
            browser.destroyForcibly();
        }
        return Files.readString(output);
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
    }

    private static String html(RunDirectory run) throws IOException {
        return Files.readString(run.allureHtml());
    }

    private static byte[] data(String html, String name) {
        String head = "d('" + name + "','";
        int start = html.indexOf(head);
        assertTrue(start > 0, () -> "the page has no " + name);
        int from = start + head.length();
        return Base64.getDecoder().decode(html.substring(from, html.indexOf('\'', from)));
    }

    private static List<String> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }
}
