package dev.lanyard.reports.run;

import dev.lanyard.evidence.Outcome;
import dev.lanyard.evidence.RunDirectory;
import dev.lanyard.evidence.RunEvent;
import dev.lanyard.evidence.RunLog;
import dev.lanyard.reports.text.Shown;
import dev.lanyard.rules.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A run as its log tells it, or several runs read as one.
 *
 * @param directory where its reports go; of one run, the run's own folder
 * @param started   nothing when the log was cut before it
 * @param declared  what was declared about its accessories
 * @param scenarios in the order in which they were started
 * @param cut       in what way the log is cut, as a sentence
 */
public record StoredRun(RunDirectory directory, Optional<RunEvent.RunStarted> started,
                        List<RunEvent.AccessoryDeclared> declared, List<StoredScenario> scenarios,
                        Optional<RunEvent.RunFinished> finished, Optional<String> cut) {

    public StoredRun {
        declared = List.copyOf(declared);
        scenarios = List.copyOf(scenarios);
    }

    /** Reads the log of the run in {@code directory}. */
    public static StoredRun read(RunDirectory directory) throws IOException {
        RunLog.Contents log = RunLog.read(directory);
        return new StoredRunBuilder(directory).addAll(log.events()).build(log.cut());
    }

    /**
     * Reads {@code runs}, from several machines or days, as one: its scenarios are those of all of them, its exit code
     * the first that is not 0, and it began when the first of them began. Evidence stays where it is.
     *
     * @param target where the reports of all go
     */
    public static StoredRun merged(RunDirectory target, List<StoredRun> runs) {
        List<StoredRun> inTime = runs.stream().sorted(java.util.Comparator.comparing(StoredRun::start)).toList();
        Map<String, Set<String>> environment = new LinkedHashMap<>();
        Set<String> versions = new LinkedHashSet<>();
        List<String> command = new ArrayList<>(List.of("report", "--merge"));
        for (StoredRun run : inTime) {
            command.add(run.directory().root().getFileName().toString());
            run.started().ifPresent(s -> {
                versions.add(s.harnessVersion());
                s.environment().forEach((k, v) -> environment.computeIfAbsent(k, _ -> new LinkedHashSet<>()).add(v));
            });
        }
        Map<String, String> joined = new LinkedHashMap<>();
        environment.forEach((k, v) -> joined.put(k, String.join(" | ", v)));
        joined.put("merged runs", Integer.toString(runs.size()));
        Optional<RunEvent.RunStarted> started = Optional.of(new RunEvent.RunStarted(
                inTime.isEmpty() ? Instant.EPOCH : inTime.getFirst().start(), String.join(", ", versions), command,
                joined));
        String cuts = inTime.stream().flatMap(run -> run.cut().stream()
                .map(cut -> run.directory().root().getFileName() + ": " + cut)).collect(Collectors.joining("; "));
        Optional<RunEvent.RunFinished> finished = inTime.stream().flatMap(run -> run.finished().stream())
                .reduce((a, b) -> new RunEvent.RunFinished(a.wallTime().isAfter(b.wallTime()) ? a.wallTime()
                        : b.wallTime(), a.exitCode() == 0 ? b.exitCode() : a.exitCode()));
        return new StoredRun(target, started, inTime.stream().flatMap(run -> run.declared().stream()).distinct().toList(),
                inTime.stream().flatMap(run -> run.scenarios().stream()).toList(),
                cuts.isEmpty() ? finished : Optional.empty(), cuts.isEmpty() ? Optional.empty() : Optional.of(cuts));
    }

    /** When the run began, as far as the log tells. */
    public Instant start() {
        return started.map(RunEvent.RunStarted::wallTime)
                .or(() -> scenarios.stream().findFirst().map(s -> s.started().wallTime()))
                .orElse(Instant.EPOCH);
    }

    /** When it ended, as far as the log tells. */
    public Instant end() {
        return finished.map(RunEvent.RunFinished::wallTime)
                .or(() -> scenarios.stream().map(StoredScenario::end).max(Instant::compareTo))
                .orElse(start());
    }

    /** The scenarios that began and whose end the log does not have. */
    public List<StoredScenario> cutScenarios() {
        return scenarios.stream().filter(StoredScenario::isCut).toList();
    }

    /**
     * One scenario on one accessory.
     *
     * @param home the folder of the run that it belongs to
     */
    public record StoredScenario(RunDirectory home, RunEvent.ScenarioStarted started, List<StoredAttempt> attempts,
                                 Optional<RunEvent.ScenarioFinished> finished) {

        public StoredScenario {
            attempts = List.copyOf(attempts);
        }

        /** Whether the log ends before this scenario does. */
        public boolean isCut() {
            return finished.isEmpty();
        }

        /** How it ended; a scenario that the end of the harness cut off was interrupted. */
        public Outcome outcome() {
            return finished.map(RunEvent.ScenarioFinished::outcome).orElse(Outcome.INTERRUPTED);
        }

        public String message() {
            return finished.map(RunEvent.ScenarioFinished::message)
                    .orElse("the run was cut before the end of this scenario");
        }

        public Instant end() {
            return finished.map(RunEvent.ScenarioFinished::wallTime)
                    .orElseGet(() -> attempts.isEmpty() ? started.wallTime() : attempts.getLast().end());
        }

        /** Attempts that passed. */
        public int passed() {
            return finished.map(RunEvent.ScenarioFinished::passed).orElse(0);
        }

        /** Whether some attempts passed and some failed. */
        public boolean isMixed() {
            return attempts.stream().anyMatch(a -> a.outcome() == Outcome.PASSED)
                    && attempts.stream().anyMatch(a -> a.outcome() == Outcome.FAILED);
        }

        /**
         * The verdicts on {@code attempt} that say something: those on rules that the scenario makes evidence for, and
         * whatever was found by the way.
         */
        public List<Verdict> telling(StoredAttempt attempt) {
            return attempt.verdicts().stream().filter(verdict -> started.rules() == null
                    || started.rules().contains(verdict.rule()) || switch (verdict.kind()) {
                        case FAIL, WARN, KNOWN_ISSUE, UNEXPECTED_PASS -> true;
                        case PASS, NOT_APPLICABLE, INCONCLUSIVE -> false;
                    }).toList();
        }

        /**
         * Names the scenario on its accessory with its parameters, the same in every run and on every machine: what
         * histories and baselines are matched by.
         */
        public String identity() {
            return Shown.text(started.suite() + "/" + started.name() + " @ " + started.accessory()
                    + (started.parameters().isEmpty() ? "" : " " + new java.util.TreeMap<>(started.parameters())));
        }
    }

    /** One attempt of a scenario. */
    public record StoredAttempt(RunEvent.AttemptStarted started, List<StoredStep> steps,
                                Optional<RunEvent.AttemptFinished> finished, List<Verdict> verdicts) {

        public StoredAttempt {
            steps = List.copyOf(steps);
            verdicts = List.copyOf(verdicts);
        }

        public Outcome outcome() {
            return finished.map(RunEvent.AttemptFinished::outcome).orElse(Outcome.INTERRUPTED);
        }

        public String message() {
            return finished.map(RunEvent.AttemptFinished::message)
                    .orElse("the run was cut before the end of this attempt");
        }

        public Instant end() {
            return finished.map(RunEvent.AttemptFinished::wallTime)
                    .orElseGet(() -> steps.isEmpty() ? started.wallTime() : steps.getLast().finished().ended());
        }

        /**
         * The attempt's folder.
         *
         * @throws IOException when the log names a folder outside the run's
         */
        public Path evidence(RunDirectory run) throws IOException {
            return run.resolve(started.evidence());
        }
    }

    /** A step with the steps inside it. */
    public record StoredStep(RunEvent.StepFinished finished, List<StoredStep> children) {

        public StoredStep {
            children = List.copyOf(children);
        }
    }
}
