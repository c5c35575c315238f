package dev.lanyard.runner.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.evidence.Outcome;
import dev.lanyard.rules.Verdict;
import dev.lanyard.runner.profile.Profiles;
import dev.lanyard.runner.yaml.Defects;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A profile's known issues on an emulated accessory that has them. */
@Timeout(60)
class KnownIssuesTest {

    private static final Path SOUND = Path.of("../../device-profiles/emulated-ncm.yaml");

    @TempDir
    private Path folder;

    private Path profile(String issues) throws Exception {
        return Files.writeString(folder.resolve("profile.yaml"), Files.readString(SOUND) + "known-issues:\n" + issues);
    }

    private ScenarioResult run(String accessory, String issues) throws Exception {
        Path scenario = Files.writeString(folder.resolve("s.scenario.yaml"), """
                scenario: s
                rules: [HOST-WIN-04]
                steps:
                  - usb.attach: {}
                  - usb.set-interface: {alternate: 1}
                """);
        RunPlan plan = RunPlan.build(List.of(scenario), List.of(AccessorySpec.parse(accessory)),
                RunOptions.defaults(folder).withProfile(Optional.of(profile(issues))));
        return new ScenarioRunner().run(plan, Files.createTempDirectory(folder, "out"), ProgressListener.none(),
                new Cancellation()).scenarios().getFirst();
    }

    @Test
    void aKnownIssueFailsNothingAnExpiredOneDoesAndAVanishedOneIsTold() throws Exception {
        String known = "  - {rule: HOST-WIN-04, reason: old ROM, ticket: FW-12, expires: 2999-01-01}\n";
        ScenarioResult declared = run("emulated:ncm+HOST-WIN-04", known);
        assertEquals(Verdict.Kind.KNOWN_ISSUE, declared.verdicts().getFirst().kind());
        assertEquals(Outcome.PASSED, declared.outcome(), declared.message());

        ScenarioResult expired = run("emulated:ncm+HOST-WIN-04", known.replace("2999", "2001"));
        assertEquals(Outcome.FAILED, expired.outcome());
        assertTrue(expired.message().endsWith("its known issue FW-12 expired on 2001-01-01"), expired.message());

        ScenarioResult mended = run("emulated:ncm", known);
        assertEquals(Verdict.Kind.UNEXPECTED_PASS, mended.verdicts().getFirst().kind());
        assertEquals(Outcome.PASSED, mended.outcome());
    }

    @Test
    void mistakesInAKnownIssueAreSaidWhereTheyAre() throws Exception {
        Defects defects = new Defects();
        Profiles.load(profile("  - {rule: HOST-WIN-44, reason: x, ticket: y, expires: 2026-02-30}\n  - {rule: USB-CFG-01}\n"),
                defects);
        List<String> messages = defects.list().stream().map(d -> d.message()).toList();
        assertEquals(5, messages.size(), messages::toString);
        assertTrue(messages.get(0).startsWith("known-issues.rule: \"HOST-WIN-44\" is not the id of a rule; did you mean "
                + "HOST-WIN-04?"), messages::toString);
        assertTrue(messages.get(1).startsWith("known-issues.expires: \"2026-02-30\" is not a date"), messages::toString);
        assertEquals("known-issues: \"reason\" is missing: why that is so for now", messages.get(2));
    }
}
