package dev.lanyard.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.lanyard.evidence.Outcome;
import dev.lanyard.evidence.RunDirectory;
import dev.lanyard.reports.output.Markdown;
import dev.lanyard.reports.output.MatrixCsv;
import dev.lanyard.reports.output.SarifJson;
import dev.lanyard.reports.output.TestStatement;
import dev.lanyard.reports.output.VerdictsJson;
import dev.lanyard.reports.run.StoredRun;
import dev.lanyard.rules.HostVerdict;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OutputsTest {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    @TempDir
    Path root;

    @Test
    void sarifKeepsItsPublishedSchema() throws IOException {
        String schema;
        try (InputStream in = getClass().getResourceAsStream("/schema/sarif-schema-2.1.0.json")) {
            schema = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        for (RunDirectory run : List.of(SyntheticRun.everyOutcome(root.resolve("run")), hostile())) {
            SarifJson.write(StoredRun.read(run), run.sarif());
            String text = Files.readString(run.sarif());
            assertEquals(List.of(), errors(SpecificationVersion.DRAFT_7, schema, text));
            assertTrue(MAPPER.readTree(text).at("/runs/0/results").size() > 0, "no finding to hold against it");
        }
    }

    @Test
    void aSarifResultNamesRulePlaceAndFingerprint() throws IOException {
        RunDirectory run = SyntheticRun.everyOutcome(root.resolve("run"));
        SarifJson.write(StoredRun.read(run), run.sarif());
        JsonNode sarif = MAPPER.readTree(Files.readString(run.sarif())).at("/runs/0");
        JsonNode result = sarif.at("/results/0");
        assertEquals("CDC-NOTIF-01", result.get("ruleId").asString());
        assertEquals("CDC-NOTIF-01", sarif.at("/tool/driver/rules/" + result.get("ruleIndex") + "/id").asString());
        assertEquals("scenarios/smoke/ncm.repeated.scenario.yaml",
                result.at("/locations/0/physicalLocation/artifactLocation/uri").asString());
        String print = result.at("/partialFingerprints/lanyardFinding~1v1").asString();
        assertTrue(print.matches("[0-9a-f]{64}"), print);
        RunDirectory again = SyntheticRun.everyOutcome(root.resolve("again"));
        SarifJson.write(StoredRun.read(again), again.sarif());
        assertEquals(print, MAPPER.readTree(Files.readString(again.sarif()))
                .at("/runs/0/results/0/partialFingerprints/lanyardFinding~1v1").asString());
        assertNotEquals(print, sarif.at("/results/1/partialFingerprints/lanyardFinding~1v1").asString());
    }

    @Test
    void verdictsKeepTheirSchema() throws IOException {
        for (RunDirectory run : List.of(SyntheticRun.everyOutcome(root.resolve("run")), hostile())) {
            VerdictsJson.write(StoredRun.read(run), run.verdictsJson());
            assertEquals(List.of(), errors(SpecificationVersion.DRAFT_2020_12, VerdictsJson.schema(),
                    Files.readString(run.verdictsJson())));
        }
    }

    @Test
    void theSchemaOfVerdictsKnowsEveryConstant() {
        JsonNode definitions = MAPPER.readTree(VerdictsJson.schema()).get("$defs");
        assertEquals(names(Verdict.Kind.values()), constants(definitions.at("/verdict/enum")));
        assertEquals(names(HostVerdict.values()), constants(definitions.at("/hostVerdict/enum")));
        assertEquals(names(Outcome.values()), constants(definitions.at("/outcome/enum")));
        assertEquals(names(Obligation.values()),
                constants(definitions.at("/accessory/properties/matrix/items/properties/obligation/enum")));
    }

    @Test
    void aSchemaThatIsBrokenIsNoticed() throws IOException {
        RunDirectory run = SyntheticRun.everyOutcome(root.resolve("run"));
        VerdictsJson.write(StoredRun.read(run), run.verdictsJson());
        assertFalse(errors(SpecificationVersion.DRAFT_2020_12, VerdictsJson.schema(),
                Files.readString(run.verdictsJson()).replace("\"FAIL\"", "\"fail\"")).isEmpty());
    }

    @Test
    void markdownHoldsNoMarkupOfOthers() throws IOException {
        RunDirectory run = hostile();
        Markdown.write(StoredRun.read(run), Optional.empty(), run.summaryMarkdown());
        String text = Files.readString(run.summaryMarkdown());
        assertFalse(text.replaceAll("\\\\.", "").replaceAll("</?sub>", "").matches("(?s).*[<\\[`].*"), text);
        assertTrue(text.contains("❌ **CDC-NOTIF-01**"), text);
    }

    @Test
    void noCellOfTheMatrixIsAFormula() throws IOException {
        RunDirectory run;
        try (SyntheticRun synthetic = new SyntheticRun(root.resolve("formula"))) {
            run = synthetic.directory();
            synthetic.scenario("x", "=HYPERLINK(\"http://example.org\",\"a\nb\")", 1, Outcome.FAILED, "");
        }
        MatrixCsv.write(StoredRun.read(run), run.matrixCsv());
        String text = Files.readString(run.matrixCsv());
        assertTrue(text.contains("\r\n\"'=HYPERLINK(\"\"http://example.org\"\",\"\"a\nb\"\")\","), text);
        assertTrue(text.startsWith("accessory,profile,rule,obligation,verdict,apple,"), text);
    }

    @Test
    void theStatementNamesEveryEvidenceFileAndIsNoCertificate() throws Exception {
        RunDirectory run = SyntheticRun.everyOutcome(root.resolve("run"));
        TestStatement.of(StoredRun.read(run)).write(run.statement());
        String text = Files.readString(run.statement());
        assertTrue(text.contains("It is no certificate"), text);
        List<String> files;
        try (Stream<Path> all = Files.walk(run.evidence())) {
            files = all.filter(Files::isRegularFile).map(run::relative).toList();
        }
        assertTrue(files.size() >= 12, files::toString);
        files.forEach(file -> assertTrue(text.matches("(?s).*\n[0-9a-f]{64}  \\Q" + file + "\\E\n.*"), file));
    }

    private RunDirectory hostile() throws IOException {
        try (SyntheticRun synthetic = new SyntheticRun(root.resolve("hostile"))) {
            synthetic.scenario(HostileText.ALL, HostileText.ALL, 1, Outcome.FAILED, HostileText.ALL);
            return synthetic.directory();
        }
    }

    private static List<String> errors(SpecificationVersion version, String schema, String json) {
        return SchemaRegistry.withDefaultDialect(version).getSchema(schema).validate(json, InputFormat.JSON).stream()
                .map(Error::toString).toList();
    }

    private static List<String> names(Enum<?>[] constants) {
        return Stream.of(constants).map(Enum::name).sorted().toList();
    }

    private static List<String> constants(JsonNode node) {
        return node.valueStream().map(JsonNode::asString).sorted().toList();
    }
}
