package dev.lanyard.reports.run;

import dev.lanyard.evidence.EvidenceException;
import dev.lanyard.evidence.RunDirectory;
import dev.lanyard.evidence.RunEvent;
import dev.lanyard.reports.run.StoredRun.StoredAttempt;
import dev.lanyard.reports.run.StoredRun.StoredScenario;
import dev.lanyard.reports.run.StoredRun.StoredStep;
import dev.lanyard.reports.text.Shown;
import dev.lanyard.rules.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Puts the events of scenarios that ran side by side together again. */
final class StoredRunBuilder {

    private final RunDirectory directory;
    private final Map<String, ScenarioBuilder> scenarios = new LinkedHashMap<>();
    private final List<RunEvent.AccessoryDeclared> declared = new ArrayList<>();
    private RunEvent.RunStarted started;
    private RunEvent.RunFinished finished;

    StoredRunBuilder(RunDirectory directory) {
        this.directory = directory;
    }

    StoredRunBuilder addAll(List<RunEvent> events) throws EvidenceException {
        for (RunEvent event : events) {
            add(event);
        }
        return this;
    }

    StoredRun build(Optional<String> cut) {
        return new StoredRun(directory, Optional.ofNullable(started), declared,
                scenarios.values().stream().map(scenario -> scenario.build(directory)).toList(),
                Optional.ofNullable(finished), cut);
    }

    private void add(RunEvent event) throws EvidenceException {
        switch (event) {
            case RunEvent.RunStarted e -> started = e;
            case RunEvent.AccessoryDeclared e -> declared.add(e);
            case RunEvent.ScenarioStarted e -> {
                if (scenarios.putIfAbsent(e.scenario(), new ScenarioBuilder(e)) != null) {
                    throw wrong("scenario " + Shown.quoted(e.scenario()) + " is started twice");
                }
            }
            case RunEvent.AttemptStarted e -> {
                AttemptBuilder attempt = new AttemptBuilder(e);
                if (scenario(e.scenario(), "attempt-started").attempts.putIfAbsent(e.attempt(), attempt) != null) {
                    throw wrong("attempt " + e.attempt() + " of " + Shown.quoted(e.scenario()) + " is started twice");
                }
            }
            case RunEvent.StepFinished e -> attempt(e.scenario(), e.attempt(), "step-finished").add(e);
            case RunEvent.AttemptFinished e -> attempt(e.scenario(), e.attempt(), "attempt-finished").finished = e;
            case RunEvent.RuleJudged e -> attempt(e.scenario(), e.attempt(), "rule-judged").verdicts.add(verdict(e));
            case RunEvent.ScenarioFinished e -> scenario(e.scenario(), "scenario-finished").finished = e;
            case RunEvent.RunFinished e -> finished = e;
        }
    }

    private ScenarioBuilder scenario(String id, String kind) throws EvidenceException {
        ScenarioBuilder scenario = scenarios.get(id);
        if (scenario == null) {
            throw wrong("an event \"" + kind + "\" names scenario " + Shown.quoted(id) + ", which was not started");
        }
        return scenario;
    }

    private AttemptBuilder attempt(String id, int number, String kind) throws EvidenceException {
        AttemptBuilder attempt = scenario(id, kind).attempts.get(number);
        if (attempt == null) {
            throw wrong("an event \"" + kind + "\" names attempt " + number + " of " + Shown.quoted(id)
                    + ", which was not started");
        }
        return attempt;
    }

    private Verdict verdict(RunEvent.RuleJudged e) throws EvidenceException {
        try {
            return new Verdict(e.rule(), Verdict.Kind.valueOf(e.verdict()), e.reason(), e.proof());
        } catch (IllegalArgumentException x) {
            throw wrong("the verdict " + Shown.quoted(e.verdict()) + " on " + Shown.quoted(e.rule())
                    + " is none of " + Arrays.toString(Verdict.Kind.values()));
        }
    }

    private EvidenceException wrong(String message) {
        return new EvidenceException(directory.events() + ": " + message);
    }

    private static final class ScenarioBuilder {
        private final RunEvent.ScenarioStarted started;
        private final Map<Integer, AttemptBuilder> attempts = new TreeMap<>();
        private RunEvent.ScenarioFinished finished;

        ScenarioBuilder(RunEvent.ScenarioStarted started) {
            this.started = started;
        }

        StoredScenario build(RunDirectory home) {
            if (finished == null && started.rules() != null) {
                attempts.values().stream().filter(attempt -> attempt.finished == null)
                        .forEach(attempt -> attempt.leaveOpen(started.rules()));
            }
            return new StoredScenario(home, started, attempts.values().stream().map(AttemptBuilder::build).toList(),
                    Optional.ofNullable(finished));
        }
    }

    private static final class AttemptBuilder {
        private final RunEvent.AttemptStarted started;
        private final List<Verdict> verdicts = new ArrayList<>();
        private final List<StoredStep> steps = new ArrayList<>();
        private RunEvent.AttemptFinished finished;

        AttemptBuilder(RunEvent.AttemptStarted started) {
            this.started = started;
        }

        /** Inner steps end before the step they stand in, so that one gathers the deeper ones just before it. */
        void add(RunEvent.StepFinished step) {
            int first = steps.size();
            while (first > 0 && steps.get(first - 1).finished().depth() > step.depth()) {
                first--;
            }
            List<StoredStep> inner = steps.subList(first, steps.size());
            StoredStep node = new StoredStep(step, List.copyOf(inner));
            inner.clear();
            steps.add(node);
        }

        /** What the rest of a cut attempt would have shown of the rules that it was made for, nobody knows. */
        void leaveOpen(Collection<String> rules) {
            rules.stream().filter(rule -> verdicts.stream().noneMatch(verdict -> verdict.rule().equals(rule)))
                    .forEach(rule -> verdicts.add(new Verdict(rule, Verdict.Kind.INCONCLUSIVE,
                            "the run was cut in the middle of this attempt", List.of())));
        }

        StoredAttempt build() {
            return new StoredAttempt(started, List.copyOf(steps), Optional.ofNullable(finished),
                    List.copyOf(verdicts));
        }
    }
}
