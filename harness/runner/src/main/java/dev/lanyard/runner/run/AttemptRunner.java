package dev.lanyard.runner.run;

import dev.lanyard.drivers.accessory.Accessory;
import dev.lanyard.drivers.aware.AwareAccessory;
import dev.lanyard.drivers.cdc.CdcOptions;
import dev.lanyard.evidence.AttemptDirectory;
import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Evidence;
import dev.lanyard.evidence.FileRecorder;
import dev.lanyard.evidence.MonotonicClock;
import dev.lanyard.evidence.Outcome;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.evidence.RunDirectory;
import dev.lanyard.evidence.RunEvent;
import dev.lanyard.evidence.Timeline;
import dev.lanyard.rules.Judgement;
import dev.lanyard.rules.Verdict;
import dev.lanyard.runner.profile.Profile;
import dev.lanyard.runner.profile.ProfileVariables;
import dev.lanyard.runner.scenario.Scenario;
import dev.lanyard.runner.scenario.ScenarioCheck;
import dev.lanyard.runner.scenario.ScenarioVariables;
import dev.lanyard.runner.yaml.Defects;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Predicate;

/** Makes attempts, each with a timeline of its own, and has their rules judged on what was stored. */
final class AttemptRunner {

    private static final String SOURCE = "runner";

    private final RunDirectory directory;
    private final RunJournal journal;
    private final Judge judge;
    private final Collection<String> moreRules;
    private final Predicate<Scenario> where;
    private final MonotonicClock clock;
    private final Cancellation cancellation;
    private final RunOptions options;

    /** Judges the rules of each scenario, and {@code moreRules} on whatever the attempts of some happen to show. */
    AttemptRunner(RunDirectory directory, RunJournal journal, Judge judge, Collection<String> moreRules,
                  Predicate<Scenario> where, MonotonicClock clock, Cancellation cancellation, RunOptions options) {
        this.directory = directory;
        this.journal = journal;
        this.judge = judge;
        this.moreRules = moreRules;
        this.where = where;
        this.clock = clock;
        this.cancellation = cancellation;
        this.options = options;
    }

    /** {@code again} says whether the attempt is made again when the bench spoils it. */
    AttemptResult run(PlannedScenario planned, Accessory accessory, int attempt, boolean again) {
        AttemptDirectory place = directory.attempt(planned.id(), attempt);
        journal.append(new RunEvent.AttemptStarted(clock.wallTime(), planned.id(), attempt,
                directory.relative(place.path())));
        AttemptResult result;
        try {
            AttemptKeys keys = new AttemptKeys(options.keys());
            result = record(planned, accessory, attempt, place, keys);
            result = judge(planned, attempt, place, result, again && result.spoiled(), keys);
        } catch (IOException e) {
            result = AttemptResult.of(Outcome.INCONCLUSIVE, "the evidence could not be kept: " + e.getMessage());
        }
        journal.append(new RunEvent.AttemptFinished(clock.wallTime(), planned.id(), attempt, result.outcome(),
                result.message()));
        return result;
    }

    private AttemptResult record(PlannedScenario planned, Accessory accessory, int attempt, AttemptDirectory place,
                                 AttemptKeys keys) throws IOException {
        Profile profile = planned.profile();
        MonotonicClock time = accessory instanceof AwareAccessory aware ? aware.clock() : clock;
        Masking masking = journal.masking();
        try (FileRecorder file = FileRecorder.open(place, time); Timeline timeline = new Timeline(file)) {
            Recorder recorder = masking.over(file);
            recorder.record(SOURCE, new Event.AttemptStarted(planned.scenario().qualifiedName(), attempt,
                    planned.accessory().toString(), profile.profile(), time.wallTime()));
            ScenarioVariables variables = ScenarioCheck.begin(planned.scenario(), 
                    ProfileVariables.of(profile, planned.secrets()),
                    new Defects());
            CdcOptions driver = ScenarioCheck.driver(planned.scenario(), variables, new Defects())
                    .map(given -> given.on(CdcOptions.defaults())).orElse(CdcOptions.defaults());
            Surroundings surroundings = new Surroundings(planned, options.bench(), accessory, recorder, masking);
            Session session = new Session(profile, accessory, recorder, timeline, driver, options.withKeys(keys),
                    surroundings);
            AttemptResult result;
            try {
                surroundings.begin(variables);
                result = new PhaseRunner(planned, attempt, session, variables, recorder, timeline, journal, masking,
                        cancellation).run();
            } finally {
                session.end();
                surroundings.close();
            }
            recorder.record(SOURCE, new Event.AttemptEnded(result.outcome().name(), result.message()));
            return result;
        }
    }

    /** Reads what was stored, as a later judgement of the same run would. */
    private AttemptResult judge(PlannedScenario planned, int attempt, AttemptDirectory place, AttemptResult result,
                                boolean again, AttemptKeys keys) throws IOException {
        List<String> asked = planned.scenario().rules();
        LinkedHashSet<String> rules = new LinkedHashSet<>(asked);
        if (where.test(planned.scenario())) {
            rules.addAll(moreRules);
        }
        if (rules.isEmpty() || result.outcome() == Outcome.NOT_APPLICABLE) {
            return result;
        }
        // That an attempt shows nothing of a rule is no news where another one is made in its place.
        List<Verdict> verdicts = judge.judge(List.copyOf(rules), Evidence.read(place.path()), planned.profile(),
                keys.keys()).stream().filter(verdict -> !again || verdict.kind() != Verdict.Kind.INCONCLUSIVE).toList();
        verdicts.forEach(verdict -> journal.append(new RunEvent.RuleJudged(planned.id(), attempt, verdict.rule(),
                verdict.kind().name(), verdict.reason(), verdict.proof())));
        return result.judged(verdicts.stream().map(v -> new Judgement(v, asked.contains(v.rule()))).toList());
    }
}
