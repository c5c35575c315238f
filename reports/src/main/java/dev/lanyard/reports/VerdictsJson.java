package dev.lanyard.reports;

import dev.lanyard.evidence.RunEvent;
import dev.lanyard.reports.StoredRun.StoredAttempt;
import dev.lanyard.reports.StoredRun.StoredScenario;
import dev.lanyard.rules.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
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
 */
final class VerdictsJson {

    static final String FORMAT = "lanyard-verdicts";
    static final int VERSION = 1;

    private static final JsonMapper MAPPER = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private VerdictsJson() {}

    record Document(String format, int version, Run run, List<Accessory> accessories) {}

    /** {@code exitCode} and {@code finished} are null, and {@code cut} is a sentence, where the run was cut. */
    record Run(Instant started, Instant finished, Integer exitCode, String harnessVersion, List<String> commandLine,
               Map<String, String> environment, String cut) {}

    record Accessory(String accessory, String profile, List<Scenario> scenarios, List<Rule> rules) {}

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
        byAccessory.forEach((key, scenarios) -> accessories.add(new Accessory(Shown.name(key.get(0)),
                Shown.name(key.get(1)), scenarios.stream().map(VerdictsJson::scenario).toList(), rules(scenarios))));
        return accessories;
    }

    private static Scenario scenario(StoredScenario scenario) {
        RunEvent.ScenarioStarted started = scenario.started();
        int passed = scenario.finished().map(RunEvent.ScenarioFinished::passed).orElse(0);
        return new Scenario(Shown.text(started.scenario()), Shown.name(started.name()), Shown.name(started.title()),
                Shown.text(started.file()), Shown.name(started.suite()), scenario.outcome().name(),
                Shown.text(scenario.message()), scenario.attempts().size(), passed,
                Math.max(0, Duration.between(started.wallTime(), scenario.end()).toMillis()));
    }

    private record Judged(StoredScenario scenario, StoredAttempt attempt, Verdict verdict) {}

    private static List<Rule> rules(List<StoredScenario> scenarios) {
        Map<String, List<Judged>> byRule = new TreeMap<>();
        for (StoredScenario scenario : scenarios) {
            for (StoredAttempt attempt : scenario.attempts()) {
                for (Verdict verdict : attempt.verdicts()) {
                    byRule.computeIfAbsent(verdict.rule(), rule -> new ArrayList<>())
                            .add(new Judged(scenario, attempt, verdict));
                }
            }
        }
        List<Rule> rules = new ArrayList<>();
        byRule.forEach((rule, judged) -> rules.add(rule(rule, judged)));
        return rules;
    }

    private static Rule rule(String rule, List<Judged> judged) {
        Judged worst = judged.stream().max(Comparator.comparingInt(j -> badness(j.verdict().kind()))).orElseThrow();
        Map<Verdict.Kind, Integer> counts = new TreeMap<>();
        judged.forEach(j -> counts.merge(j.verdict().kind(), 1, Integer::sum));
        Map<String, Integer> named = new LinkedHashMap<>();
        counts.forEach((kind, count) -> named.put(kind.name(), count));
        List<Proof> proof = judged.stream()
                .filter(j -> j.verdict().kind() == worst.verdict().kind())
                .flatMap(j -> j.verdict().proof().stream().map(event -> new Proof(
                        Shown.text(j.scenario().started().scenario()), j.attempt().started().attempt(),
                        Shown.text(j.attempt().started().evidence()), event)))
                .toList();
        return new Rule(Shown.name(rule), worst.verdict().kind().name(), Shown.text(worst.verdict().reason()), named,
                proof);
    }

    /** As the kinds are ordered, but "not applicable" is the verdict of a rule only where no attempt has another. */
    static int badness(Verdict.Kind kind) {
        return kind == Verdict.Kind.NOT_APPLICABLE ? -1 : kind.ordinal();
    }
}
