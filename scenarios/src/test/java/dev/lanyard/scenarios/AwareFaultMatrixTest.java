package dev.lanyard.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.evidence.Outcome;
import dev.lanyard.rules.Catalogue;
import dev.lanyard.rules.Judgement;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Verdict;
import dev.lanyard.runner.run.Cancellation;
import dev.lanyard.runner.run.ProgressListener;
import dev.lanyard.runner.run.RunOptions;
import dev.lanyard.runner.run.RunPlan;
import dev.lanyard.runner.run.ScenarioResult;
import dev.lanyard.runner.run.ScenarioRunner;
import dev.lanyard.stubs.aware.AwareFaults;
import dev.lanyard.stubs.aware.AwareModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every fault of an emulated Wi-Fi Aware device, on every scenario that lists its rule: that rule fires, and others only
 * where the fault says so. Devices without fault run all scenarios, and nothing fires.
 *
 * <p>{@code -Dlanyard.faults=NAN-SDF-07} tries those faults alone.
 */
class AwareFaultMatrixTest {

    private static final Path SCENARIOS = Path.of("aware");
    /** Rules that a device breaks by being what it is: they need no fault, and fire with every fault. */
    private static final Map<AwareModel, Set<String>> NATURE = Map.of(
            // iOS pairs before it opens a data path, and these do not pair.
            AwareModel.PASSPHRASE, Set.of("NAN-DCEA-01", "NAN-NPBA-01", "NAN-CSIA-02"),
            AwareModel.OPEN, Set.of("NAN-SDEA-02"),
            // It has neither screen nor keypad.
            AwareModel.OPPORTUNISTIC, Set.of("NAN-NPBA-09"));

    /** Rules that no scenario lists yet, and what is missing. The list may only shrink. */
    private static final Map<String, String> RULES_WITHOUT_SCENARIO = Map.of(
            "NAN-APP-03", "compares two declarations of the profile; nothing on the air shows it",
            "NAN-BCN-14", "no emulated device protects its beacons",
            "NAN-NPBA-06", "no emulated device asks for bootstrapping and is told to come back",
            "NAN-PAIR-22", "no emulated device begins PASN by itself",
            "NAN-SEC-01", "no emulated device asks for a data path by itself",
            "NAN-SEC-10", "the frames after a secured path are encrypted under the pairing, or open by another service",
            "NAN-USD-04", "no emulated device does unsynchronised discovery in this suite");

    private static final Set<String> ONLY = Stream.of(System.getProperty("lanyard.faults", "").split(","))
            .filter(rule -> !rule.isEmpty()).collect(Collectors.toSet());

    /** Rules that no emulated device breaks, and why. */
    private static final Map<String, String> RULES_WITHOUT_FAULT = Map.of(
            "NAN-APP-03", "compares what a profile declares; nothing of it is on the air",
            "NAN-BCN-14", "emulated devices do not protect their beacons, so clean ones would not show it",
            "NAN-PAIR-08", "a code that is wrong leaves the harness without the key by which to check it; defect capture",
            "NAN-SDF-02", "judged on services whose name is declared; those of emulated devices have no capitals",
            "NAN-SDF-10", "judged on the declared name; that of emulated devices is one that iOS knows",
            "NAN-SDF-11", "judged where Android 11 is declared; emulated devices declare Android 12",
            "NAN-USD-04", "takes an access point, which the virtual air has not");

    @TempDir
    private static Path directory;

    private static List<AwareFaults.Fault> faults;
    private static List<ScenarioResult> results;

    @BeforeAll
    static void run() throws Exception {
        faults = AwareFaults.all().stream().filter(fault -> ONLY.isEmpty() || ONLY.contains(fault.rule())).toList();
        List<AccessorySpec> accessories = new ArrayList<>();
        Arrays.stream(AwareModel.values())
                .forEach(model -> accessories.add(clean(model)));
        RunPlan plan = RunPlan.build(List.of(SCENARIOS), accessories, RunOptions.defaults(Path.of("../device-profiles")));
        results = new ArrayList<>(run(plan, "clean"));
        // A device with a fault runs the scenarios that list its rule, and no others.
        for (Path file : plan.scenarios().stream().map(planned -> planned.scenario().file()).distinct().toList()) {
            List<AccessorySpec> faulty = faults.stream().filter(fault -> plan.scenarios().stream().anyMatch(planned ->
                    planned.scenario().file().equals(file) && planned.scenario().rules().contains(fault.rule())))
                    .map(fault -> clean(fault.model()).with(fault.rule())).toList();
            if (!faulty.isEmpty()) {
                results.addAll(run(RunPlan.build(List.of(file), faulty,
                        RunOptions.defaults(Path.of("../device-profiles"))), file.getFileName().toString()));
            }
        }
    }

    private static List<ScenarioResult> run(RunPlan plan, String folder) throws Exception {
        return new ScenarioRunner().run(plan, directory.resolve(folder), ProgressListener.none(), new Cancellation())
                .scenarios();
    }

    private static AccessorySpec clean(AwareModel model) {
        return new AccessorySpec("emulated", model.rest());
    }

    private static Set<String> of(ScenarioResult result, Set<Verdict.Kind> kinds) {
        return result.judgements().stream().map(Judgement::verdict).filter(one -> kinds.contains(one.kind()))
                .map(Verdict::rule).collect(Collectors.toCollection(TreeSet::new));
    }

    @TestFactory
    Stream<DynamicTest> devicesWithoutFaultKeepAllRules() {
        return results.stream().filter(result -> result.planned().accessory().equals(
                result.planned().accessory().withoutVariant())).map(result ->
                dynamicTest(result.planned().id(), () -> {
                    boolean concerned = result.planned().notApplicable().isEmpty();
                    Set<String> kept = new TreeSet<>(result.planned().scenario().rules());
                    boolean allOfThem = !kept.removeAll(nature(result));
                    if (allOfThem || !concerned) {
                        assertEquals(concerned ? Outcome.PASSED : Outcome.NOT_APPLICABLE, result.outcome(),
                                result.message());
                    }
                    if (concerned) {
                        Set<String> broken = nature(result);
                        broken.retainAll(result.planned().scenario().rules());
                        assertEquals(broken, of(result, Set.of(Verdict.Kind.FAIL, Verdict.Kind.WARN)));
                        assertEquals(kept,
                                of(result, Set.of(Verdict.Kind.PASS)), () -> result.judgements().toString());
                    }
                }));
    }

    @Test
    void everyRuleHasAFaultOrAReason() {
        Set<String> expected = Catalogue.aware().rules().stream().map(Rule::id)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> covered = AwareFaults.all().stream().map(AwareFaults.Fault::rule)
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(RULES_WITHOUT_FAULT.keySet().stream().noneMatch(covered::contains), () -> covered.toString());
        covered.addAll(RULES_WITHOUT_FAULT.keySet());
        assertEquals(expected, covered);
    }

    private static Set<String> nature(ScenarioResult result) {
        return NATURE.entrySet().stream().filter(one -> clean(one.getKey()).equals(
                result.planned().accessory().withoutVariant())).flatMap(one -> one.getValue().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Without evidence from a scenario a rule is never judged in a live run, however good its judge is. */
    @Test
    void everyRuleOfTheAirIsListedBySomeScenario() {
        Set<String> unlisted = Catalogue.aware().rules().stream().map(Rule::id)
                .collect(Collectors.toCollection(TreeSet::new));
        results.forEach(result -> unlisted.removeAll(result.planned().scenario().rules()));
        unlisted.removeAll(RULES_WITHOUT_SCENARIO.keySet());
        assertEquals(Set.of(), unlisted);
    }

    @TestFactory
    Stream<DynamicTest> everyFaultIsFoundAndNoOther() {
        return faults.stream().map(fault -> dynamicTest(fault.rule(), () -> {
            List<ScenarioResult> concerned = results.stream().filter(result -> result.planned().accessory().equals(
                    clean(fault.model()).with(fault.rule())) && result.planned().notApplicable().isEmpty()
                    && result.planned().scenario().rules().contains(fault.rule())).toList();
            assertFalse(concerned.isEmpty(), "no scenario in aware/ lists " + fault.rule());
            for (ScenarioResult result : concerned) {
                Set<String> firing = of(result, Set.of(Verdict.Kind.FAIL, Verdict.Kind.WARN));
                assertTrue(firing.contains(fault.rule()), () -> result.planned().id() + ": " + result.message() + " "
                        + result.judgements());
                firing.remove(fault.rule());
                firing.removeAll(fault.collateral());
                firing.removeAll(nature(result));
                assertEquals(Set.of(), firing, () -> result.planned().id() + ": " + result.judgements());
            }
        }));
    }

    @Test
    void lintFindsNothingInTheirCaptures() throws Exception {
        assertEquals(Map.of(), AirCaptures.of(directory.resolve("clean")).broken());
    }

    @Test
    void tsharkDissectsTheirCaptures() throws Exception {
        Optional<List<String>> complaints = AirCaptures.of(directory.resolve("clean")).complaintsOfTshark(directory);
        assumeTrue(complaints.isPresent(), "tshark is not installed");
        assertEquals(List.of(), complaints.get());
    }
}
