package dev.lanyard.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.evidence.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Known issues and baselines as a CI job uses them, on a Wi-Fi Aware device. */
@Timeout(180)
class AwareComparisonTest {

    private static final String SCENARIO = """
            scenario: capabilities
            rules: [NAN-DCEA-02]
            claims: [aware-pin-display]
            steps:
              - aware.subscribe: {service: _lanyard._udp, methods: [pin-keypad]}
              - aware.discover: {within: 17s}
              - aware.bootstrap: {method: pin-keypad}
              - aware.pair: {pin: "${secret.pin}"}
              - aware.disconnect: {}
            """;
    private static final String BROKEN = "emulated:aware-pin+NAN-DCEA-02";

    @TempDir
    static Path root;

    private static Path scenario;
    private static CommandLineRun known;

    @BeforeAll
    static void aKnownIssue() throws IOException {
        scenario = Files.writeString(root.resolve("capabilities.scenario.yaml"), SCENARIO);
        known = run("known", BROKEN, "2999-01-01");
    }

    private static CommandLineRun run(String out, String accessory, String expires, String... more) throws IOException {
        Path profile = Files.writeString(root.resolve(out + ".yaml"),
                Files.readString(Path.of(Examples.profile("emulated-aware-pin"))) + "known-issues:\n  - {rule: "
                        + "NAN-DCEA-02, reason: unicast answers are built elsewhere, ticket: FW-31, expires: " + expires
                        + "}\n");
        String[] line = {"run", scenario.toString(), "-a", accessory, "-p", profile.toString(), "-o",
                root.resolve(out).toString()};
        return CommandLineRun.of(Stream.of(line, more).flatMap(Stream::of)
                .toArray(String[]::new));
    }

    private static String summary(String out) throws IOException {
        return Files.readString(new RunDirectory(root.resolve(out)).summaryMarkdown());
    }

    @Test
    void aKnownIssueFailsNothingAndIsTold() throws IOException {
        assertEquals(0, known.exitCode(), known::output);
        assertTrue(known.output().contains("known until\n  2999-01-01"), known::output);
        assertTrue(summary("known").contains("### Known issues\n\n- **NAN-DCEA-02** "), () -> "no word of it");
    }

    @Test
    void anExpiredOneIsNewAndDeclaringItAgainMendsNothing() throws IOException {
        String baseline = root.resolve("known").toString();
        CommandLineRun expired = run("expired", BROKEN, "2001-01-01", "--baseline", baseline);
        assertEquals(1, expired.exitCode(), expired::output);
        assertTrue(expired.output().contains("Baseline:  2 new: NAN-DCEA-02, capabilities"), expired::output);

        CommandLineRun declared = run("declared", BROKEN, "2999-01-01", "--baseline",
                root.resolve("expired").toString());
        assertEquals(0, declared.exitCode(), declared::output);
        assertTrue(declared.output().contains("Baseline:  1 fixed: capabilities"), declared::output);
        assertFalse(summary("declared").contains("fixed: NAN-DCEA-02"), "a declared breach is none that was mended");
    }

    @Test
    void aMendedOneIsFixedAndItsDeclarationMayGo() throws IOException {
        CommandLineRun mended = run("mended", "emulated:aware-pin", "2999-01-01", "--baseline",
                root.resolve("known").toString());
        assertEquals(0, mended.exitCode(), mended::output);
        assertTrue(mended.output().contains("Baseline:  1 fixed: NAN-DCEA-02"), mended::output);
        assertTrue(summary("mended").contains("### Unexpected passes\n\n- **NAN-DCEA-02** "), () -> "no word of it");
    }

    @Test
    void aBaselineOfAnotherAccessoryComparesNothing() throws IOException {
        Path other = root.resolve("other");
        Path beacons = Files.writeString(root.resolve("beacons.scenario.yaml"), """
                scenario: beacons
                rules: [NAN-BCN-01]
                steps:
                  - aware.subscribe: {service: _lanyard._udp}
                  - aware.discover: {within: 17s}
                """);
        CommandLineRun open = CommandLineRun.of("run", beacons.toString(), "-a", "emulated:aware-open", "-o",
                other.toString(), "--baseline", root.resolve("known").toString());
        assertTrue(open.output().contains("Baseline:  nothing to compare with: emulated:aware-open"), open::output);
        assertTrue(summary("other").contains("- nothing to compare with: emulated:aware-open"), () -> "no word of it");
    }
}
