package dev.lanyard.cli.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.lanyard.cli.CommandLineRun;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.attribute.DeviceCapabilityExtension;
import dev.lanyard.wire.nan.dialogue.Dialogues;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What lint prints for programs keeps the schemas that it names; what a profile declares is in all of it. */
class LintOutputsTest {

    private static final Path FIXTURES = Path.of("..", "..", "fixtures");
    private static final Path EXAMPLE = Path.of("..", "..", "device-profiles", "wifi-aware-example.yaml");

    @TempDir
    private Path folder;

    /** A publisher without DCEA, every other fixture, and a USB capture. */
    private List<String> captures() throws Exception {
        List<String> files = new ArrayList<>(List.of(withoutDcea()));
        try (var all = Files.list(FIXTURES.resolve("wifi-aware/captures"))) {
            all.map(Path::toString).filter(name -> name.endsWith(".pcapng")).sorted().forEach(files::add);
        }
        files.add(FIXTURES.resolve("virtual-lab/reference/linux-cdc_ncm.pcapng").toString());
        return files;
    }

    private String withoutDcea() throws Exception {
        Path file = folder.resolve("android.pcapng");
        try (OutputStream out = Files.newOutputStream(file)) {
            Dialogues.discovery(Dialogues.CLEAN).remove("publish", DeviceCapabilityExtension.class)
                    .remove("solicited", DeviceCapabilityExtension.class)
                    .remove("follow-up-answer", DeviceCapabilityExtension.class).write(out);
        }
        return file.toString();
    }

    private CommandLineRun lint(List<String> files, String... options) {
        List<String> all = new ArrayList<>(List.of("lint"));
        all.addAll(List.of(options));
        all.addAll(files);
        return CommandLineRun.of(all.toArray(String[]::new));
    }

    private static List<String> errors(SpecificationVersion version, String schema, String json) {
        return SchemaRegistry.withDefaultDialect(version).getSchema(schema).validate(json, InputFormat.JSON).stream()
                .map(Error::toString).toList();
    }

    private Path profile(String more) throws Exception {
        return Files.writeString(folder.resolve("profile.yaml"), Files.readString(EXAMPLE) + more);
    }

    private static final String KNOWN = """
            known-issues:
              - {rule: NAN-DCEA-01, reason: the firmware adds it late, ticket: FW-7, expires: 2999-12-31}
              - {rule: NAN-SDF-05, reason: x, ticket: FW-8, expires: 2999-12-31}
            """;

    @Test
    void sarifKeepsThePublishedSchema() throws Exception {
        String schema;
        try (InputStream in = getClass().getResourceAsStream("/schema/sarif-schema-2.1.0.json")) {
            schema = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        String text = lint(captures(), "--format", "sarif", "--profile", profile(KNOWN).toString()).output();
        assertEquals(List.of(), errors(SpecificationVersion.DRAFT_7, schema, text));
        JsonNode results = JsonMapper.shared().readTree(text).at("/runs/0/results");
        assertTrue(results.size() > 5, text);
        assertTrue(results.valueStream().anyMatch(result -> result.has("suppressions")), text);
    }

    @Test
    void jsonKeepsItsOwnSchema() throws Exception {
        String schema = CommandLineRun.of("schema", "lint").output();
        String text = lint(captures(), "--format", "json", "--profile", profile(KNOWN).toString()).output();
        assertEquals(List.of(), errors(SpecificationVersion.DRAFT_2020_12, schema, text));
        assertFalse(errors(SpecificationVersion.DRAFT_2020_12, schema, text.replace("\"awareFrames\"", "\"frames\""))
                .isEmpty(), "the schema refuses nothing");
    }

    @Test
    void aKnownIssueOfTheAccessoryFailsNothingAndAVanishedOneIsTold() throws Exception {
        String capture = withoutDcea();
        assertEquals(1, lint(List.of(capture), "--profile", profile("").toString()).exitCode());
        CommandLineRun known = lint(List.of(capture), "--profile", profile(KNOWN).toString());
        String words = known.output().replaceAll("\\s+", " ");
        assertEquals(0, known.exitCode(), known.output());
        assertTrue(words.contains("known NAN-DCEA-01 frame 9, "), words);
        assertTrue(words.contains("; known until 2999-12-31: the firmware adds it late (FW-7)"), words);
        assertTrue(words.contains("NAN-SDF-05 is a known issue and did not show"), words);
        CommandLineRun expired = lint(List.of(capture), "--profile", profile(KNOWN.replace("2999", "2001")).toString());
        assertEquals(1, expired.exitCode());
        assertTrue(expired.output().replaceAll("\\s+", " ").contains("its known issue FW-7 expired on 2001-12-31"),
                expired.output());
    }

    @Test
    void whatIsDeclaredAndNotShownIsTold() throws Exception {
        Path profile = Files.writeString(folder.resolve("p.yaml"), Files.readString(EXAMPLE)
                .replace("pin-display", "qr-display").replace("[ndpe]", "[ndpe, s3]")
                .replace("  services:\n", "  services:\n    - name: _other._tcp\n"));
        String words = lint(List.of(FIXTURES.resolve("wifi-aware/captures/pairing.pcapng").toString()), "--profile",
                profile.toString()).output().replaceAll("\\s+", " ");
        assertTrue(words.contains("service _other._tcp is declared and was not seen"), words);
        assertTrue(words.contains("qr-display"), words);
        assertTrue(words.contains("capability s3 is declared, and its bit is clear"), words);
    }

    @Test
    void aFileThatIsNoneHidesNotWhatTheOthersShow() throws Exception {
        Path text = Files.writeString(folder.resolve("notes.txt"), "hello");
        CommandLineRun run = lint(List.of(text.toString(), FIXTURES.resolve("wifi-aware/captures/pairing.pcapng")
                .toString()));
        assertEquals(2, run.exitCode());
        assertTrue(run.errors().contains("neither pcap nor pcapng"), run.errors());
        assertTrue(run.output().contains("02:11:22:33:44:55"), run.output());
    }

    /** A classic pcap of one Ethernet frame. */
    @Test
    void ethernetAloneIsNothingToJudgeAndSaysWhatToCapture() throws Exception {
        Path file = folder.resolve("lan.pcap");
        Files.write(file, Bytes.hex("d4c3b2a1 02000400 00000000 00000000 00000400 01000000"
                + "01000000 00000000 0e000000 0e000000 ffffffffffff 020000000001 0800").toArray());
        CommandLineRun run = lint(List.of(file.toString()));
        assertEquals(3, run.exitCode());
        String words = run.output().replaceAll("\\s+", " ");
        assertTrue(words.contains(": 1 packet, 0 frames of Wi-Fi Aware, 1 Ethernet frame "), words);
        assertTrue(words.contains("capture both"), words);
    }

    /** Android without AwarePairingConfig shows nothing of pairing: only the profile tells that it was meant to. */
    @Test
    void aPublisherDeclaredToPairIsAskedForDceaEvenWhenItShowsNothingOfPairing() throws Exception {
        String capture = FIXTURES.resolve("wifi-aware/captures/data-path-open.pcapng").toString();
        assertFalse(lint(List.of(capture)).output().contains("NAN-DCEA-01"));
        CommandLineRun declared = lint(List.of(capture), "--profile", profile("").toString());
        assertTrue(declared.output().contains("FAIL NAN-DCEA-01"), declared.output());
        assertTrue(declared.output().contains("FAIL NAN-NPBA-01"), declared.output());
    }

    @Test
    void aCaptureWithoutTheAccessoryIsInconclusive() throws Exception {
        Path other = Files.writeString(folder.resolve("p.yaml"), Files.readString(EXAMPLE)
                .replace("_lanyard._udp", "_elsewhere._tcp"));
        CommandLineRun run = lint(List.of(FIXTURES.resolve("wifi-aware/captures/pairing.pcapng").toString()),
                "--profile", other.toString());
        assertEquals(3, run.exitCode(), run.output());
        assertTrue(run.output().contains("No device here is that of profile wifi-aware-example"), run.output());
    }
}
