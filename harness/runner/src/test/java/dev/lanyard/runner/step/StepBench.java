package dev.lanyard.runner.step;

import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.evidence.RunDirectory;
import dev.lanyard.evidence.RunEvent;
import dev.lanyard.evidence.RunLog;
import dev.lanyard.runner.run.Cancellation;
import dev.lanyard.runner.run.ProgressListener;
import dev.lanyard.runner.run.RunOptions;
import dev.lanyard.runner.run.RunPlan;
import dev.lanyard.runner.run.RunResult;
import dev.lanyard.runner.run.ScenarioRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Runs the steps of a scenario that a test spells out, on an accessory that speaks. */
public final class StepBench {

    private static final Path PROFILES = Path.of("../../device-profiles").toAbsolutePath().normalize();

    private final Path folder;
    private int runs;

    public StepBench(Path folder) {
        this.folder = folder;
    }

    /** How a scenario of one attempt ended. */
    public record Report(RunResult result, List<RunEvent.StepFinished> steps) {

        public String message() {
            return result.scenarios().getFirst().message();
        }

        public RunEvent.StepFinished last() {
            return steps.getLast();
        }
    }

    /** Runs {@code steps} (the lines below {@code steps:}) on {@code accessory} with the profile that names it. */
    public Report run(String accessory, String steps) throws Exception {
        return run(accessory, Optional.empty(), steps, ProgressListener.none());
    }

    /** As {@link #run(String, String)}, with a profile of {@code device-profiles}. */
    public Report run(String accessory, Optional<String> profile, String steps, ProgressListener listener)
            throws Exception {
        Path file = folder.resolve("s" + ++runs + ".scenario.yaml");
        Files.writeString(file, "scenario: s\nsteps:\n" + steps.indent(2));
        RunOptions options = RunOptions.defaults(PROFILES).withProfile(profile.map(PROFILES::resolve));
        RunPlan plan = RunPlan.build(List.of(file), List.of(AccessorySpec.parse(accessory)), options);
        Path out = folder.resolve("out" + runs);
        RunResult result = new ScenarioRunner().run(plan, out, listener, new Cancellation());
        return new Report(result, steps(out));
    }

    private static List<RunEvent.StepFinished> steps(Path out) throws IOException {
        return RunLog.read(new RunDirectory(out)).events().stream()
                .filter(RunEvent.StepFinished.class::isInstance).map(RunEvent.StepFinished.class::cast).toList();
    }
}
