package dev.lanyard.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.evidence.Outcome;
import dev.lanyard.evidence.RunDirectory;
import dev.lanyard.rules.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The page as people use it: from a file, in a browser, with and without a mouse. Pictures stay in target/screenshots. */
@Timeout(300)
class ReportPageBrowserTest {

    private static final Path PICTURES = Path.of("target/screenshots");
    private static final int ESCAPING_TITLE = 2_000;

    @TempDir
    static Path folder;

    private static Browser browser;
    private static RunDirectory run;

    @BeforeAll
    static void start() throws IOException {
        Assumptions.assumeTrue(Browser.isInstalled(),
                "chromium is not installed: the report was not opened in a browser (apt-get install chromium)");
        try (SyntheticRun synthetic = new SyntheticRun(folder.resolve("run"))) {
            run = synthetic.directory();
            synthetic.scenario("ncm.attach-to-echo", "emulated:ncm", 1, Outcome.PASSED, "");
            synthetic.scenario("ncm.attach-to-echo", "usbip:127.0.0.1:3240/1-2", 1, Outcome.FAILED,
                    "no lease within 10 s: 3 DISCOVER sent, no answer");
            synthetic.scenario("ncm.repeated", "emulated:ncm", 3, Outcome.FAILED, "2 of 3 attempts passed, 3 must");
            // Its proof is a frame, which has a packet; that of the others is not in the capture.
            synthetic.judge("ncm.repeated @ emulated:ncm", 1, "NET-DHCP-06", Verdict.Kind.WARN, "it offers a router",
                    List.of(10L));
            synthetic.gated("ecm.filter", "emulated:ncm", Outcome.NOT_APPLICABLE, "needs function = ecm, it is ncm");
            synthetic.scenario("ncm.blind", "emulated:ncm", 1, Outcome.INCONCLUSIVE, "no permission to open the device");
            synthetic.finish(1);
        }
        ReportWriter.write(run.root());
        browser = new Browser(folder);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void opensFromAFileAndRequestsNothingElse() {
        int before = browser.requests().size();
        open(1200);
        List<String> requests = browser.requests().subList(before, browser.requests().size());
        assertEquals(List.of(run.reportHtml().toUri().toString()),
                requests.stream().filter(url -> !url.startsWith("data:")).distinct().toList());
        assertEquals(List.of(), browser.errors());
        assertEquals(1, browser.value("document.querySelectorAll('h1').length").asInt());
    }

    @Test
    void everyFindingUnfoldsToItsEvidence() {
        open(1200);
        browser.value("document.getElementById('open-all').click()");
        int findings = browser.value("document.querySelectorAll('.finding').length").asInt();
        assertEquals(3, findings);
        assertEquals(0, browser.value("[...document.querySelectorAll('.finding')].filter(f => "
                + "f.querySelectorAll('details').length === 0 || [...f.querySelectorAll('details')].some(d => !d.open "
                + "|| d.querySelector('pre mark') === null || d.querySelector('pre mark').getBoundingClientRect()"
                + ".height === 0)).length").asInt());
        assertTrue(browser.value("document.querySelectorAll('.finding svg[role=img][aria-label]').length").asInt() > 0);
    }

    @Test
    void aLinkToAFindingUnfoldsIt() {
        open(1200);
        browser.value("document.querySelector('.rules a').click()");
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() ->
                browser.value("document.querySelector('.finding details').open").asBoolean());
    }

    @Test
    void packetsAreDownloadedAndTsharkReadsThem() throws Exception {
        open(1200);
        Path downloads = Files.createDirectories(folder.resolve("downloads"));
        browser.downloadsTo(downloads);
        browser.value("document.getElementById('open-all').click()");
        browser.value("document.querySelector('a.download').click()");
        Awaitility.await("the download").atMost(Duration.ofSeconds(30)).until(() -> {
            try (Stream<Path> files = Files.list(downloads)) {
                return files.anyMatch(file -> file.toString().endsWith(".pcapng"));
            }
        });
        Path file;
        try (Stream<Path> files = Files.list(downloads)) {
            file = files.filter(one -> one.toString().endsWith(".pcapng")).findFirst().orElseThrow();
        }
        Assumptions.assumeTrue(Browser.isInstalled("tshark"), "tshark is not installed (apt-get install tshark)");
        String rule = file.getFileName().toString().replace(".pcapng", "");
        assertTrue(tshark(file, "frame").lines().count() > 0);
        assertEquals(1, tshark(file, "frame.comment contains \"" + rule + "\"").lines().count());
        assertEquals("", tshark(file, "_ws.malformed"));
    }

    @Test
    void theKeyboardReachesEverythingInOrderAndUnfolds() {
        open(1200);
        List<String> reached = new ArrayList<>();
        int most = browser.value("document.querySelectorAll('a,button,summary,input,[tabindex]').length").asInt();
        assertTrue(most > 10, () -> "only " + most);
        boolean unfolded = false;
        for (int i = 0; i < most; i++) {
            browser.key("Tab", 9);
            JsonNode at = browser.value("(() => { const e = document.activeElement; const r = e.getBoundingClientRect();"
                    + " return {tag: e.tagName, text: (e.textContent || '').slice(0, 60), outline:"
                    + " getComputedStyle(e).outlineStyle, height: r.height}; })()");
            if (at.get("tag").asString().equals("BODY")) {
                break;
            }
            reached.add(at.get("tag").asString() + " " + at.get("text").asString());
            assertFalse(at.get("outline").asString().equals("none"), () -> "no visible focus: " + at);
            if (!unfolded && at.get("tag").asString().equals("SUMMARY")) {
                browser.enter();
                unfolded = browser.value("document.activeElement.parentElement.open").asBoolean();
                assertTrue(unfolded, "Enter did not unfold");
            }
        }
        assertEquals("A Skip to what to fix", reached.getFirst());
        assertTrue(reached.stream().anyMatch(one -> one.startsWith("A Every step")), reached::toString);
        assertTrue(unfolded && reached.stream().anyMatch(one -> one.startsWith("BUTTON")), reached::toString);
    }

    @Test
    void axeFindsNoSeriousProblemLightOrDark() throws IOException {
        String axe;
        try (InputStream in = getClass().getResourceAsStream("/axe.min.js")) {
            axe = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        for (String scheme : List.of("light", "dark")) {
            browser.look(scheme, "screen");
            open(1200);
            browser.value("document.querySelectorAll('details').forEach(d => { d.open = true; })");
            browser.value(axe + ";0");
            JsonNode violations = browser.value("axe.run(document).then(r => r.violations.filter(v => "
                    + "['serious', 'critical'].includes(v.impact)).map(v => v.id + ': ' + v.nodes.slice(0, 3).map("
                    + "n => n.html.slice(0, 160)).join(' | ')))");
            assertEquals("[]", violations.toString(), scheme);
        }
        browser.look("light", "screen");
    }

    @Test
    void aNarrowScreenDoesNotScrollSideways() {
        open(360);
        browser.value("document.querySelectorAll('details').forEach(d => { d.open = true; })");
        JsonNode wide = browser.value("[...document.querySelectorAll('body *')].filter(e => "
                + "e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.scroll') && !e.closest('.skip'))"
                + ".slice(0, 5).map(e => e.outerHTML.slice(0, 120))");
        assertEquals("[]", wide.toString());
        assertTrue(browser.value("document.documentElement.scrollWidth <= innerWidth").asBoolean());
    }

    @Test
    void hostileTextStaysText() throws IOException {
        RunDirectory hostile;
        try (SyntheticRun synthetic = new SyntheticRun(folder.resolve("hostile"))) {
            hostile = synthetic.directory();
            synthetic.scenario(HostileText.ALL, HostileText.ALL, 1, Outcome.FAILED, HostileText.ALL);
            synthetic.scenario(HostileText.LONG, HostileText.LONG, 2, Outcome.FAILED, HostileText.LONG);
        }
        ReportWriter.write(hostile.root());
        browser.open(hostile.reportHtml().toUri());
        browser.value("document.querySelectorAll('details').forEach(d => { d.open = true; })");
        String title = browser.value("document.title").asString();
        assertFalse(title.contains("PWNED"), title);
        assertTrue(title.length() < ESCAPING_TITLE);
        assertEquals(1, browser.value("document.scripts.length").asInt());
        assertEquals(0, browser.value("document.querySelectorAll('img,iframe,object,embed').length").asInt());
        assertEquals(0, browser.value("[...document.querySelectorAll('*')].filter(e => [...e.attributes].some(a => "
                + "a.name.startsWith('on') || /^\\s*javascript:/i.test(a.value))).length").asInt());
        assertTrue(browser.value("document.body.textContent.includes('<img src=x onerror=')").asBoolean());
        assertFalse(browser.value("/[\\u202e\\u2066\\u001b]/.test(document.body.textContent)").asBoolean());
    }

    @Test
    void picturesOfTheMainViewsAreKept() throws IOException {
        for (String scheme : List.of("light", "dark")) {
            browser.look(scheme, "screen");
            open(1200);
            browser.screenshot(PICTURES.resolve("report-" + scheme + ".png"));
            browser.value("document.getElementById('open-all').click()");
            browser.screenshot(PICTURES.resolve("report-" + scheme + "-evidence.png"));
        }
        browser.look("light", "screen");
        open(360);
        browser.screenshot(PICTURES.resolve("report-narrow.png"));
        browser.look("light", "print");
        open(800);
        browser.screenshot(PICTURES.resolve("report-print.png"));
        browser.pdf(PICTURES.resolve("report.pdf"));
        browser.look("light", "screen");
        assertTrue(Files.size(PICTURES.resolve("report.pdf")) > 10_000);
    }

    private static void open(int width) {
        browser.size(width, 900);
        browser.open(run.reportHtml().toUri());
    }

    private static String tshark(Path file, String filter) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("tshark", "-r", file.toString(), "-Y", filter)
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), text);
        return text;
    }
}
