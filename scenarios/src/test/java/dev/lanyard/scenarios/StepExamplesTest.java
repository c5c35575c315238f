package dev.lanyard.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.evidence.Outcome;
import dev.lanyard.runner.run.Cancellation;
import dev.lanyard.runner.run.ProgressListener;
import dev.lanyard.runner.run.RunOptions;
import dev.lanyard.runner.run.RunPlan;
import dev.lanyard.runner.run.ScenarioResult;
import dev.lanyard.runner.run.ScenarioRunner;
import dev.lanyard.runner.scenario.Scenario;
import dev.lanyard.runner.step.Operator;
import dev.lanyard.runner.step.StepCatalogue;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.runner.value.Literals;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The example of every verb does what it says, on the emulated accessories as far as the verb concerns them. */
class StepExamplesTest {

    private static final List<AccessorySpec> ACCESSORIES =
            Stream.of("emulated:ecm", "emulated:ncm", "emulated:aware-pin").map(AccessorySpec::parse).toList();

    /** Verbs that the way to emulated accessories has no means for; they say so. */
    private static final Set<String> NOT_OVER_USB_IP = Set.of("usb.suspend");

    /** Says yes to everything. */
    private static final Operator AGREEABLE = (question, within) -> Optional.of("yes");

    @TempDir
    private static Path folder;

    private static List<ScenarioResult> results;

    @BeforeAll
    static void runEveryExample() throws Exception {
        Path scenarios = Files.createDirectory(folder.resolve("scenarios"));
        for (var step : StepCatalogue.standard().steps()) {
            Files.writeString(scenarios.resolve(step.verb().name() + Scenario.SUFFIX), scenario(step.verb()));
        }
        RunPlan plan = RunPlan.build(List.of(scenarios), ACCESSORIES,
                RunOptions.defaults(Path.of("../device-profiles")).withOperator(Optional.of(AGREEABLE)));
        results = new ScenarioRunner().run(plan, folder.resolve("run"), ProgressListener.none(), new Cancellation())
                .scenarios();
    }

    /** The example with what must come before it. */
    private static String scenario(Verb verb) {
        List<String> steps = new ArrayList<>(verb.after().steps());
        steps.addAll(List.of(verb.before()));
        steps.add(verb.example());
        return """
                scenario: %s
                needs: %s
                steps:
                %steardown:
                  - %s: {}
                """.formatted(verb.name(), verb.functions().length == 0 ? "{transport: wifi-aware}"
                        : Arrays.stream(verb.functions()).map(Literals::show)
                                .collect(Collectors.joining(", ", "{function: [", "]}")),
                steps.stream().map(step -> "- " + step.strip().indent(2).strip() + "\n").collect(Collectors.joining())
                        .indent(2), verb.functions().length == 0 ? "aware.disconnect" : "usb.detach");
    }

    @TestFactory
    Stream<DynamicTest> theExamplePasses() {
        return results.stream().map(result -> dynamicTest(result.planned().id(), () -> {
            boolean concerned = result.planned().notApplicable().isEmpty()
                    && !NOT_OVER_USB_IP.contains(result.planned().scenario().name());
            assertEquals(concerned ? Outcome.PASSED : Outcome.NOT_APPLICABLE, result.outcome(), result.message());
        }));
    }
}
