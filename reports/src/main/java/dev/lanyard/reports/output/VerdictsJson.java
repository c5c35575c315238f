package dev.lanyard.reports.output;

import dev.lanyard.evidence.RunEvent;
import dev.lanyard.reports.run.AccessoryRun;
import dev.lanyard.reports.run.StoredRun;
import dev.lanyard.reports.run.StoredRun.StoredScenario;
import dev.lanyard.reports.text.Shown;
import dev.lanyard.reports.text.WholeFile;
import dev.lanyard.rules.HostMatrix;
import dev.lanyard.rules.HostPlatform;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The run's outcomes and verdicts for other programs. The components of the records here are the fields of the file;
 * {@link #VERSION} rises when one changes its meaning or goes away.
 *
 * <p>The file's JSON Schema is {@link #schema()}.
 *
 * <p>Version 2 adds {@code hosts} and {@code matrix} to each accessory, and a rule that a scenario did not name counts
 * as inconclusive there only where no other attempt says more ({@link Judgement}).
 */
public final class VerdictsJson {

    static final String FORMAT = "lanyard-verdicts";
    static final int VERSION = 3;

    private static final JsonMapper MAPPER = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private VerdictsJson() {}

    record Document(String format, int version, Run run, List<Accessory> accessories) {}

    /** {@code exitCode} and {@code finished} are null, and {@code cut} is a sentence, where the run was cut. */
    record Run(Instant started, Instant finished, Integer exitCode, String harnessVersion, List<String> commandLine,
               Map<String, String> environment, String cut) {}

    /** {@code hosts} has every host platform that the accessory concerns, {@code matrix} every judged rule of the catalogue ({@link HostMatrix}). */
    record Accessory(String accessory, String profile, String profileSha256, List<Host> hosts, List<Row> matrix, List<Scenario> scenarios,
                     List<Rule> rules) {}

    /**
     * What is predicted for a host platform (APPLE, WINDOWS, LINUX, ANDROID of USB accessories; IOS_AWARE, ANDROID_AWARE of
     * Wi-Fi Aware devices): WORKS, WORKS_WITH_WARNINGS, UNKNOWN or
     * FAILS, with the rules that decide it, how many rules say something about it, how many binding ones were looked at
     * without an answer, and how many rules of the catalogue count for it and were not looked at in this run.
     */
    record Host(String host, String verdict, String reason, List<Deciding> deciding, int judged, int open,
                int unjudged) {}

    /** A rule that decides a host's verdict; {@code reason} names the driver and threads that it rests on, if it does. */
    record Deciding(String rule, String verdict, String reason) {}

    /** A rule, and what its verdict says of each host: a verdict as in {@link Host}; no entry where it says nothing. */
    record Row(String rule, String obligation, String verdict, Map<String, String> hosts) {}

    record Scenario(String id, String name, String title, String file, String suite, String outcome, String message,
                    int attempts, int passed, long milliseconds) {}

    /** A rule over all attempts on the accessory: the worst verdict, its reason, and how often each was given. */
    record Rule(String rule, String verdict, String reason, Map<String, Integer> counts, List<Proof> proof) {}

    /** One event that proves the verdict: a number in {@code events.jsonl} of the folder {@code evidence}. */
    record Proof(String scenario, int attempt, String evidence, long event) {}

    public static void write(StoredRun run, Path file) throws IOException {
        Document document = new Document(FORMAT, VERSION, run(run), accessories(run));
        try {
            WholeFile.write(file, out -> MAPPER.writeValue(out, document));
        } catch (JacksonException e) {
            throw new IOException(e.getOriginalMessage(), e);
        }
    }

    /** The JSON Schema (draft 2020-12) of the file. */
    public static String schema() {
        try (InputStream in = VerdictsJson.class.getResourceAsStream("verdicts.schema.json")) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its file verdicts.schema.json");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Run run(StoredRun run) {
        Map<String, String> environment = new TreeMap<>();
        run.started().ifPresent(s -> s.environment().forEach((k, v) -> environment.put(Shown.name(k), Shown.text(v))));
        return new Run(run.start(), run.finished().map(RunEvent.RunFinished::wallTime).orElse(null),
                run.finished().map(RunEvent.RunFinished::exitCode).orElse(null),
                run.started().map(s -> Shown.name(s.harnessVersion())).orElse(null),
                run.started().map(s -> s.commandLine().stream().map(Shown::text).toList()).orElse(List.of()),
                environment, run.cut().orElse(null));
    }

    private static List<Accessory> accessories(StoredRun run) {
        return AccessoryRun.of(run).stream().map(accessory -> new Accessory(Shown.name(accessory.accessory()),
                Shown.name(accessory.profile()),
                accessory.declared().map(d -> d.sha256()).filter(hash -> hash.matches("[0-9a-f]{64}")).orElse(null),
                accessory.matrix().columns().stream().map(VerdictsJson::host).toList(),
                accessory.matrix().rows().stream().map(VerdictsJson::row).toList(),
                accessory.scenarios().stream().map(VerdictsJson::scenario).toList(),
                accessory.rules().values().stream().map(VerdictsJson::rule).toList())).toList();
    }

    private static Host host(HostMatrix.Column column) {
        List<Deciding> deciding = column.deciding().stream().map(row -> new Deciding(row.rule().id(),
                row.verdict().kind().name(), Shown.text(row.reason()))).toList();
        return new Host(column.host().name(), column.verdict().name(), column.reason(), deciding, column.judged(),
                column.open(), column.unjudged());
    }

    private static Row row(HostMatrix.Row row) {
        Map<String, String> hosts = new LinkedHashMap<>();
        for (HostPlatform host : row.hosts()) {
            hosts.put(host.name(), row.cell(host).orElseThrow().name());
        }
        return new Row(row.rule().id(), row.rule().obligation().name(), row.verdict().kind().name(), hosts);
    }

    private static Scenario scenario(StoredScenario scenario) {
        RunEvent.ScenarioStarted started = scenario.started();
        return new Scenario(Shown.text(started.scenario()), Shown.name(started.name()), Shown.name(started.title()),
                Shown.text(started.file()), Shown.name(started.suite()), scenario.outcome().name(),
                Shown.text(scenario.message()), scenario.attempts().size(), scenario.passed(),
                Math.max(0, Duration.between(started.wallTime(), scenario.end()).toMillis()));
    }

    private static Rule rule(AccessoryRun.JudgedRule rule) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        rule.counts().forEach((kind, count) -> counts.put(kind.name(), count));
        List<Proof> proof = rule.showing().stream()
                .flatMap(j -> j.verdict().proof().stream().map(event -> new Proof(
                        Shown.text(j.scenario().started().scenario()), j.attempt().started().attempt(),
                        Shown.text(j.attempt().started().evidence()), event)))
                .toList();
        return new Rule(Shown.name(rule.id()), rule.worst().kind().name(), Shown.text(rule.worst().reason()), counts,
                proof);
    }
}
