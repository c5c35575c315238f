package dev.lanyard.reports.output;

import dev.lanyard.evidence.RunEvent;
import dev.lanyard.reports.run.AccessoryRun;
import dev.lanyard.reports.run.StoredRun;
import dev.lanyard.reports.text.Shown;
import dev.lanyard.reports.text.WholeFile;
import dev.lanyard.rules.Catalogue;
import dev.lanyard.rules.HostMatrix;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Verdict;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The findings as SARIF 2.1.0, which code hosts show beside the code. A finding stands where the scenario names its
 * rule; its fingerprint is made of rule, profile and scenario, so that the same finding of two runs is one.
 */
public final class SarifJson {

    private static final String SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
            + "sarif-schema-2.1.0.json";
    private static final JsonMapper MAPPER = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    /** More than a scenario ever has. */
    private static final long LARGEST_SCENARIO = 1 << 20;

    private final StoredRun run;
    private final List<Rule> rules = new ArrayList<>();
    private final Map<String, Integer> indices = new LinkedHashMap<>();

    private SarifJson(StoredRun run) {
        this.run = run;
    }

    public static void write(StoredRun run, Path file) throws IOException {
        Map<String, Object> log = new SarifJson(run).log();
        try {
            WholeFile.write(file, out -> MAPPER.writeValue(out, log));
        } catch (JacksonException e) {
            throw new IOException(e.getOriginalMessage(), e);
        }
    }

    private Map<String, Object> log() {
        List<Map<String, Object>> results = new ArrayList<>();
        for (AccessoryRun accessory : AccessoryRun.of(run)) {
            accessory.matrix().rows().stream().filter(row -> row.isFinding()
                            || row.verdict().kind() == Verdict.Kind.KNOWN_ISSUE)
                    .sorted(HostMatrix.WORST_FIRST).forEach(row -> results.add(result(accessory, row)));
        }
        Map<String, Object> driver = new LinkedHashMap<>();
        driver.put("name", "Lanyard");
        driver.put("semanticVersion", run.started().map(RunEvent.RunStarted::harnessVersion).map(Shown::name)
                .orElse("unknown"));
        driver.put("rules", rules.stream().map(SarifJson::rule).toList());
        Map<String, Object> sarif = new LinkedHashMap<>();
        sarif.put("tool", Map.of("driver", driver));
        sarif.put("invocations", List.of(invocation()));
        sarif.put("automationDetails", Map.of("id", "lanyard/" + run.start()));
        sarif.put("columnKind", "utf16CodeUnits");
        sarif.put("results", results);
        Map<String, Object> log = new LinkedHashMap<>();
        log.put("$schema", SCHEMA);
        log.put("version", "2.1.0");
        log.put("runs", List.of(sarif));
        return log;
    }

    private Map<String, Object> invocation() {
        Map<String, Object> invocation = new LinkedHashMap<>();
        run.started().ifPresent(started -> invocation.put("arguments",
                started.commandLine().stream().map(Shown::text).toList()));
        invocation.put("startTimeUtc", run.start().truncatedTo(ChronoUnit.MILLIS).toString());
        invocation.put("endTimeUtc", run.end().truncatedTo(ChronoUnit.MILLIS).toString());
        run.finished().ifPresent(finished -> invocation.put("exitCode", finished.exitCode()));
        // A run that found something broken did what it should; one that was cut did not.
        invocation.put("executionSuccessful", run.cut().isEmpty());
        run.cut().ifPresent(cut -> invocation.put("toolExecutionNotifications",
                List.of(Map.of("level", "error", "message", Map.of("text", Shown.text(cut))))));
        return invocation;
    }

    private static Map<String, Object> rule(Rule rule) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("id", rule.id());
        described.put("shortDescription", Map.of("text", rule.sentence()));
        described.put("fullDescription", Map.of("text", rule.sentence() + " Source: " + rule.source() + "."));
        described.put("help", Map.of("text", "Fix: " + rule.remediation(),
                "markdown", "**Fix:** " + Markdown.escaped(rule.remediation())));
        described.put("defaultConfiguration", Map.of("level", rule.isBinding() ? "error" : "warning"));
        List<String> tags = new ArrayList<>(List.of(Shown.words(rule.obligation()), rule.source().document()));
        rule.hosts().stream().sorted().map(HostPlatform::name).forEach(tags::add);
        described.put("properties", Map.of("tags", tags.stream().distinct().toList()));
        return described;
    }

    private Map<String, Object> result(AccessoryRun accessory, HostMatrix.Row row) {
        int index = indices.computeIfAbsent(row.rule().id(), _ -> {
            rules.add(row.rule());
            return rules.size() - 1;
        });
        AccessoryRun.Judged judged = accessory.rules().get(row.rule().id()).showing().getFirst();
        RunEvent.ScenarioStarted scenario = judged.scenario().started();
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("ruleId", row.rule().id());
        result.put("ruleIndex", index);
        result.put("level", row.verdict().kind() == Verdict.Kind.FAIL ? "error" : "warning");
        result.put("message", Map.of("text", Shown.text(accessory.accessory()) + ": " + Shown.text(row.verdict().reason())
                + " Fix: " + row.rule().remediation()));
        result.put("locations", List.of(Map.of("physicalLocation", place(scenario, row.rule().id()),
                "logicalLocations", List.of(Map.of("fullyQualifiedName", Shown.text(accessory.accessory()), "kind",
                        "resource")))));
        result.put("partialFingerprints", Map.of("lanyardFinding/v1",
                fingerprint(row.rule().id(), accessory.profile(), scenario.suite() + "/" + scenario.name())));
        if (row.verdict().kind() == Verdict.Kind.KNOWN_ISSUE) {
            result.put("suppressions", List.of(Map.of("kind", "external", "justification",
                    Shown.text(row.verdict().reason()))));
        }
        result.put("properties", Map.of("accessory", Shown.text(accessory.accessory()),
                "hosts", row.hosts().stream().map(HostPlatform::name).toList(),
                "evidence", Shown.text(judged.attempt().started().evidence()),
                "proof", judged.verdict().proof()));
        return result;
    }

    /** Where the scenario names the rule, while its file is still there; else its first line. */
    private static Map<String, Object> place(RunEvent.ScenarioStarted scenario, String rule) {
        Map<String, Object> place = new LinkedHashMap<>();
        place.put("artifactLocation", Map.of("uri", uri("" + scenario.file())));
        place.put("region", Map.of("startLine", line("" + scenario.file(), rule).orElse(1)));
        return place;
    }

    private static String uri(String file) {
        String path = Shown.text(file).replace('\\', '/');
        try {
            return path.startsWith("/") ? new URI("file", "", path, null).toASCIIString()
                    : new URI(null, null, path.isEmpty() ? "unknown" : path, null).toASCIIString();
        } catch (URISyntaxException e) {
            return "unknown";
        }
    }

    private static Optional<Integer> line(String file, String rule) {
        try {
            Path path = Path.of(file);
            if (!file.endsWith(".yaml") || !Files.isRegularFile(path) || Files.size(path) > LARGEST_SCENARIO) {
                return Optional.empty();
            }
            List<String> lines = Files.readAllLines(path);
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).contains(rule)) {
                    return Optional.of(i + 1);
                }
            }
        } catch (IOException | RuntimeException e) {
            // The file is only a help: the finding has its scenario's name.
        }
        return Optional.empty();
    }

    private static String fingerprint(String... parts) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
                    .digest(String.join("\u0000", parts).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
