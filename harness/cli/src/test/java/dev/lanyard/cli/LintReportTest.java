package dev.lanyard.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.evidence.RunDirectory;
import dev.lanyard.wire.nan.dialogue.Defects;
import dev.lanyard.wire.nan.dialogue.Dialogues;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The same pages of a capture as of a run. */
@Timeout(120)
class LintReportTest {

    private static final Path CAPTURES = Examples.PROJECT.resolve("fixtures/wifi-aware/captures");

    @TempDir
    Path root;

    private CommandLineRun lint(String... captures) {
        return CommandLineRun.of(Stream.concat(Stream.of("lint", "--report",
                root.resolve("report").toString()), Stream.of(captures)).toArray(String[]::new));
    }

    private RunDirectory run() {
        return new RunDirectory(root.resolve("report"));
    }

    private static String capture(String name) {
        return CAPTURES.resolve(name + ".pcapng").toString();
    }

    @Test
    void everyDialogueOfACaptureIsDrawn() throws IOException {
        CommandLineRun done = lint(capture("pairing"), capture("data-path-secured"));
        assertEquals(0, done.exitCode(), done::errors);
        assertTrue(done.output().contains("Report: " + run().reportHtml()), done::output);
        String page = Files.readString(run().reportHtml());
        for (String shown : List.of("Ladder diagram: Wi-Fi Aware: discovery", "Ladder diagram: Wi-Fi Aware: pairing",
                "Ladder diagram: Wi-Fi Aware: data path", ">PASN 3<", ">bootstrapping request [pin keypad]<",
                ">Data Path Confirm<", ">Publish, to everybody<", "<h1>Works on every host")) {
            assertTrue(page.contains(shown), () -> "the page lacks " + shown);
        }
    }

    @Test
    void framesThatAReasonNamesAreThoseOfTheFileThatWasLinted() throws IOException {
        Path capture = root.resolve("lacking.pcapng");
        try (OutputStream out = Files.newOutputStream(capture)) {
            Defects.of("NAN-DCEA-02").in(Dialogues.discovery(Dialogues.CLEAN)).write(out);
        }

        CommandLineRun done = lint(capture.toString());

        assertTrue(Pattern.compile("lacks the attribute \\(0x2A\\) that frame [0-9]+ had").matcher(done.output()
                .replaceAll("\\s+", " ")).find(), done::output);
        assertTrue(Pattern.compile("that frame [0-9]+ of lacking.pcapng had").matcher(Files.readString(
                run().reportHtml())).find(), "the report has a capture of its own, and says not which is meant");
    }

    @Test
    void aFindingIsShownByItsFramesAndItsSchedule() throws IOException {
        // Committed on channel 149 in every slot, the discovery windows' included: NAN-AV-04.
        byte[] octets = Files.readAllBytes(CAPTURES.resolve("schedule.pcapng"));
        String changed = new String(octets, StandardCharsets.ISO_8859_1).replace("\u00fe\u00fe\u00fe\u00ff",
                "\u00ff\u00ff\u00ff\u00ff");
        Path capture = Files.write(root.resolve("windows.pcapng"), changed.getBytes(StandardCharsets.ISO_8859_1));

        CommandLineRun done = lint(capture.toString());

        assertEquals(1, done.exitCode(), done::errors);
        String page = Files.readString(run().reportHtml());
        String finding = page.substring(page.indexOf("id=\"finding-NAN-AV-04\""));
        finding = finding.substring(0, finding.indexOf("</article>"));
        assertTrue(Pattern.compile("class=\"flow bad").matcher(finding).find(), "no message is marked");
        assertTrue(finding.contains("Availability against discovery windows"), "the schedule is not drawn");
        assertTrue(finding.contains("✗ map 0, committed, channel 149"), "the entry is not marked");
        assertTrue(Pattern.compile("<summary>Evidence and source[^<]*: frames? [0-9]").matcher(finding).find(),
                "its frames are not named where it is folded");
        assertTrue(finding.contains("frame.comment contains &quot;NAN-AV-04&quot;"), "the packets are not offered");
        assertFalse(page.contains("<h1>Works"), "the headline hides the failure");
        JsonNode verdicts = JsonMapper.shared().readTree(Files.readString(run().verdictsJson()));
        assertEquals("02:11:22:33:44:55", verdicts.at("/accessories/0/accessory").asString());
        assertEquals(2, verdicts.get("accessories").size());
        assertTrue(Files.readString(run().junitXml()).contains("<failure "));
    }

    @Test
    void aFolderThatHoldsARunIsRefused() throws IOException {
        assertEquals(0, lint(capture("discovery")).exitCode());
        CommandLineRun again = lint(capture("discovery"));
        assertEquals(2, again.exitCode(), again::output);
        assertTrue(again.errors().contains("it holds a run already"), again::errors);
    }
}
