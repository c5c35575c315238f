package dev.lanyard.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.evidence.Outcome;
import dev.lanyard.runner.run.Cancellation;
import dev.lanyard.runner.run.ProgressListener;
import dev.lanyard.runner.run.RunOptions;
import dev.lanyard.runner.run.RunPlan;
import dev.lanyard.runner.run.RunResult;
import dev.lanyard.runner.run.ScenarioRunner;
import dev.lanyard.runner.scenario.Scenario;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How many scenarios a second run on the virtual air, with their evidence on disk and their rules judged. */
final class AirScenarios {

    private static final AccessorySpec ACCESSORY = AccessorySpec.parse("emulated:aware-pin");
    private static final int WARM_UP = 40;
    private static final int MEASURED = 400;

    private AirScenarios() {}

    static void run(Path home) throws Exception {
        report(home, "iphone-discovers", "discovery as an iPhone");
        report(home, "capabilities", "discovery, bootstrapping and pairing by PIN");
    }

    private static void report(Path home, String name, String what) throws Exception {
        Path folder = Files.createTempDirectory("lanyard-air-scenarios");
        try {
            timed(home, folder, name, WARM_UP);
            OperatingSystemMXBean machine = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
            long spent = machine.getProcessCpuTime();
            double seconds = timed(home, folder, name, MEASURED) / 1e9;
            double millis = (machine.getProcessCpuTime() - spent) / 1e6 / MEASURED;
            System.out.printf(Locale.ROOT, "virtual air: %.0f scenarios/s of %s (%s), %.1f ms of processors each with "
                    + "the reading of its file%n",
                    MEASURED / seconds, what, name, millis);
        } finally {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static long timed(Path home, Path folder, String name, int count) throws Exception {
        String text = Files.readString(home.resolve("scenarios/aware/" + name + Scenario.SUFFIX));
        Path scenarios = Files.createDirectories(folder.resolve("scenarios-" + count));
        for (int i = 0; i < count; i++) {
            Files.writeString(scenarios.resolve(name + "-" + i + Scenario.SUFFIX),
                    text.replaceFirst("(?m)^scenario: .*$", "scenario: " + name + "-" + i));
        }
        RunPlan plan = RunPlan.build(List.of(scenarios), List.of(ACCESSORY),
                RunOptions.defaults(home.resolve("device-profiles")));
        long began = System.nanoTime();
        RunResult result = new ScenarioRunner().run(plan, folder.resolve("run-" + count), ProgressListener.none(),
                new Cancellation());
        long took = System.nanoTime() - began;
        result.scenarios().stream().filter(one -> one.outcome() != Outcome.PASSED).findFirst().ifPresent(one -> {
            throw new IllegalStateException(one.planned().id() + " ended " + one.outcome() + ": " + one.message());
        });
        return took;
    }
}
