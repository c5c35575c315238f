package dev.lanyard.cli.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.cli.CommandLineRun;
import dev.lanyard.wire.nan.attribute.DeviceCapabilityExtension;
import dev.lanyard.wire.nan.attribute.PairingBootstrapping;
import dev.lanyard.wire.nan.dialogue.Dialogue;
import dev.lanyard.wire.nan.dialogue.Dialogues;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LintCommandTest {

    private static final Path FIXTURES = Path.of("..", "..", "fixtures");

    private static final String PAIRING = FIXTURES.resolve("wifi-aware/captures/pairing.pcapng").toString();

    @TempDir
    private Path folder;

    /** The story of many a forum thread: an Android publisher that no iPhone shows. */
    @Test
    void tellsWhyAnIphoneIgnoresAPublisherWithoutDcea() throws IOException {
        Dialogue story = Dialogues.discovery(Dialogues.CLEAN).remove("publish", DeviceCapabilityExtension.class)
                .remove("solicited", DeviceCapabilityExtension.class)
                .remove("follow-up-answer", DeviceCapabilityExtension.class);
        CommandLineRun run = CommandLineRun.of("lint", write("android", story), "--service", "_lanyard._udp");
        assertEquals(1, run.exitCode(), run.errors());
        assertTrue(run.output().contains("FAIL NAN-DCEA-01 frame 9, "), run.output());
        String words = run.output().replaceAll("\\s+", " ");
        assertTrue(words.contains("the Publish of service daf63a7d5942 (_lanyard._udp) carries no Device Capability "
                + "Extension attribute (0x2A); iOS drops such a publisher at discovery"), words);
        assertTrue(words.contains("iOS discovered NO breaks NAN-DCEA-01"), words);
        assertTrue(words.contains("Android discovered likely"), words);
        assertTrue(words.contains("Wireshark: frame.number == 9"), words);
        assertTrue(words.contains("No PIN came up, because no peer sent a bootstrapping request (NPBA type 1); the "
                + "capability attribute (DCEA) decides discovery and not the PIN"), words);
    }

    /** The capture of README.md is that story, and the page prints what lint prints. */
    @Test
    void theReadmePrintsTheStoryAsItIs() throws IOException {
        Path capture = FIXTURES.resolve("wifi-aware/stories/android-publisher.pcapng");
        Dialogue story = Dialogues.discovery(Dialogues.CLEAN).remove("publish", DeviceCapabilityExtension.class)
                .remove("solicited", DeviceCapabilityExtension.class)
                .remove("follow-up-answer", DeviceCapabilityExtension.class);
        assertEquals(-1, Files.mismatch(Path.of(write("story", story)), capture), "made by another version");
        String page = Files.readString(Path.of("..", "..", "README.md"));
        String command = "$ ./lanyard lint fixtures/wifi-aware/stories/android-publisher.pcapng --service "
                + "_lanyard._udp --host ios\n";
        int from = page.indexOf(command) + command.length();
        String printed = page.substring(from, page.indexOf('…', from)).replaceAll("\\s+", " ").strip();
        String output = CommandLineRun.of("lint", capture.toString(), "--service", "_lanyard._udp", "--host", "ios")
                .output().replaceAll("\\s+", " ").replace(capture.toString(),
                        "fixtures/wifi-aware/stories/android-publisher.pcapng");
        assertTrue(page.contains(command) && printed.length() > 500 && output.startsWith(printed), printed);
    }

    @Test
    void tellsThatDceaOnlyInPasnIsTooLate() throws IOException {
        Dialogue story = Dialogues.pairing(Dialogues.CLEAN);
        for (String frame : new String[] {"publish", "solicited", "bootstrap-response"}) {
            story = story.remove(frame, DeviceCapabilityExtension.class);
        }
        CommandLineRun run = CommandLineRun.of("lint", write("pasn", story));
        assertTrue(run.output().contains("NAN-DCEA-04"), run.output());
    }

    @Test
    void tellsWhichMethodThePinWaitsFor() throws IOException {
        Dialogue story = Dialogues.bootstrappingRefused(Dialogues.CLEAN).replace("bootstrap-request",
                PairingBootstrapping.class, npba -> PairingBootstrapping.request(npba.dialogToken(), 0x0002));
        CommandLineRun run = CommandLineRun.of("lint", write("pin", story), "--host", "ios", "--explain");
        String words = run.output().replaceAll("\\s+", " ");
        assertTrue(words.contains("names method 0x0002 where the publisher's 0x0002 needs 0x0020 (NAN-NPBA-03)"),
                words);
        assertTrue(words.contains("bootstrapping request [pin display]"), words);
        assertFalse(words.contains("Android"), words);
    }

    @Test
    void aCleanCapturePasses() {
        CommandLineRun run = CommandLineRun.of("lint", PAIRING);
        assertEquals(0, run.exitCode(), run.output() + run.errors());
        assertTrue(run.output().contains("0 failures, 0 warnings"), run.output());
    }

    @Test
    void keysOpenWhatIsEncrypted() throws IOException {
        Path keys = Files.writeString(folder.resolve("keys.yaml"), "tk: [\"" + "00".repeat(16) + "\"]\n");
        CommandLineRun run = CommandLineRun.of("lint", PAIRING,
                "--keys", keys.toString());
        assertEquals(0, run.exitCode(), run.errors());
        Path bad = Files.writeString(folder.resolve("bad.yaml"), "tk: [\"deadbeefdeadbeef\"]\n");
        run = CommandLineRun.of("lint", PAIRING, "-k",
                bad.toString());
        assertEquals(2, run.exitCode());
        assertTrue(run.errors().contains("entry 1 of tk is not 16 or 32 octets"), run.errors());
        assertFalse(run.errors().contains("deadbeef"), run.errors());
        bad = Files.writeString(folder.resolve("bad.yaml"), "tk: 5\n");
        run = CommandLineRun.of("lint", "x", "-k", bad.toString());
        assertTrue(run.errors().contains("not a secret (text of 4 to 256 characters): it is too short;"), run.errors());
        bad = Files.writeString(folder.resolve("bad.yaml"), "tkk: [\"deadbeefdeadbeef\"]\n");
        run = CommandLineRun.of("lint", "x", "-k", bad.toString());
        assertEquals(2, run.exitCode());
        assertFalse(run.errors().contains("deadbeef"), run.errors());
    }

    /** Data paths of paired devices are set up in frames that nobody but they can read: then lint does not know. */
    @Test
    void whatIsEncryptedIsNotCalledAbsent() throws IOException {
        String paired = FIXTURES.resolve("wifi-aware/captures/data-path-paired.pcapng").toString();
        CommandLineRun without = CommandLineRun.of("lint", paired, "-f", "json");
        assertTrue(without.output().contains("encrypted, and no key opened them (--keys)"), without.output());
        Path others = Files.writeString(folder.resolve("others.yaml"), "tk: [\"" + "00".repeat(16) + "\"]\n");
        CommandLineRun strange = CommandLineRun.of("lint", paired, "-f", "json", "-k", others.toString());
        assertTrue(strange.output().contains("no key opened them (the tk given is not theirs: "), strange.output());
        Path noTk = Files.writeString(folder.resolve("no-tk.yaml"), "nik: [\"" + "00".repeat(16) + "\"]\n");
        CommandLineRun useless = CommandLineRun.of("lint", paired, "-f", "json", "-k", noTk.toString());
        assertTrue(useless.output().contains("(of the keys given none is a tk, and only a tk opens frames)"),
                useless.output());
        CommandLineRun with = CommandLineRun.of("lint", paired, "-f", "json", "--keys",
                FIXTURES.resolve("wifi-aware/captures/keys.yaml").toString());
        assertFalse(with.output().contains("no key opened"), with.output());
        assertTrue(with.output().contains("came up"), with.output());
    }

    @Test
    void printsJsonAndSarif() throws IOException {
        String capture = write("open", Dialogues.openDataPath(Dialogues.CLEAN));
        JsonNode json = JsonMapper.shared().readTree(CommandLineRun.of("lint", capture, "-f", "json").output());
        assertEquals("lanyard-lint", json.path("format").asString());
        JsonNode finding = json.at("/captures/0/devices/0/findings/0");
        assertEquals("NAN-SDEA-02", finding.path("rule").asString());
        assertEquals("daf63a7d5942", finding.path("service").asString());
        assertEquals(3, finding.at("/places/0/frame").asInt());
        assertTrue(finding.at("/places/0/octets").asString().startsWith("0e27"));
        JsonNode sarif = JsonMapper.shared().readTree(CommandLineRun.of("lint", capture, "-f", "sarif").output());
        assertEquals("2.1.0", sarif.path("version").asString());
        assertEquals("NAN-SDEA-02", sarif.at("/runs/0/results/0/ruleId").asString());
        assertEquals("error", sarif.at("/runs/0/results/0/level").asString());
        assertEquals("NAN-SDEA-02", sarif.at("/runs/0/tool/driver/rules/0/id").asString());
    }

    @Test
    void judgesUsbCaptures() {
        CommandLineRun run = CommandLineRun.of("lint",
                FIXTURES.resolve("virtual-lab/reference/linux-cdc_ncm.pcapng").toString());
        assertEquals(1, run.exitCode(), run.errors());
        assertTrue(run.output().contains("1 USB network device"), run.output());
        assertTrue(run.output().contains("FAIL HOST-ANDROID-01"), run.output());
    }

    @Test
    void aDamagedCaptureSaysHowMuchWasJudged() throws IOException {
        byte[] whole = Files.readAllBytes(Path.of(PAIRING));
        Path cut = Files.write(folder.resolve("cut.pcapng"), Arrays.copyOf(whole, whole.length - 7));
        CommandLineRun run = CommandLineRun.of("lint", cut.toString());
        assertEquals(3, run.exitCode(), run.output());
        assertTrue(run.errors().contains("after 17 packets; what came before was judged"), run.errors());
    }

    @Test
    void refusesWhatIsNoCapture() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.txt"), "no capture at all");
        for (String[] arguments : new String[][] {{"lint", text.toString()}, {"lint", folder.toString()},
            {"lint", folder.resolve("missing").toString()}, {"lint", text.toString(), "--host", "ipad"}, {"lint"}}) {
            CommandLineRun run = CommandLineRun.of(arguments);
            assertEquals(2, run.exitCode(), run.errors());
            assertFalse(run.errors().contains("\tat "), run.errors());
        }
    }

    private String write(String name, Dialogue dialogue) throws IOException {
        Path file = folder.resolve(name + ".pcapng");
        try (OutputStream out = Files.newOutputStream(file)) {
            dialogue.write(out);
        }
        return file.toString();
    }
}
