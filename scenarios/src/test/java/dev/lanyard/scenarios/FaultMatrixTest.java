package dev.lanyard.scenarios;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.evidence.Evidence;
import dev.lanyard.evidence.RunDirectory;
import dev.lanyard.rules.Catalogue;
import dev.lanyard.rules.Declarations;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Verdict;
import dev.lanyard.runner.run.Cancellation;
import dev.lanyard.runner.run.ProgressListener;
import dev.lanyard.runner.run.RunOptions;
import dev.lanyard.runner.run.RunPlan;
import dev.lanyard.runner.run.RunResult;
import dev.lanyard.runner.run.ScenarioResult;
import dev.lanyard.runner.run.ScenarioRunner;
import dev.lanyard.stubs.fault.Fault;
import dev.lanyard.stubs.fault.Faults;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every fault on every function that can have it, judged by every rule: the fault's own rule is broken, and others only
 * where the fault says so.
 */
class FaultMatrixTest {

    /** Rules that no fault breaks yet, and what is missing. The list may only shrink. */
    private static final Map<String, String> RULES_WITHOUT_FAULT = Map.of(
            "CDC-NOTIF-10", "no step listens for a second in alternate setting 0",
            "ECM-DATA-05", "no step reads the bulk IN endpoint in alternate setting 0",
            "NCM-REQ-02", "no step asks for the parameters with another wLength");

    /** Rules that a function breaks by being what it is: they need no fault, and fire with every fault. */
    private static final Map<Model, Map<String, String>> NATURE = Map.of(
            Model.ECM, Map.of("HOST-WIN-07", "Windows has no driver of its own for ECM"),
            Model.NCM, Map.of());

    private static final Set<Verdict.Kind> FIRES = EnumSet.of(Verdict.Kind.FAIL, Verdict.Kind.WARN);
    private static final List<String> RULES = Catalogue.standard().rules().stream().map(Rule::id).toList();

    /** What was judged of each accessory, by its spec. */
    private static final Map<String, Judged> JUDGED = new TreeMap<>();

    /** The rules that the scenario lists. */
    private static List<String> listed;

    @TempDir
    private static Path directory;

    /** A fault on a function. */
    private record Cell(Fault fault, Model model) {

        AccessorySpec spec() {
            return clean(model).with(fault.id());
        }

        Set<String> collateral() {
            return fault.collateral().entrySet().stream().filter(e -> e.getValue().models().contains(model))
                    .map(Map.Entry::getKey).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** How far the scenario got, and what each rule says. */
    private record Judged(Model model, String message, Map<String, Verdict> verdicts) {

        Set<String> firing() {
            Set<String> firing = of(FIRES);
            firing.removeAll(NATURE.get(model).keySet());
            return firing;
        }

        Set<String> of(Set<Verdict.Kind> kinds) {
            return verdicts.values().stream().filter(verdict -> kinds.contains(verdict.kind())).map(Verdict::rule)
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        String tell(Set<String> rules) {
            return rules.stream().map(rule -> rule + " is " + verdicts.get(rule).kind() + ": "
                    + verdicts.get(rule).reason()).collect(joining("; "))
                    + (message.isEmpty() ? "" : " (the scenario ended with: " + message + ")");
        }
    }

    private static AccessorySpec clean(Model model) {
        return new AccessorySpec("emulated", model.name().toLowerCase(Locale.ROOT));
    }

    private static List<Cell> cells() {
        return Faults.all().stream()
                .flatMap(fault -> fault.models().stream().sorted().map(model -> new Cell(fault, model))).toList();
    }

    @BeforeAll
    static void runEverything() throws Exception {
        List<AccessorySpec> accessories = new ArrayList<>(Stream.of(Model.values()).map(FaultMatrixTest::clean).toList());
        cells().forEach(cell -> accessories.add(cell.spec()));
        RunPlan plan = RunPlan.build(List.of(Path.of("compliance/first-contact.scenario.yaml")), accessories,
                RunOptions.defaults(Path.of("../device-profiles")));
        RunResult result = new ScenarioRunner().run(plan, directory.resolve("run"), ProgressListener.none(),
                new Cancellation());
        for (ScenarioResult scenario : result.scenarios()) {
            JUDGED.put(scenario.planned().accessory().toString(), judged(result, scenario));
        }
        listed = List.copyOf(plan.scenarios().getFirst().scenario().rules());
    }

    private static Judged judged(RunResult result, ScenarioResult scenario) throws IOException {
        Evidence evidence =
                Evidence.read(new RunDirectory(result.directory()).attempt(scenario.planned().id(), 1).path());
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        Catalogue.standard().judge(RULES, evidence, Declarations.NONE)
                .forEach(verdict -> verdicts.put(verdict.rule(), verdict));
        Model model = scenario.planned().accessory().rest().startsWith("ecm") ? Model.ECM : Model.NCM;
        return new Judged(model, scenario.message(), verdicts);
    }

    @TestFactory
    Stream<DynamicTest> aFaultBreaksItsRuleAndNoOtherButThoseItDeclares() {
        return cells().stream().map(cell -> dynamicTest(cell.spec().toString(), () -> {
            Judged judged = JUDGED.get(cell.spec().toString());
            String rule = cell.fault().id();
            assertTrue(RULES.contains(rule), () -> "no rule has the id of fault " + rule);
            assertTrue(judged.firing().contains(rule), () -> "missed: " + judged.tell(Set.of(rule)));
            Set<String> others = judged.firing();
            others.remove(rule);
            assertEquals(cell.collateral(), others, () -> "rules broken besides " + rule + ": " + judged.tell(others));
        }));
    }

    @TestFactory
    Stream<DynamicTest> withoutFaultsNothingIsBroken() {
        return Stream.of(Model.values()).map(model -> dynamicTest(clean(model).toString(), () -> {
            Judged judged = JUDGED.get(clean(model).toString());
            assertEquals("", judged.message());
            assertEquals(NATURE.get(model).keySet(), judged.of(FIRES), () -> judged.tell(judged.of(FIRES)));
        }));
    }

    @Test
    void theScenarioListsEveryRuleThatItShowsAndNoOther() {
        Set<String> unseen = JUDGED.get(clean(Model.ECM).toString()).of(EnumSet.of(Verdict.Kind.INCONCLUSIVE));
        unseen.addAll(JUDGED.get(clean(Model.NCM).toString()).of(EnumSet.of(Verdict.Kind.INCONCLUSIVE)));
        assertEquals(RULES.stream().filter(rule -> !unseen.contains(rule)).toList(), listed);
    }

    @Test
    void everyRuleHasAFault() {
        Set<String> without = new TreeSet<>(RULES);
        Faults.all().forEach(fault -> without.remove(fault.id()));
        NATURE.values().forEach(rules -> without.removeAll(rules.keySet()));
        assertEquals(new TreeSet<>(RULES_WITHOUT_FAULT.keySet()), without);
    }

    @Test
    void everyCollateralHasAReason() {
        for (Fault fault : Faults.all()) {
            fault.collateral().forEach((rule, collateral) -> {
                assertTrue(RULES.contains(rule), () -> fault.id() + " declares the unknown rule " + rule);
                assertTrue(collateral.reason().length() > 20, () -> fault.id() + " gives no reason for " + rule);
                assertTrue(fault.models().containsAll(collateral.models()), fault.id());
            });
        }
    }

    @AfterAll
    static void tellCounts() {
        List<Cell> cells = cells();
        long detected = cells.stream().filter(cell -> seen(cell).contains(cell.fault().id())).count();
        long collateral = cells.stream().mapToLong(cell -> seen(cell).size()).sum() - detected;
        System.out.printf(Locale.ROOT, "Fault matrix: %d faults, %d with their functions: %d detected, %d missed; "
                + "%d other rules broken with them; %d of %d rules have no fault%n", Faults.all().size(), cells.size(),
                detected, cells.size() - detected, collateral, RULES_WITHOUT_FAULT.size(), RULES.size());
    }

    private static Set<String> seen(Cell cell) {
        return Optional.ofNullable(JUDGED.get(cell.spec().toString())).map(Judged::firing).orElse(Set.of());
    }
}
