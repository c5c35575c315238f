package dev.lanyard.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.evidence.Evidence;
import dev.lanyard.evidence.Outcome;
import dev.lanyard.evidence.RunDirectory;
import dev.lanyard.reports.output.VerdictsJson;
import dev.lanyard.reports.run.StoredRun;
import dev.lanyard.rules.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class VerdictsJsonTest {

    @TempDir
    Path root;

    @Test
    void tellsTheRunAndEveryScenarioOfEveryAccessory() throws IOException {
        JsonNode json = written(SyntheticRun.everyOutcome(root.resolve("run")));
        assertEquals("lanyard-verdicts", json.get("format").stringValue());
        assertEquals(3, json.get("version").intValue());
        assertEquals(1, json.at("/run/exitCode").intValue());
        assertTrue(json.at("/run/cut").isNull());
        assertEquals(List.of("emulated:ncm", "usbip:127.0.0.1:3240/usbip-vudc.0"),
                json.get("accessories").valueStream().map(a -> a.get("accessory").stringValue()).toList());
        assertEquals(List.of("ncm.attach-to-echo PASSED 1/1", "ncm.repeated FAILED 2/3",
                        "ecm.filter NOT_APPLICABLE 0/0", "ncm.after SKIPPED 0/0", "ncm.blind INCONCLUSIVE 0/1"),
                json.at("/accessories/0/scenarios").valueStream().map(s -> s.get("name").stringValue() + " "
                        + s.get("outcome").stringValue() + " " + s.get("passed") + "/" + s.get("attempts")).toList());
    }

    @Test
    void aRulesVerdictIsItsWorstWithTheProofOfThat() throws IOException {
        RunDirectory run = SyntheticRun.everyOutcome(root.resolve("run"));
        JsonNode rule = written(run).at("/accessories/0/rules/0");
        assertEquals("CDC-NOTIF-01", rule.get("rule").stringValue());
        assertEquals("FAIL", rule.get("verdict").stringValue());
        assertEquals("{\"PASS\":4,\"FAIL\":1}", rule.get("counts").toString());
        assertEquals(List.of(7L, 8L), rule.get("proof").valueStream().map(p -> p.get("event").longValue()).toList());
        JsonNode proof = rule.at("/proof/0");
        Evidence evidence = Evidence.read(run.resolve(proof.get("evidence").stringValue()));
        assertEquals("ncm.repeated @ emulated:ncm", evidence.started().orElseThrow().scenario());
        assertEquals(7, evidence.events().get(6).sequence());
    }

    @Test
    void notApplicableIsARulesVerdictOnlyWhereNoAttemptHasAnother() throws IOException {
        RunDirectory run;
        try (SyntheticRun synthetic = new SyntheticRun(root.resolve("run"))) {
            run = synthetic.directory();
            synthetic.scenario("a", "x:y", 2, Outcome.PASSED, "");
            for (int attempt = 1; attempt <= 2; attempt++) {
                synthetic.judge("a @ x:y", attempt, "R-1", Verdict.Kind.NOT_APPLICABLE, "no", List.of());
                synthetic.judge("a @ x:y", attempt, "R-2",
                        attempt == 1 ? Verdict.Kind.NOT_APPLICABLE : Verdict.Kind.PASS, "yes", List.of());
                Verdict.Kind blindAtFirst = attempt == 1 ? Verdict.Kind.INCONCLUSIVE : Verdict.Kind.PASS;
                synthetic.judge("a @ x:y", attempt, "CDC-NOTIF-01", blindAtFirst, "?", List.of());
                synthetic.judge("a @ x:y", attempt, "NOT-ASKED-01", blindAtFirst, "?", List.of());
            }
        }
        assertEquals(List.of("INCONCLUSIVE", "WARN", "PASS", "NOT_APPLICABLE", "PASS"),
                written(run).at("/accessories/0/rules").valueStream().map(r -> r.get("verdict").stringValue())
                        .toList());
    }

    @Test
    void tellsForEachHostWhatDecides() throws IOException {
        RunDirectory run;
        try (SyntheticRun synthetic = new SyntheticRun(root.resolve("run"))) {
            run = synthetic.directory();
            synthetic.scenario("a", "x:y", 1, Outcome.PASSED, "");
            synthetic.judge("a @ x:y", 1, "HOST-APPLE-02", Verdict.Kind.FAIL, "D0 is clear", List.of(4L));
        }
        JsonNode accessory = written(run).at("/accessories/0");
        assertEquals(List.of("APPLE FAILS [HOST-APPLE-02]", "WINDOWS UNKNOWN []"),
                accessory.get("hosts").valueStream().limit(2).map(h -> h.get("host").stringValue() + " "
                        + h.get("verdict").stringValue() + " " + h.get("deciding").valueStream()
                                .map(d -> d.get("rule").stringValue()).toList()).toList());
        String reason = accessory.at("/hosts/0/deciding/0/reason").stringValue();
        assertTrue(reason.startsWith("D0 is clear (known from ") && reason.contains("zephyr#118387"), reason);
        JsonNode row = accessory.get("matrix").valueStream()
                .filter(r -> r.get("rule").stringValue().equals("HOST-APPLE-02")).findFirst().orElseThrow();
        assertEquals("{\"APPLE\":\"FAILS\"}", row.get("hosts").toString());
        assertEquals("HOST_REQUIRED FAIL", row.get("obligation").stringValue() + " "
                + row.get("verdict").stringValue());
    }

    private static JsonNode written(RunDirectory run) throws IOException {
        VerdictsJson.write(StoredRun.read(run), run.verdictsJson());
        return JsonMapper.shared().readTree(run.verdictsJson());
    }
}
