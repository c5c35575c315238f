package dev.lanyard.runner.run;

import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Outcome;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.evidence.RunEvent;
import dev.lanyard.evidence.Timeline;
import dev.lanyard.runner.profile.ProfileVariables;
import dev.lanyard.runner.scenario.Phase;
import dev.lanyard.runner.scenario.Scenario;
import dev.lanyard.runner.scenario.ScenarioCheck;
import dev.lanyard.runner.scenario.ScenarioVariables;
import dev.lanyard.runner.scenario.StepItem;
import dev.lanyard.runner.step.Mark;
import dev.lanyard.runner.step.RecordText;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.yaml.Defect;
import dev.lanyard.runner.yaml.Defects;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Runs setup, steps and teardown of one attempt. */
final class PhaseRunner {

    private static final String SOURCE = "runner";

    private final PlannedScenario planned;
    private final int attempt;
    private final Session session;
    private final Recorder recorder;
    private final Timeline timeline;
    private final RunJournal journal;
    private final Cancellation cancellation;
    private final ScenarioVariables variables;

    PhaseRunner(PlannedScenario planned, int attempt, Session session, Recorder recorder, Timeline timeline,
                RunJournal journal, Cancellation cancellation) {
        this.planned = planned;
        this.attempt = attempt;
        this.session = session;
        this.recorder = recorder;
        this.timeline = timeline;
        this.journal = journal;
        this.cancellation = cancellation;
        this.variables = ScenarioCheck.begin(planned.scenario(), ProfileVariables.of(planned.profile()), new Defects());
    }

    AttemptResult run() {
        Scenario scenario = planned.scenario();
        Optional<AttemptResult> broken = inOrder(scenario.setup(), Optional.empty());
        broken = inOrder(scenario.steps(), broken);
        ScenarioCheck.declareUnsaved(scenario, variables);
        Optional<String> untidy = teardown(scenario.teardown());
        return broken.orElseGet(() -> untidy.map(message -> AttemptResult.of(Outcome.INCONCLUSIVE, message))
                .orElse(AttemptResult.of(Outcome.PASSED, "")));
    }

    /** Runs {@code items} until one does not pass; what is left is noted as skipped. */
    private Optional<AttemptResult> inOrder(List<StepItem> items, Optional<AttemptResult> before) {
        Optional<AttemptResult> broken = before;
        for (StepItem item : items) {
            if (broken.isPresent()) {
                skipped(item);
                continue;
            }
            if (cancellation.isCancelled()) {
                broken = Optional.of(AttemptResult.of(Outcome.INTERRUPTED, cancellation.requested().join()));
                skipped(item);
                continue;
            }
            StepOutcome outcome = run(item, cancellation.requested());
            if (outcome.passed() && session.detached().isDone()) {
                outcome = StepOutcome.of(Outcome.FAILED, Causes.DETACHED + ": " + session.detached().join());
            }
            if (!outcome.passed()) {
                broken = Optional.of(AttemptResult.of(outcome.outcome(), item.id() + ": " + outcome.message()));
            }
        }
        return broken;
    }

    /** Runs every item, whatever became of the others, the accessory or the user's patience. */
    private Optional<String> teardown(List<StepItem> items) {
        String trouble = items.stream().map(item -> Map.entry(item, run(item, new CompletableFuture<>())))
                .filter(entry -> !entry.getValue().passed())
                .map(entry -> "teardown " + entry.getKey().id() + ": " + entry.getValue().message())
                .collect(Collectors.joining("; "));
        return trouble.isEmpty() ? Optional.empty() : Optional.of(trouble);
    }

    private StepOutcome run(StepItem item, CompletableFuture<String> cancelled) {
        journal.tell(to -> to.stepStarted(planned.id(), attempt, item.id(), item.verb()));
        Instant started = recorder.clock().wallTime();
        Defects defects = new Defects();
        Optional<Record> arguments = item.bind(variables, defects);
        Map<String, String> shown = arguments.map(RecordText::of).orElse(Map.of());
        long nanos = recorder.nanos();
        long first = recorder.record(nanos, SOURCE, new Event.StepStarted(item.id(), item.verb(), shown));
        StepContext context = session.begin(item.id(), new Mark(first, nanos));
        // In teardown the accessory may be gone already; that is no news and must not end the items.
        CompletableFuture<String> detached = item.phase() == Phase.TEARDOWN ? new CompletableFuture<>()
                : session.detached();
        StepOutcome outcome = arguments.isEmpty()
                ? StepOutcome.of(Outcome.INCONCLUSIVE, defects.list().stream().map(Defect::toString)
                        .collect(Collectors.joining("; ")))
                : new StepRunner(detached, cancelled).run(item.step(), arguments.get(), context,
                        result -> variables.save(item, result));
        recorder.record(SOURCE, new Event.StepEnded(item.id(), outcome.outcome().name(), outcome.message(),
                outcome.values()));
        finished(item, started, shown, outcome, first, timeline.lastSequence());
        return outcome;
    }

    private void skipped(StepItem item) {
        finished(item, recorder.clock().wallTime(), Map.of(), StepOutcome.of(Outcome.SKIPPED,
                "a step before it did not pass"), 0, 0);
    }

    private void finished(StepItem item, Instant started, Map<String, String> arguments, StepOutcome outcome,
                          long first, long last) {
        journal.append(new RunEvent.StepFinished(started, recorder.clock().wallTime(), planned.id(), attempt,
                item.phase().name().toLowerCase(Locale.ROOT), 0, item.id(), item.verb(), arguments, outcome.outcome(),
                outcome.message(), outcome.values(), first, last));
    }
}
