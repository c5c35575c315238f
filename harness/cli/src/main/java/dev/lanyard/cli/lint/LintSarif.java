package dev.lanyard.cli.lint;

import dev.lanyard.cli.TerminalJson;
import dev.lanyard.cli.Version;
import dev.lanyard.rules.Catalogue;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Verdict;
import dev.lanyard.rules.air.Breach;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What lint found, as SARIF 2.1.0: one result for each broken rule of each device and service. */
final class LintSarif {

    private static final String SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
            + "sarif-schema-2.1.0.json";

    private final Map<String, Rule> rules = new LinkedHashMap<>();
    private final List<ObjectNode> results = new ArrayList<>();

    private LintSarif() {}

    static String of(List<Linted> all) {
        LintSarif sarif = new LintSarif();
        all.forEach(sarif::add);
        return TerminalJson.PRETTY.writeValueAsString(sarif.log());
    }

    private void add(Linted linted) {
        String uri = linted.air().file().toUri().toString();
        linted.findings().forEach(finding -> {
            Breach breach = finding.breach();
            ObjectNode result = result(finding.rule(), finding.rule().isBinding() ? "error" : "warning",
                    finding.verdict().reason());
            if (finding.isKnown()) {
                result.putArray("suppressions").addObject().put("kind", "external").put("justification",
                        finding.verdict().reason());
            }
            ObjectNode location = result.putArray("locations").addObject();
            location.putObject("physicalLocation").putObject("artifactLocation").put("uri", uri);
            ObjectNode device = location.putArray("logicalLocations").addObject();
            device.put("name", breach.device().toString()).put("kind", "object");
            breach.service().ifPresent(service -> device.put("fullyQualifiedName", breach.device() + "/" + service));
            result.putObject("partialFingerprints").put("ruleDeviceService/v1", breach.rule() + "/" + breach.device()
                    + "/" + breach.service().map(Object::toString).orElse(""));
            ArrayNode frames = result.putObject("properties").put("frames", breach.count()).putArray("places");
            breach.places().forEach(place -> frames.addObject().put("frame", place.frame())
                    .put("octets", place.octets().toHex()).put("wiresharkFilter", LintPlaces.filter(place)));
        });
        linted.verdicts().forEach((device, judgements) -> judgements.stream().map(judgement -> judgement.verdict())
                .filter(verdict -> verdict.kind() == Verdict.Kind.FAIL || verdict.kind() == Verdict.Kind.WARN)
                .forEach(verdict -> {
                    ObjectNode location = result(Catalogue.all().require(verdict.rule()),
                            verdict.kind() == Verdict.Kind.FAIL ? "error" : "warning", verdict.reason())
                            .putArray("locations").addObject();
                    location.putObject("physicalLocation").putObject("artifactLocation").put("uri", uri);
                    location.putArray("logicalLocations").addObject().put("name", device).put("kind", "object");
                }));
    }

    private ObjectNode result(Rule rule, String level, String text) {
        rules.putIfAbsent(rule.id(), rule);
        ObjectNode result = TerminalJson.PRETTY.createObjectNode().put("ruleId", rule.id())
                .put("ruleIndex", List.copyOf(rules.keySet()).indexOf(rule.id())).put("level", level);
        result.putObject("message").put("text", text);
        results.add(result);
        return result;
    }

    private ObjectNode log() {
        ObjectNode log = TerminalJson.PRETTY.createObjectNode().put("$schema", SCHEMA).put("version", "2.1.0");
        ObjectNode run = log.putArray("runs").addObject();
        ObjectNode driver = run.putObject("tool").putObject("driver").put("name", "Lanyard")
                .put("semanticVersion", Version.TEXT);
        ArrayNode described = driver.putArray("rules");
        rules.values().forEach(rule -> {
            ObjectNode node = described.addObject().put("id", rule.id());
            node.putObject("shortDescription").put("text", rule.sentence());
            node.putObject("help").put("text", rule.remediation() + " (" + rule.source() + ")");
        });
        ArrayNode all = run.putArray("results");
        results.forEach(all::add);
        return log;
    }
}
