package dev.lanyard.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.evidence.RunDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real run that pairs by PIN: nothing that it leaves tells the PIN or a key; the file that was asked for does. */
@Timeout(240)
class PairingSecretsTest {

    /** What device-profiles/emulated-aware-pin.yaml declares, and the emulated device shows. */
    private static final String PIN = "012345";
    private static final Pattern KEY = Pattern.compile("\\b(?:[0-9a-f]{32}|[0-9a-f]{64})\\b");

    private static final Set<String> SHOWN_BY_KEYS = Set.of("NAN-PAIR-08", "NAN-PAIR-14", "NAN-NIRA-02", "NAN-SEC-03",
            "NAN-SEC-05", "NAN-SEC-07", "NAN-SCIA-01", "NAN-SDF-03");

    /** Scenarios in which the harness itself sends a wrong code, and the rules by which the keys show it. */
    private static final Map<String, List<String>> WRONG_CODES = Map.of("wrong-pasn-code", List.of("NAN-PAIR-08"),
            "paired-wrong-confirm", List.of("NAN-SEC-03"));

    @TempDir
    static Path root;

    private static RunDirectory run;
    private static Path keys;
    private static CommandLineRun done;

    @BeforeAll
    static void runOnce() {
        run = new RunDirectory(root.resolve("run"));
        keys = root.resolve("keys.yaml");
        done = CommandLineRun.of("run", Examples.PROJECT.resolve("scenarios/aware").toString(), "-a",
                "emulated:aware-pin", "-o", run.root().toString(), "-v", "--keep-keys", keys.toString());
        assertEquals(0, done.exitCode(), () -> done.output() + done.errors());
    }

    @Test
    void thePinAndTheKeysOfAPairingRunStandNowhere() throws IOException {
        SecretSearch search = new SecretSearch().text("the PIN", PIN);
        Set<String> kept = new HashSet<>();
        String kind = "";
        for (String line : Files.readAllLines(keys)) {
            kind = line.contains(":") ? line.replaceAll("[# ]*([a-z-]+):.*", "$1") : kind;
            Matcher key = KEY.matcher(line);
            while (key.find()) {
                kept.add(kind);
                search.octets("the " + kind, HexFormat.of().parseHex(key.group()));
            }
        }
        assertEquals(Set.of("nik", "npk", "pmk", "nm-kek", "tk", "pasn-kck"), kept);
        assertFalse(search.in(Files.readAllBytes(keys)).isEmpty(), "the search finds nothing where the keys are");
        search.assertNowhereIn(run.root());
        search.assertTellsNothing("the terminal", (done.output() + done.errors()).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void onlyTheOwnerMayReadTheKeys() throws IOException {
        if (Files.getFileStore(keys).supportsFileAttributeView("posix")) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)));
        }
    }

    @Test
    void lintOpensTheCapturesOfTheRunWithThem() throws IOException {
        List<String> captures;
        try (Stream<Path> files = Files.walk(run.evidence())) {
            captures = files.map(Path::toString).filter(file -> file.endsWith(".pcapng"))
                    .sorted().toList();
        }
        assertFalse(captures.isEmpty());
        JsonNode blind = lint(captures, List.of());
        JsonNode seeing = lint(captures, List.of("--keys", keys.toString()));
        assertTrue(undecrypted(blind) > 0, "nothing was encrypted");
        assertEquals(0, undecrypted(seeing));
        Map<String, List<String>> odd = captures.stream().collect(Collectors.groupingBy(file -> WRONG_CODES.keySet()
                .stream().filter(file::contains).findFirst().orElse("")));
        assertEquals(List.of(), shownByKeys(odd.remove("")));
        Map<String, List<String>> shown = new TreeMap<>();
        odd.forEach((scenario, files) -> shown.put(scenario, shownByKeys(files)));
        assertEquals(WRONG_CODES, shown);
    }

    private static List<String> shownByKeys(List<String> captures) {
        return lint(captures, List.of("--keys", keys.toString())).findValuesAsString("rule").stream()
                .filter(SHOWN_BY_KEYS::contains).toList();
    }

    private static JsonNode lint(List<String> captures, List<String> more) {
        List<String> arguments = new ArrayList<>(List.of("lint", "--service", "_lanyard._udp", "--format", "json"));
        arguments.addAll(captures);
        arguments.addAll(more);
        return JsonMapper.shared().readTree(CommandLineRun.of(arguments.toArray(String[]::new)).output());
    }

    private static long undecrypted(JsonNode linted) {
        return linted.findValues("undecryptedFrames").stream().mapToLong(JsonNode::asLong).sum();
    }

    @Test
    void keysAreNeverOverwrittenAndNeverInTheRun() throws IOException {
        byte[] before = Files.readAllBytes(keys);
        CommandLineRun again = run(root.resolve("second"), keys);
        assertEquals(2, again.exitCode(), again::output);
        assertTrue(again.errors().contains("keys are never overwritten"), again::errors);
        assertFalse(Files.exists(root.resolve("second")));
        assertEquals(new String(before, StandardCharsets.UTF_8), Files.readString(keys));
        Path folder = Files.createDirectories(root.resolve("third"));
        for (Path inside : List.of(folder.resolve("keys.yaml"), root.resolve("second/../third/evidence/../keys.yaml"))) {
            CommandLineRun refused = run(folder, inside);
            assertEquals(2, refused.exitCode(), refused::output);
            assertTrue(refused.errors().contains("is in the folder of the run"), refused::errors);
        }
    }

    private static CommandLineRun run(Path folder, Path keyFile) {
        return CommandLineRun.of("run", Examples.PROJECT.resolve("scenarios/smoke").toString(), "-a", "emulated:ncm",
                "-o", folder.toString(), "--keep-keys", keyFile.toString());
    }
}
