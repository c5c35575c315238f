package dev.lanyard.runner.run;

import java.io.IOException;
import java.nio.file.Path;

/** Runs plans. */
public final class ScenarioRunner {

    /**
     * Runs {@code plan} and leaves the run's log and evidence in {@code directory}, which must not hold a run yet.
     *
     * @throws IOException when the log or the evidence cannot be written
     */
    public RunResult run(RunPlan plan, Path directory, ProgressListener listener, Cancellation cancellation)
            throws IOException, InterruptedException {
        throw new UnsupportedOperationException();
    }
}
