package dev.lanyard.runner.run;

import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Evidence;
import dev.lanyard.evidence.Outcome;
import dev.lanyard.evidence.RunDirectory;
import dev.lanyard.evidence.RunEvent;
import dev.lanyard.evidence.RunLog;
import dev.lanyard.rules.Judgement;
import dev.lanyard.rules.Verdict;
import dev.lanyard.rules.air.AirKeys;
import dev.lanyard.runner.profile.Profile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What today's rules say of a stored run. Reads the run's folder and writes nothing.
 *
 * @param judged   every verdict, scenario by scenario
 * @param exitCode as the run itself would end with these verdicts
 * @param cut      in what way the run's log is cut, if it is
 */
public record Rejudgement(List<Judged> judged, ExitCode exitCode, Optional<String> cut) {

    private static final int MOST_AT_ONCE = 4;

    public Rejudgement {
        judged = List.copyOf(judged);
    }

    /**
     * One verdict.
     *
     * @param stored    the kind that the run's log has; empty where it has none on this rule
     * @param judgement today's
     */
    public record Judged(String scenario, String accessory, int attempt, Optional<String> stored, Judgement judgement) {

        /** Whether today's verdict is of another kind than the stored one, or is a finding where there was none. */
        public boolean isChanged() {
            Verdict.Kind now = judgement.verdict().kind();
            return stored.map(kind -> !kind.equals(now.name()))
                    .orElse(now == Verdict.Kind.FAIL || now == Verdict.Kind.WARN);
        }
    }

    /**
     * Judges the run in {@code directory}: on each attempt the rules that its scenario names, those that were judged
     * then, and {@code moreRules} of its profile.
     *
     * @param keys     open the encrypted frames of Wi-Fi Aware devices
     * @param profiles what is declared about an accessory, from the name of its profile and its spec
     * @throws IOException when the run's log cannot be read; evidence that cannot be read makes inconclusive verdicts
     */
    public static Rejudgement of(RunDirectory directory, Function<Profile, ? extends Collection<String>> moreRules,
                                 BiFunction<String, String, Profile> profiles, AirKeys keys) throws IOException {
        RunLog.Contents log = RunLog.read(directory);
        Map<String, Scenario> scenarios = new LinkedHashMap<>();
        for (RunEvent event : log.events()) {
            switch (event) {
                case RunEvent.ScenarioStarted e -> scenarios.put(e.scenario(), new Scenario(e));
                case RunEvent.AttemptStarted e -> scenario(scenarios, e.scenario()).attempts.put(e.attempt(),
                        new Attempt(e));
                case RunEvent.RuleJudged e -> scenario(scenarios, e.scenario()).attempt(e.attempt()).stored
                        .put(e.rule(), e.verdict());
                case RunEvent.ScenarioFinished e -> scenario(scenarios, e.scenario()).finished = Optional.of(e);
                default -> { }
            }
        }
        List<Judged> judged = new ArrayList<>();
        List<Outcome> outcomes = new ArrayList<>();
        // Attempts are independent of each other; each may take a part of the memory for its evidence.
        try (ExecutorService threads = Executors.newFixedThreadPool(
                Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MOST_AT_ONCE))) {
            for (Scenario scenario : scenarios.values()) {
                Profile profile = profiles.apply(scenario.started.profile(), scenario.started.accessory());
                scenario.attempts.values().forEach(attempt -> attempt.again = threads.submit(() ->
                        scenario.judge(directory, attempt, moreRules.apply(profile), profile, keys)));
            }
            for (Scenario scenario : scenarios.values()) {
                outcomes.add(scenario.outcome(judged));
            }
        }
        return new Rejudgement(judged, ExitCode.of(outcomes), log.cut());
    }

    private static Scenario scenario(Map<String, Scenario> scenarios, String id) throws IOException {
        Scenario scenario = scenarios.get(id);
        if (scenario == null) {
            throw new IOException("the run's log names a scenario that was not started");
        }
        return scenario;
    }

    private static final class Attempt {
        private final RunEvent.AttemptStarted started;
        private final Map<String, String> stored = new LinkedHashMap<>();
        private Future<AttemptResult> again;

        Attempt(RunEvent.AttemptStarted started) {
            this.started = started;
        }
    }

    private static final class Scenario {
        private final RunEvent.ScenarioStarted started;
        private final Map<Integer, Attempt> attempts = new LinkedHashMap<>();
        private Optional<RunEvent.ScenarioFinished> finished = Optional.empty();

        Scenario(RunEvent.ScenarioStarted started) {
            this.started = started;
        }

        Attempt attempt(int number) throws IOException {
            Attempt attempt = attempts.get(number);
            if (attempt == null) {
                throw new IOException("the run's log names an attempt " + number + " that was not started");
            }
            return attempt;
        }

        /** Adds the verdicts on all attempts to {@code to}; returns how the scenario ends with them. */
        Outcome outcome(List<Judged> to) throws IOException {
            if (attempts.isEmpty()) {
                return finished.map(RunEvent.ScenarioFinished::outcome).orElse(Outcome.INTERRUPTED);
            }
            List<AttemptResult> results = new ArrayList<>();
            for (Attempt attempt : attempts.values()) {
                AttemptResult result = resultOf(attempt.again);
                result.judgements().forEach(judgement -> to.add(new Judged(started.scenario(), started.accessory(),
                        attempt.started.attempt(), Optional.ofNullable(attempt.stored.get(judgement.verdict().rule())),
                        judgement)));
                results.add(result);
            }
            return finished.isEmpty() ? Outcome.INTERRUPTED : AttemptTally.outcome(results, started.require());
        }

        private static AttemptResult resultOf(Future<AttemptResult> again) throws IOException {
            try {
                return again.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }

        AttemptResult judge(RunDirectory directory, Attempt attempt, Collection<String> moreRules, Profile profile,
                            AirKeys keys) {
            LinkedHashSet<String> rules = new LinkedHashSet<>(started.rules());
            rules.addAll(attempt.stored.keySet());
            rules.addAll(moreRules);
            AttemptResult result;
            List<Verdict> verdicts;
            try {
                Evidence evidence = Evidence.read(directory.resolve(attempt.started.evidence()));
                result = evidence.ended().map(Scenario::steps)
                        .orElse(AttemptResult.of(Outcome.INTERRUPTED, "the evidence is cut"));
                verdicts = new CatalogueJudge().judge(List.copyOf(rules), evidence, profile, keys);
            } catch (IOException e) {
                result = AttemptResult.of(Outcome.INCONCLUSIVE, "the evidence cannot be read");
                verdicts = rules.stream().map(rule -> new Verdict(rule, Verdict.Kind.INCONCLUSIVE,
                        "the evidence cannot be read: " + e.getMessage(), List.of())).toList();
            }
            return result.judged(verdicts.stream()
                    .map(verdict -> new Judgement(verdict, started.rules().contains(verdict.rule()))).toList());
        }

        /** How the attempt's steps ended: the evidence was closed before its rules were judged. */
        private static AttemptResult steps(Event.AttemptEnded ended) {
            for (Outcome outcome : Outcome.values()) {
                if (outcome.name().equals(ended.outcome())) {
                    return AttemptResult.of(outcome, ended.message());
                }
            }
            return AttemptResult.of(Outcome.INCONCLUSIVE, "the evidence ends with an unknown outcome");
        }
    }
}
