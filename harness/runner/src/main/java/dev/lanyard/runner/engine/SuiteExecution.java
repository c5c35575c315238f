package dev.lanyard.runner.engine;

import dev.lanyard.evidence.Outcome;
import dev.lanyard.evidence.RunEvent;
import dev.lanyard.runner.run.Cancellation;
import dev.lanyard.runner.run.PlannedScenario;
import dev.lanyard.runner.run.ProgressListener;
import dev.lanyard.runner.run.RunPlan;
import dev.lanyard.runner.run.ScenarioRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** Runs suites and tells the Platform how each scenario ended. */
final class SuiteExecution {

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private final EngineExecutionListener listener;

    SuiteExecution(EngineExecutionListener listener) {
        this.listener = listener;
    }

    void run(TestDescriptor engine) {
        listener.executionStarted(engine);
        for (TestDescriptor child : engine.getChildren()) {
            SuiteDescriptor suite = (SuiteDescriptor) child;
            listener.executionStarted(suite);
            listener.executionFinished(suite, runSuite(suite));
        }
        listener.executionFinished(engine, TestExecutionResult.successful());
    }

    private TestExecutionResult runSuite(SuiteDescriptor suite) {
        if (suite.plan().isEmpty()) {
            for (TestDescriptor child : suite.getChildren()) {
                listener.executionStarted(child);
                String wrong = ((SuiteDescriptor.Unplanned) child).reason().getMessage();
                listener.executionFinished(child, TestExecutionResult.failed(new AssertionFailedError(wrong)));
            }
            return TestExecutionResult.successful();
        }
        Map<String, SuiteDescriptor.Scenario> tests = new HashMap<>();
        suite.getChildren().forEach(child -> tests.put(((SuiteDescriptor.Scenario) child).planned().id(),
                (SuiteDescriptor.Scenario) child));
        RunPlan whole = suite.plan().get();
        // Development environments remove tests that were not asked for.
        List<PlannedScenario> asked = whole.scenarios().stream().filter(p -> tests.containsKey(p.id())).toList();
        try {
            Path directory = fresh(suite.out().resolve(suite.getDisplayName()));
            listener.reportingEntryPublished(suite, ReportEntry.from("evidence", directory.toString()));
            new ScenarioRunner().run(new RunPlan(asked, whole.options()), directory,
                    new Progress(tests, directory), new Cancellation());
            return TestExecutionResult.successful();
        } catch (IOException e) {
            return TestExecutionResult.failed(e);
        }
    }

    /** A folder of its own for every run: evidence is never overwritten. */
    private static Path fresh(Path parent) throws IOException {
        Files.createDirectories(parent);
        String stamp = STAMP.format(LocalDateTime.now());
        Path directory = parent.resolve(stamp);
        for (int n = 2; Files.exists(directory); n++) {
            directory = parent.resolve(stamp + "-" + n);
        }
        return directory.toAbsolutePath();
    }

    /** Translates what happens in a run. */
    private final class Progress implements ProgressListener {

        private final Map<String, SuiteDescriptor.Scenario> tests;
        private final Path directory;

        Progress(Map<String, SuiteDescriptor.Scenario> tests, Path directory) {
            this.tests = tests;
            this.directory = directory;
        }

        @Override
        public void event(RunEvent event) {
            switch (event) {
                case RunEvent.ScenarioStarted started -> {
                    SuiteDescriptor.Scenario test = tests.get(started.scenario());
                    if (test.planned().notApplicable().isEmpty()) {
                        listener.executionStarted(test);
                    }
                }
                case RunEvent.ScenarioFinished finished -> finish(tests.get(finished.scenario()), finished);
                default -> { }
            }
        }

        private void finish(SuiteDescriptor.Scenario test, RunEvent.ScenarioFinished finished) {
            if (finished.outcome() == Outcome.NOT_APPLICABLE && test.planned().notApplicable().isPresent()) {
                listener.executionSkipped(test, finished.message());
                return;
            }
            listener.executionFinished(test, switch (finished.outcome()) {
                case PASSED -> TestExecutionResult.successful();
                case INTERRUPTED, NOT_APPLICABLE -> TestExecutionResult.aborted(new TestAbortedException(finished.message()));
                // What could not be shown must not turn a build green.
                default -> TestExecutionResult.failed(new AssertionFailedError(finished.outcome() + ": "
                        + finished.message() + System.lineSeparator() + "evidence: " + directory));
            });
        }
    }
}
