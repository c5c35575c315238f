package dev.lanyard.runner.run;

import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Outcome;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.evidence.RunEvent;
import dev.lanyard.evidence.Timeline;
import dev.lanyard.runner.scenario.Phase;
import dev.lanyard.runner.scenario.Scenario;
import dev.lanyard.runner.scenario.ScenarioCheck;
import dev.lanyard.runner.scenario.ScenarioVariables;
import dev.lanyard.runner.scenario.StepItem;
import dev.lanyard.runner.step.Mark;
import dev.lanyard.runner.step.RecordText;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.value.Durations;
import dev.lanyard.runner.value.Literals;
import dev.lanyard.runner.yaml.Defect;
import dev.lanyard.runner.yaml.Defects;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
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
    private final Masking masking;
    private final Cancellation cancellation;
    private final ScenarioVariables variables;

    private Optional<RunningGroup> group = Optional.empty();

    /** {@code variables} are as an attempt finds them at its beginning. */
    PhaseRunner(PlannedScenario planned, int attempt, Session session, ScenarioVariables variables, Recorder recorder,
                Timeline timeline, RunJournal journal, Masking masking, Cancellation cancellation) {
        this.planned = planned;
        this.attempt = attempt;
        this.session = session;
        this.recorder = recorder;
        this.timeline = timeline;
        this.journal = journal;
        this.masking = masking;
        this.cancellation = cancellation;
        this.variables = variables;
    }

    AttemptResult run() {
        Scenario scenario = planned.scenario();
        Optional<AttemptResult> broken = inOrder(scenario.setup(), Optional.empty());
        closeGroup();
        broken = inOrder(scenario.steps(), broken);
        closeGroup();
        ScenarioCheck.declareUnsaved(scenario, variables);
        broken = broken.or(this::checksAtEnd);
        Optional<String> untidy = teardown(scenario.teardown());
        closeGroup();
        return broken.orElseGet(() -> untidy.map(message -> AttemptResult.of(Outcome.INCONCLUSIVE, message))
                .orElse(AttemptResult.of(Outcome.PASSED, "")));
    }

    /** What steps asked for to hold until the end. */
    private Optional<AttemptResult> checksAtEnd() {
        return session.checksAtEnd().map(Causes::of).map(masking::of)
                .map(found -> AttemptResult.of(found.outcome(), found.message()));
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
                // What the bench has not is nothing that was left untidy.
                .filter(entry -> !entry.getValue().passed() && entry.getValue().outcome() != Outcome.NOT_APPLICABLE)
                .map(entry -> "teardown " + entry.getKey().id() + ": " + entry.getValue().message())
                .collect(Collectors.joining("; "));
        return trouble.isEmpty() ? Optional.empty() : Optional.of(trouble);
    }

    private StepOutcome run(StepItem item, CompletableFuture<String> cancelled) {
        enterGroup(item);
        journal.tell(to -> to.stepStarted(planned.id(), attempt, item.id(), item.verb()));
        Instant started = recorder.clock().wallTime();
        Defects defects = new Defects();
        Optional<Record> arguments = item.bind(variables, defects);
        Map<String, String> shown = arguments.map(RecordText::of).orElse(Map.of());
        long nanos = recorder.nanos();
        long first = recorder.record(nanos, SOURCE, new Event.StepStarted(item.id(), item.verb(), shown));
        StepContext context = session.begin(item, new Mark(first, nanos));
        // In teardown the accessory may be gone already; that is no news and must not end the items.
        CompletableFuture<String> detached = item.phase() == Phase.TEARDOWN ? new CompletableFuture<>()
                : session.detached();
        StepOutcome outcome = arguments.isEmpty()
                ? StepOutcome.of(Outcome.INCONCLUSIVE, defects.list().stream().map(Defect::toString)
                        .collect(Collectors.joining("; ")))
                : new StepRunner(detached, cancelled).run(item.step(), arguments.get(), context,
                        result -> variables.save(item, result));
        outcome = unwanted(item, first, nanos).filter(found -> arguments.isPresent()).map(outcome::but)
                .orElse(outcome);
        outcome = masking.of(outcome);
        recorder.record(SOURCE, new Event.StepEnded(item.id(), outcome.outcome().name(), outcome.message(),
                outcome.values()));
        finished(item, started, shown, outcome, first, timeline.lastSequence());
        return outcome;
    }

    /** What happened while the step ran though its scenario says that it must never. */
    private Optional<String> unwanted(StepItem item, long first, long began) {
        return item.never().isEmpty() ? Optional.empty() : timeline.since(first).stream()
                .flatMap(recorded -> item.never().stream().filter(never -> never.is(recorded.event()))
                        .map(never -> "never " + Literals.show(never) + ": it came "
                                + Durations.show(Duration.ofNanos(recorded.nanos() - began))
                                + " after this step began"))
                .findFirst();
    }

    /** A group's own entry comes behind those of its steps, with the worst of their outcomes. */
    private static final class RunningGroup {
        private final StepItem begin;
        private final Instant started;
        private final long first;
        private StepOutcome worst = StepOutcome.of(Outcome.PASSED, "");

        RunningGroup(StepItem begin, Instant started, long first) {
            this.begin = begin;
            this.started = started;
            this.first = first;
        }

        void add(StepItem item, StepOutcome outcome) {
            if (worst.passed() && !outcome.passed()) {
                worst = StepOutcome.of(outcome.outcome(), item.id() + ": " + outcome.message());
            }
        }
    }

    private void enterGroup(StepItem item) {
        boolean same = group.filter(open -> open.begin.scope().equals(item.scope())
                && open.begin.phase() == item.phase()).isPresent();
        if (!same) {
            closeGroup();
            if (item.scope().isGroup()) {
                group = Optional.of(new RunningGroup(item, recorder.clock().wallTime(), timeline.lastSequence() + 1));
            }
        }
    }

    private void closeGroup() {
        group.ifPresent(open -> {
            Map<String, String> arguments = new LinkedHashMap<>();
            open.begin.scope().parameters().forEach((name, value) ->
                    value.ifPresent(given -> arguments.put(name, given.text())));
            journal.append(new RunEvent.StepFinished(open.started, recorder.clock().wallTime(), planned.id(), attempt,
                    phase(open.begin), 0, open.begin.scope().group(), "include", arguments, open.worst.outcome(),
                    open.worst.message(), Map.of(), open.first, timeline.lastSequence()));
        });
        group = Optional.empty();
    }

    private void skipped(StepItem item) {
        enterGroup(item);
        finished(item, recorder.clock().wallTime(), Map.of(), StepOutcome.of(Outcome.SKIPPED,
                "a step before it did not pass"), 0, 0);
    }

    private void finished(StepItem item, Instant started, Map<String, String> arguments, StepOutcome outcome,
                          long first, long last) {
        group.ifPresent(open -> open.add(item, outcome));
        journal.append(new RunEvent.StepFinished(started, recorder.clock().wallTime(), planned.id(), attempt,
                phase(item), item.scope().isGroup() ? 1 : 0, item.id(), item.verb(), arguments, outcome.outcome(),
                outcome.message(), outcome.values(), first, last));
    }

    private static String phase(StepItem item) {
        return item.phase().name().toLowerCase(Locale.ROOT);
    }
}
