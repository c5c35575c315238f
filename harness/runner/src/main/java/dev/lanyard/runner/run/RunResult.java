package dev.lanyard.runner.run;

import java.nio.file.Path;
import java.util.List;

/** How a run ended; {@code directory} holds its log and evidence. */
public record RunResult(ExitCode exitCode, Path directory, List<ScenarioResult> scenarios) {

    public RunResult {
        scenarios = List.copyOf(scenarios);
    }
}
