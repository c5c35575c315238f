package dev.lanyard.reports;

import dev.lanyard.evidence.Outcome;
import dev.lanyard.evidence.RunDirectory;
import dev.lanyard.evidence.RunEvent;
import dev.lanyard.evidence.RunLog;
import dev.lanyard.rules.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A run as its log tells it.
 *
 * @param started   nothing when the log was cut before it
 * @param scenarios in the order in which they were started
 * @param cut       in what way the log is cut, as a sentence
 */
record StoredRun(RunDirectory directory, Optional<RunEvent.RunStarted> started, List<StoredScenario> scenarios,
                 Optional<RunEvent.RunFinished> finished, Optional<String> cut) {

    /** Reads the log of the run in {@code directory}. */
    static StoredRun read(RunDirectory directory) throws IOException {
        RunLog.Contents log = RunLog.read(directory);
        return new StoredRunBuilder(directory).addAll(log.events()).build(log.cut());
    }

    /** When the run began, as far as the log tells. */
    Instant start() {
        return started.map(RunEvent.RunStarted::wallTime)
                .or(() -> scenarios.stream().findFirst().map(s -> s.started().wallTime()))
                .orElse(Instant.EPOCH);
    }

    /** One scenario on one accessory. */
    record StoredScenario(RunEvent.ScenarioStarted started, List<StoredAttempt> attempts,
                          Optional<RunEvent.ScenarioFinished> finished) {

        /** How it ended; a scenario that the end of the harness cut off was interrupted. */
        Outcome outcome() {
            return finished.map(RunEvent.ScenarioFinished::outcome).orElse(Outcome.INTERRUPTED);
        }

        String message() {
            return finished.map(RunEvent.ScenarioFinished::message)
                    .orElse("the run was cut before the end of this scenario");
        }

        Instant end() {
            return finished.map(RunEvent.ScenarioFinished::wallTime)
                    .orElseGet(() -> attempts.isEmpty() ? started.wallTime() : attempts.getLast().end());
        }
    }

    /** One attempt of a scenario. */
    record StoredAttempt(RunEvent.AttemptStarted started, List<StoredStep> steps,
                         Optional<RunEvent.AttemptFinished> finished, List<Verdict> verdicts) {

        Outcome outcome() {
            return finished.map(RunEvent.AttemptFinished::outcome).orElse(Outcome.INTERRUPTED);
        }

        String message() {
            return finished.map(RunEvent.AttemptFinished::message)
                    .orElse("the run was cut before the end of this attempt");
        }

        Instant end() {
            return finished.map(RunEvent.AttemptFinished::wallTime)
                    .orElseGet(() -> steps.isEmpty() ? started.wallTime() : steps.getLast().finished().ended());
        }

        /** The attempt's folder. */
        Path evidence(RunDirectory run) throws IOException {
            return run.resolve(started.evidence());
        }
    }

    /** A step with the steps inside it. */
    record StoredStep(RunEvent.StepFinished finished, List<StoredStep> children) {}
}
