package dev.lanyard.reports.run;

import dev.lanyard.evidence.Outcome;
import dev.lanyard.reports.run.StoredRun.StoredScenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * How scenarios ended in earlier runs: {@code lanyard-history.jsonl} in the folder that {@code --history} names, a
 * line for each run, the oldest first. A line that makes no sense is passed over.
 */
public final class History {

    private static final String FILE = "lanyard-history.jsonl";
    /** How many runs are kept. */
    private static final int RUNS = 200;
    /** How many runs a scenario's flakiness is counted over. */
    private static final int RECENT = 20;
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final List<Run> runs;

    /** A run; outcomes by the identity of the scenario. */
    record Run(Instant start, Map<String, Outcome> outcomes) {}

    private History(List<Run> runs) {
        this.runs = runs;
    }

    /** A history without runs. */
    public static History none() {
        return new History(List.of());
    }

    /** Reads the history in {@code folder} and adds {@code run} to it; a run that is there already is replaced. */
    public static History with(Path folder, StoredRun run) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(FILE);
        List<Run> runs = new ArrayList<>();
        if (Files.isRegularFile(file)) {
            for (String line : Files.readAllLines(file)) {
                try {
                    Run old = MAPPER.readValue(line, Run.class);
                    if (old.start() != null && old.outcomes() != null && !old.start().equals(run.start())) {
                        runs.add(old);
                    }
                } catch (JacksonException e) {
                    // Written by another version, or cut: a history with a hole is still one.
                }
            }
        }
        runs.removeIf(Objects::isNull);
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        run.scenarios().forEach(scenario -> outcomes.put(scenario.identity(), scenario.outcome()));
        runs.add(new Run(run.start(), outcomes));
        runs.sort(java.util.Comparator.comparing(Run::start));
        while (runs.size() > RUNS) {
            runs.removeFirst();
        }
        List<String> lines = runs.stream().map(MAPPER::writeValueAsString).toList();
        Path part = folder.resolve(FILE + ".part");
        Files.write(part, lines);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        return new History(List.copyOf(runs));
    }

    /** How {@code scenario} ended in the latest runs that it was part of, the oldest first, this run included. */
    public List<Outcome> outcomes(StoredScenario scenario) {
        List<Outcome> all = runs.stream().map(run -> run.outcomes().get(scenario.identity())).filter(Objects::nonNull)
                .toList();
        return all.subList(Math.max(0, all.size() - RECENT), all.size());
    }

    /** How often the outcome turned from passed to failed or back in the latest runs. */
    public int turns(StoredScenario scenario) {
        List<Outcome> told = outcomes(scenario).stream()
                .filter(outcome -> outcome == Outcome.PASSED || outcome == Outcome.FAILED).toList();
        int turns = 0;
        for (int i = 1; i < told.size(); i++) {
            turns += told.get(i) == told.get(i - 1) ? 0 : 1;
        }
        return turns;
    }

    /** Whether attempts of this run disagree, or earlier runs went to and fro: a lasting change turns only once. */
    public boolean isFlaky(StoredScenario scenario) {
        return scenario.isMixed() || turns(scenario) > 1;
    }

    /** How many runs there are, this one included. */
    public int size() {
        return runs.size();
    }
}
