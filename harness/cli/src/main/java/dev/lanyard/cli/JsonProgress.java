package dev.lanyard.cli;

import dev.lanyard.evidence.RunDirectory;
import dev.lanyard.evidence.RunEvent;
import dev.lanyard.evidence.RunLog;
import dev.lanyard.runner.run.ExitCode;
import dev.lanyard.runner.run.ProgressListener;
import dev.lanyard.runner.run.RunPlan;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A run as lines of JSON: {@code run-planned}, {@code step-started}, every event as in the run's log, and in the end
 * {@code reported} with the exit code and the places of report and evidence.
 */
final class JsonProgress implements ProgressListener {

    private final PrintWriter out;

    JsonProgress(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void planned(RunPlan plan) {
        line(fields("run-planned", "scenarios", plan.scenarios().size()));
    }

    @Override
    public void stepStarted(String scenario, int attempt, String step, String verb) {
        line(fields("step-started", "scenario", scenario, "attempt", attempt, "step", step, "verb", verb));
    }

    @Override
    public void event(RunEvent event) {
        line(RunLog.json(event));
    }

    void reported(ExitCode code, Path directory) {
        RunDirectory run = new RunDirectory(directory);
        line(fields("reported", "exitCode", code.code(), "report",
                Files.exists(run.reportHtml()) ? run.reportHtml().toString() : "", "evidence",
                run.evidence().toString()));
    }

    private static String fields(String kind, Object... pairs) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("kind", kind);
        for (int i = 0; i < pairs.length; i += 2) {
            fields.put((String) pairs[i], pairs[i + 1]);
        }
        return TerminalJson.LINE.writeValueAsString(fields);
    }

    private synchronized void line(String json) {
        out.println(json);
        out.flush();
    }
}
