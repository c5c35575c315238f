package dev.lanyard.runner.run;

import dev.lanyard.drivers.accessory.Accessory;
import dev.lanyard.evidence.AttemptDirectory;
import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Evidence;
import dev.lanyard.evidence.FileRecorder;
import dev.lanyard.evidence.MonotonicClock;
import dev.lanyard.evidence.Outcome;
import dev.lanyard.evidence.RunDirectory;
import dev.lanyard.evidence.RunEvent;
import dev.lanyard.evidence.Timeline;
import dev.lanyard.rules.Judgement;
import dev.lanyard.rules.Verdict;
import dev.lanyard.runner.profile.Profile;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/** Makes attempts, each with a timeline of its own, and has their rules judged on what was stored. */
final class AttemptRunner {

    private static final String SOURCE = "runner";

    private final RunDirectory directory;
    private final RunJournal journal;
    private final Judge judge;
    private final Collection<String> moreRules;
    private final MonotonicClock clock;
    private final Cancellation cancellation;

    /** Judges the rules of each scenario, and {@code moreRules} on whatever its attempts happen to show. */
    AttemptRunner(RunDirectory directory, RunJournal journal, Judge judge, Collection<String> moreRules,
                  MonotonicClock clock, Cancellation cancellation) {
        this.directory = directory;
        this.journal = journal;
        this.judge = judge;
        this.moreRules = moreRules;
        this.clock = clock;
        this.cancellation = cancellation;
    }

    AttemptResult run(PlannedScenario planned, Accessory accessory, int attempt) {
        AttemptDirectory place = directory.attempt(planned.id(), attempt);
        journal.append(new RunEvent.AttemptStarted(clock.wallTime(), planned.id(), attempt,
                directory.relative(place.path())));
        AttemptResult result;
        try {
            result = record(planned, accessory, attempt, place);
            result = judge(planned, attempt, place, result);
        } catch (IOException e) {
            result = AttemptResult.of(Outcome.INCONCLUSIVE, "the evidence could not be kept: " + e.getMessage());
        }
        journal.append(new RunEvent.AttemptFinished(clock.wallTime(), planned.id(), attempt, result.outcome(),
                result.message()));
        return result;
    }

    private AttemptResult record(PlannedScenario planned, Accessory accessory, int attempt, AttemptDirectory place)
            throws IOException {
        Profile profile = planned.profile();
        try (FileRecorder recorder = FileRecorder.open(place, clock); Timeline timeline = new Timeline(recorder)) {
            recorder.record(SOURCE, new Event.AttemptStarted(planned.scenario().qualifiedName(), attempt,
                    planned.accessory().toString(), profile.profile(), clock.wallTime()));
            Session session = new Session(profile, accessory, recorder, timeline);
            AttemptResult result;
            try {
                result = new PhaseRunner(planned, attempt, session, recorder, timeline, journal, cancellation).run();
            } finally {
                session.end();
            }
            recorder.record(SOURCE, new Event.AttemptEnded(result.outcome().name(), result.message()));
            return result;
        }
    }

    /** Reads what was stored, as a later judgement of the same run would. */
    private AttemptResult judge(PlannedScenario planned, int attempt, AttemptDirectory place, AttemptResult result)
            throws IOException {
        List<String> asked = planned.scenario().rules();
        LinkedHashSet<String> rules = new LinkedHashSet<>(asked);
        rules.addAll(moreRules);
        if (rules.isEmpty() || result.outcome() == Outcome.NOT_APPLICABLE) {
            return result;
        }
        List<Verdict> verdicts = judge.judge(List.copyOf(rules), Evidence.read(place.path()), planned.profile());
        verdicts.forEach(verdict -> journal.append(new RunEvent.RuleJudged(planned.id(), attempt, verdict.rule(),
                verdict.kind().name(), verdict.reason(), verdict.proof())));
        return result.judged(verdicts.stream().map(v -> new Judgement(v, asked.contains(v.rule()))).toList());
    }
}
