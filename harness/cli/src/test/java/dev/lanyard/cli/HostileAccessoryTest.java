package dev.lanyard.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.RunDirectory;
import dev.lanyard.stubs.fault.HostileStrings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real run on an accessory whose manufacturer, product, serial number, host, instance, TXT record and console are
 * attacks ({@link HostileStrings}): they are shown, and do nothing.
 */
@Timeout(300)
class HostileAccessoryTest {

    private static final String SPEC = "emulated:ncm+hostile+HOST-WIN-04";

    @TempDir
    static Path root;

    private static RunDirectory run;
    private static CommandLineRun printed;
    private static Set<Path> besideBefore;

    @BeforeAll
    static void runOnce() throws IOException {
        besideBefore = beside();
        Path folder = root.resolve("a/b/c/d/run");
        Path scenarios = Examples.PROJECT.resolve("scenarios");
        // The shipped scenario of the console may be over before the accessory has said all of it.
        Path panic = Files.writeString(root.resolve("panic.scenario.yaml"), """
                scenario: panic
                needs: {transport: usb}
                steps:
                  - console.never: {}
                  - usb.attach: {within: 10s}
                  - console.expect: {pattern: kernel panic, within: 60s}
                teardown:
                  - usb.detach: {}
                """);
        printed = CommandLineRun.of("run", scenarios.resolve("smoke").toString(), scenarios.resolve(
                "discovery/resolve.scenario.yaml").toString(), panic.toString(), "-a", SPEC, "-o", folder.toString(), "-v");
        Files.delete(panic);
        run = new RunDirectory(folder);
        assertEquals(1, printed.exitCode(), printed::errors);
    }

    /** What there is where a path that climbs out of the run's folder would lead. */
    private static Set<Path> beside() throws IOException {
        List<Path> places = new ArrayList<>(List.of(Path.of("").toAbsolutePath(), Examples.PROJECT));
        Set<Path> there = new TreeSet<>();
        for (Path place : places) {
            try (Stream<Path> files = Files.list(place)) {
                files.filter(file -> !file.endsWith("target")).forEach(there::add);
            }
        }
        return there;
    }

    @Test
    void theAttacksArrivedAndAreShown() throws IOException {
        String page = Files.readString(run.reportHtml());
        assertTrue(page.contains("&lt;svg\\032onload=document\\.title"), "the instance is not shown");
        assertTrue(page.contains("&lt;script&gt;document.title=&#39;" + HostileStrings.MARK), "the manufacturer is not shown");
        String log = Files.readString(run.events());
        assertTrue(log.contains("NET-MDNS-10"), "the name that is not UTF-8 was not noticed");
    }

    @Test
    void theLinesOfTheConsoleArrivedAreBoundAndShown() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.walk(run.evidence())) {
            for (Path file : files.filter(one -> one.endsWith("events.jsonl")).toList()) {
                Files.readAllLines(file).stream().filter(line -> line.contains("\"console-line\""))
                        .map(line -> JsonMapper.shared().readTree(line).findValue("text").asString())
                        .forEach(lines::add);
            }
        }
        for (String part : List.of("</script><script>", "<img src=x onerror=", "\\u{1b}[2J", "../../../../", "..\\..\\",
                "turned \\u{202e}", "::error::", "=1+1", "zzzz", "\ufffd\ufffd", "kernel panic")) {
            assertTrue(lines.stream().anyMatch(line -> line.contains(part)), () -> part + " is not in " + lines);
        }
        for (String line : lines) {
            assertPlain("a line of the console", line);
            assertTrue(line.length() < 2 * Event.ConsoleLine.MAX_TEXT, () -> line.length() + " characters");
        }
        String page = Files.readString(run.reportHtml());
        assertTrue(page.contains("kernel panic - not syncing: &lt;script&gt;document.title="), "the line is not shown");
        assertTrue(printed.output().contains("console serial wrote \"kernel panic"), printed::output);
    }

    @Test
    void nothingIsWrittenOutsideTheRunsFolderAndNoNameChoosesAPath() throws IOException {
        assertEquals(besideBefore, beside());
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.toList()) {
                assertTrue(file.startsWith(run.root()) || run.root().startsWith(file), () -> file + " is outside the run");
                assertTrue(file.getFileName().toString().matches("[A-Za-z0-9._-]+"), file::toString);
                assertFalse(file.toString().contains(HostileStrings.MARK), file::toString);
            }
        }
    }

    @Test
    void theTerminalIsNotSteered() {
        assertTrue(printed.output().contains("<script>document"), printed::output);
        assertPlain("run", printed.output() + printed.errors());
        CommandLineRun quiet = CommandLineRun.of("describe", SPEC);
        assertTrue(quiet.output().contains(HostileStrings.MARK), quiet::output);
        assertPlain("describe", quiet.output() + quiet.errors());
        CommandLineRun json = CommandLineRun.of("describe", SPEC, "--format", "json");
        assertTrue(JsonMapper.shared().readTree(json.output()).isObject());
        assertTrue(json.output().contains("\\u202E"), json::output);
        assertPlain("describe --format json", json.output() + json.errors());
        CommandLineRun again = CommandLineRun.of("rejudge", run.root().toString());
        assertPlain("rejudge", again.output() + again.errors());
    }

    /** No control but line feeds, nothing that turns writing round, no half of a character. */
    private static void assertPlain(String what, String text) {
        text.codePoints().filter(c -> c != '\n' && switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        }).findFirst().ifPresent(c -> {
            int at = text.indexOf(c);
            throw new AssertionError("%s has U+%04X: …%s".formatted(what, c,
                    text.substring(Math.max(0, at - 60), at).replace("\n", "\\n")));
        });
    }

    @Test
    void everyFileForProgramsStaysWellFormed() throws Exception {
        Document junit = parsed(run.junitXml());
        assertEquals(3, junit.getElementsByTagName("testcase").getLength());
        assertEquals(0, junit.getElementsByTagName("script").getLength());
        for (Path file : List.of(run.verdictsJson(), run.sarif())) {
            JsonNode json = JsonMapper.shared().readTree(Files.readString(file));
            json.findValuesAsString("reason").forEach(text -> assertPlain(file.toString(), text));
            json.findValuesAsString("text").forEach(text -> assertPlain(file.toString(), text));
        }
        for (Path file : List.of(run.statement(), run.junitXml())) {
            assertPlain(file.toString(), Files.readString(file).replace("\t", " "));
        }
        try (Stream<Path> files = Files.list(run.allureResults())) {
            for (Path file : files.filter(one -> one.toString().endsWith(".json")).toList()) {
                JsonNode result = JsonMapper.shared().readTree(Files.readString(file));
                assertTrue(result.isContainer(), file::toString);
            }
        }
    }

    private static Document parsed(Path xml) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(xml.toFile());
    }

    @Test
    void theTableHasNoFormulaAndEveryLineItsCells() throws IOException {
        List<List<String>> table = cells(Files.readString(run.matrixCsv()));
        assertTrue(table.size() > 10, table::toString);
        for (List<String> line : table) {
            assertEquals(table.getFirst().size(), line.size(), line::toString);
            line.forEach(cell -> assertFalse(cell.matches("(?s)[=+@\\t\\r-].+"), cell));
        }
    }

    /** RFC 4180. */
    private static List<List<String>> cells(String csv) {
        List<List<String>> lines = new ArrayList<>();
        List<String> line = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < csv.length(); i++) {
            char c = csv.charAt(i);
            if (quoted) {
                boolean doubled = c == '"' && i + 1 < csv.length() && csv.charAt(i + 1) == '"';
                quoted = c != '"' || doubled;
                i += doubled ? 1 : 0;
                if (quoted) {
                    cell.append(c);
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == ',' || c == '\n') {
                line.add(cell.toString());
                cell.setLength(0);
                if (c == '\n') {
                    lines.add(List.copyOf(line));
                    line.clear();
                }
            } else if (c != '\r') {
                cell.append(c);
            }
        }
        assertFalse(quoted, "the table ends inside a cell");
        return lines;
    }

    @Test
    void theSummaryOfAJobHoldsNoMarkupOfTheirs() throws IOException {
        String markdown = Files.readString(run.summaryMarkdown());
        assertFalse(markdown.matches("(?s).*(?<!\\\\)<(?!/?sub>)[a-z/!].*"), markdown);
        assertTrue(markdown.lines().noneMatch(line -> line.startsWith("::")), markdown);
        // Its own invisible joiners keep names from becoming mentions.
        assertPlain("summary.md", markdown.replace("\u2060", ""));
    }

    @Test
    void nothingRunsInABrowser() throws Exception {
        Assumptions.assumeTrue(Stream.of(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "chromium"))),
                "chromium is not installed: the report was not opened in a browser (apt-get install chromium)");
        for (Path page : List.of(run.reportHtml(), run.allureHtml())) {
            String document = opened(page);
            String title = document.replaceFirst("(?s).*?<title>(.*?)</title>.*", "$1");
            assertFalse(title.contains(HostileStrings.MARK), title);
            assertFalse(document.matches("(?s).*<(img|svg|script)[^>]* on(error|load)=.*"), page + " has an attack");
            assertFalse(document.contains("<script>document.title"), page + " has an attack");
        }
    }

    /** The page as it stands after its scripts have run. */
    private static String opened(Path page) throws Exception {
        Path out = root.resolveSibling(root.getFileName() + "-dom.html");
        Process process = new ProcessBuilder("chromium", "--headless=new", "--no-sandbox", "--disable-gpu",
                "--no-first-run", "--disable-extensions", "--disable-background-networking", "--virtual-time-budget=5000",
                "--user-data-dir=" + root.resolveSibling(root.getFileName() + "-chromium"), "--dump-dom",
                page.toUri().toString()).redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(out.toFile()).start();
        try {
            assertTrue(process.waitFor(120, TimeUnit.SECONDS), "chromium did not end within 120 s");
            String text = Files.readString(out, StandardCharsets.UTF_8);
            assertTrue(text.contains("<title>"), () -> "chromium showed no page: " + text);
            return text;
        } finally {
            process.descendants().toList().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
