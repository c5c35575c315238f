package dev.lanyard.reports;

import dev.lanyard.evidence.RunEvent;
import dev.lanyard.reports.StoredRun.StoredAttempt;
import dev.lanyard.reports.StoredRun.StoredScenario;
import dev.lanyard.rules.Catalogue;
import dev.lanyard.rules.HostMatrix;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Judgement;
import dev.lanyard.rules.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The run's outcomes and verdicts for other programs. The components of the records here are the fields of the file;
 * {@link #VERSION} rises when one changes its meaning or goes away.
 *
 * <p>Version 2 adds {@code hosts} and {@code matrix} to each accessory, and a rule that a scenario did not name counts
 * as inconclusive there only where no other attempt says more ({@link Judgement}).
 */
final class VerdictsJson {

    static final String FORMAT = "lanyard-verdicts";
    static final int VERSION = 2;

    private static final JsonMapper MAPPER = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private VerdictsJson() {}

    record Document(String format, int version, Run run, List<Accessory> accessories) {}

    /** {@code exitCode} and {@code finished} are null, and {@code cut} is a sentence, where the run was cut. */
    record Run(Instant started, Instant finished, Integer exitCode, String harnessVersion, List<String> commandLine,
               Map<String, String> environment, String cut) {}

    /** {@code hosts} has every host platform, {@code matrix} every judged rule of the catalogue ({@link HostMatrix}). */
    record Accessory(String accessory, String profile, List<Host> hosts, List<Row> matrix, List<Scenario> scenarios,
                     List<Rule> rules) {}

    /**
     * What is predicted for a host platform (APPLE, WINDOWS, LINUX, ANDROID): WORKS, WORKS_WITH_WARNINGS, UNKNOWN or
     * FAILS, with the rules that decide it, how many rules say something about it, and how many rules of the catalogue
     * count for it and were not judged in this run.
     */
    record Host(String host, String verdict, String reason, List<Deciding> deciding, int judged, int unjudged) {}

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

    static void write(StoredRun run, Path file) throws IOException {
        Document document = new Document(FORMAT, VERSION, run(run), accessories(run));
        try {
            WholeFile.write(file, out -> MAPPER.writeValue(out, document));
        } catch (JacksonException e) {
            throw new IOException(e.getOriginalMessage(), e);
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
        Map<List<String>, List<StoredScenario>> byAccessory = new LinkedHashMap<>();
        for (StoredScenario scenario : run.scenarios()) {
            byAccessory.computeIfAbsent(List.of("" + scenario.started().accessory(), "" + scenario.started().profile()),
                    key -> new ArrayList<>()).add(scenario);
        }
        List<Accessory> accessories = new ArrayList<>();
        byAccessory.forEach((key, scenarios) -> {
            HostMatrix matrix = HostMatrix.of(Catalogue.standard(),
                    Judgement.worstByRule(judged(scenarios).map(Judged::judgement).toList()));
            accessories.add(new Accessory(Shown.name(key.get(0)), Shown.name(key.get(1)),
                    matrix.columns().stream().map(VerdictsJson::host).toList(),
                    matrix.rows().stream().map(VerdictsJson::row).toList(),
                    scenarios.stream().map(VerdictsJson::scenario).toList(), rules(scenarios)));
        });
        return accessories;
    }

    private static Host host(HostMatrix.Column column) {
        List<Deciding> deciding = column.deciding().stream().map(row -> new Deciding(row.rule().id(),
                row.verdict().kind().name(), Shown.text(row.reason()))).toList();
        return new Host(column.host().name(), column.verdict().name(), column.reason(), deciding, column.judged(),
                column.unjudged());
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
        int passed = scenario.finished().map(RunEvent.ScenarioFinished::passed).orElse(0);
        return new Scenario(Shown.text(started.scenario()), Shown.name(started.name()), Shown.name(started.title()),
                Shown.text(started.file()), Shown.name(started.suite()), scenario.outcome().name(),
                Shown.text(scenario.message()), scenario.attempts().size(), passed,
                Math.max(0, Duration.between(started.wallTime(), scenario.end()).toMillis()));
    }

    private record Judged(StoredScenario scenario, StoredAttempt attempt, Verdict verdict) {

        Judgement judgement() {
            List<String> asked = scenario.started().rules();
            return new Judgement(verdict, asked == null || asked.contains(verdict.rule()));
        }
    }

    private static Stream<Judged> judged(List<StoredScenario> scenarios) {
        return scenarios.stream().flatMap(scenario -> scenario.attempts().stream().flatMap(attempt ->
                attempt.verdicts().stream().map(verdict -> new Judged(scenario, attempt, verdict))));
    }

    private static List<Rule> rules(List<StoredScenario> scenarios) {
        Map<String, List<Judged>> byRule = new TreeMap<>();
        judged(scenarios).forEach(one -> byRule.computeIfAbsent(one.verdict().rule(), rule -> new ArrayList<>())
                .add(one));
        List<Rule> rules = new ArrayList<>();
        byRule.forEach((rule, judged) -> rules.add(rule(rule, judged)));
        return rules;
    }

    private static Rule rule(String rule, List<Judged> judged) {
        Verdict worst = Judgement.worst(judged.stream().map(Judged::judgement).toList()).verdict();
        Map<Verdict.Kind, Integer> counts = new TreeMap<>();
        judged.forEach(j -> counts.merge(j.verdict().kind(), 1, Integer::sum));
        Map<String, Integer> named = new LinkedHashMap<>();
        counts.forEach((kind, count) -> named.put(kind.name(), count));
        List<Proof> proof = judged.stream()
                .filter(j -> j.verdict().kind() == worst.kind())
                .flatMap(j -> j.verdict().proof().stream().map(event -> new Proof(
                        Shown.text(j.scenario().started().scenario()), j.attempt().started().attempt(),
                        Shown.text(j.attempt().started().evidence()), event)))
                .toList();
        return new Rule(Shown.name(rule), worst.kind().name(), Shown.text(worst.reason()), named,
                proof);
    }
}
