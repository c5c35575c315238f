package dev.lanyard.scenarios;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.evidence.Evidence;
import dev.lanyard.evidence.RunDirectory;
import dev.lanyard.rules.Catalogue;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Verdict;
import dev.lanyard.runner.run.Cancellation;
import dev.lanyard.runner.run.CatalogueJudge;
import dev.lanyard.runner.run.ProgressListener;
import dev.lanyard.runner.run.RunOptions;
import dev.lanyard.runner.run.RunPlan;
import dev.lanyard.runner.run.RunResult;
import dev.lanyard.runner.run.ScenarioResult;
import dev.lanyard.runner.run.ScenarioRunner;
import dev.lanyard.runner.scenario.Scenario;
import dev.lanyard.runner.scenario.ScenarioLoader;
import dev.lanyard.stubs.fault.Fault;
import dev.lanyard.stubs.fault.Faults;
import dev.lanyard.stubs.net.NetworkSettings.Addressing;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every fault on every function that can have it, on every compliance scenario that lists the fault's rule, judged by
 * the rules that the scenario lists: the fault's own rule is broken, and others only where the fault says so.
 *
 * <p>{@code -Dlanyard.faults=CDC-NOTIF-01,NET-UDP-01} tries those alone, on the scenarios that list them.
 */
class FaultMatrixTest {

    /** Rules that no fault breaks yet, and what is missing. The list may only shrink. */
    private static final Map<String, String> RULES_WITHOUT_FAULT = Map.of(
            "HOST-APPLE-10", "USB/IP has no message for suspend and resume",
            "LIFE-06", "an hour of traffic is needed, which no build has");

    /** Rules that a function breaks by being what it is: they need no fault, and fire with every fault. */
    private static final Map<Model, Map<String, String>> NATURE = Map.of(
            Model.ECM, Map.of("HOST-WIN-07", "Windows has no driver of its own for ECM"),
            Model.NCM, Map.of());

    private static final Path SCENARIOS = Path.of("compliance");

    /** Most of a scenario is waiting, so more run at once than there are processors: on so many accessories … */
    private static final int PARALLEL = 2 * Math.max(2, Runtime.getRuntime().availableProcessors());
    /** … each of so many scenarios, the longest of which have few accessories. */
    private static final int SCENARIOS_AT_ONCE = 3;

    private static final Set<Verdict.Kind> FIRES = EnumSet.of(Verdict.Kind.FAIL, Verdict.Kind.WARN);
    private static final Set<Verdict.Kind> JUDGED_KINDS =
            EnumSet.of(Verdict.Kind.PASS, Verdict.Kind.FAIL, Verdict.Kind.WARN);
    private static final List<String> RULES = Catalogue.standard().rules().stream().map(Rule::id).toList();

    /** The faults to try, when not all of them. */
    private static final Set<String> ONLY = Stream.of(System.getProperty("lanyard.faults", "").split(","))
            .map(String::strip).filter(id -> !id.isEmpty()).collect(Collectors.toCollection(TreeSet::new));

    /** The compliance scenarios, by their file's name. */
    private static final Map<String, Scenario> COMPLIANCE = new TreeMap<>();

    /** What was judged of each accessory, by its spec, with each scenario, by its file's name. */
    private static final Map<String, Map<String, Judged>> JUDGED = new ConcurrentSkipListMap<>();

    @TempDir
    private static Path directory;

    /** A fault on a function. */
    private record Cell(Fault fault, Model model) {

        AccessorySpec spec() {
            return clean(model, fault.addressing()).with(fault.id());
        }

        /** Whether {@code scenario} can show it. */
        boolean concerns(Scenario scenario) {
            return scenario.rules().contains(fault.id());
        }

        Set<String> collateral() {
            return fault.collateral().entrySet().stream().filter(e -> e.getValue().models().contains(model))
                    .map(Map.Entry::getKey).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** How far the scenario got, and what each rule that it lists says. */
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

        String tell() {
            return verdicts.values().stream().filter(verdict -> verdict.kind() != Verdict.Kind.PASS)
                    .map(verdict -> verdict.rule() + " is " + verdict.kind() + ": " + verdict.reason())
                    .collect(joining("; "))
                    + (message.isEmpty() ? "" : " (the scenario ended with: " + message + ")");
        }
    }

    private static AccessorySpec clean(Model model, Addressing addressing) {
        return new AccessorySpec("emulated", model.name().toLowerCase(Locale.ROOT) + Faults.suffix(addressing));
    }

    /** The faultless accessories. */
    private static List<AccessorySpec> clean() {
        return Stream.of(Addressing.values()).flatMap(addressing -> Stream.of(Model.values())
                .map(model -> clean(model, addressing))).toList();
    }

    private static List<Cell> cells() {
        return Faults.all().stream().filter(fault -> ONLY.isEmpty() || ONLY.contains(fault.id()))
                .flatMap(fault -> fault.models().stream().sorted().map(model -> new Cell(fault, model))).toList();
    }

    /** The cells whose fault {@code scenario} can show. */
    private static List<Cell> cells(Scenario scenario) {
        return cells().stream().filter(cell -> cell.concerns(scenario)).toList();
    }

    @BeforeAll
    static void runEverything() throws Exception {
        try (Stream<Path> files = Files.list(SCENARIOS)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".scenario.yaml")).sorted().toList()) {
                COMPLIANCE.put(file.getFileName().toString(), ScenarioLoader.standard().load(List.of(file)).getFirst());
            }
        }
        warmUp();
        try (ExecutorService pool = Executors.newFixedThreadPool(SCENARIOS_AT_ONCE)) {
            List<Callable<Void>> runs = COMPLIANCE.keySet().stream()
                    .sorted(Comparator.comparingInt((String file) -> -cells(COMPLIANCE.get(file)).size()))
                    .map(file -> (Callable<Void>) () -> run(file)).toList();
            for (Future<Void> run : pool.invokeAll(runs)) {
                run.get();
            }
        }
    }

    /** A process that still loads what it needs is late for an accessory's time limits, and for a dozen at once most. */
    private static void warmUp() throws Exception {
        RunPlan plan = RunPlan.build(List.of(SCENARIOS.resolve("first-contact.scenario.yaml")),
                Stream.of(Model.values()).map(model -> clean(model, Addressing.STATIC)).toList(),
                RunOptions.defaults(Path.of("../device-profiles")));
        new ScenarioRunner().run(plan, directory.resolve("warm-up"), ProgressListener.none(), new Cancellation());
    }

    /** Runs a scenario on the faultless accessories and on those whose fault it can show. */
    private static Void run(String file) throws Exception {
        List<Cell> cells = cells(COMPLIANCE.get(file));
        if (!ONLY.isEmpty() && cells.isEmpty()) {
            return null;
        }
        List<AccessorySpec> accessories = new ArrayList<>(clean());
        cells.forEach(cell -> accessories.add(cell.spec()));
        RunOptions options = RunOptions.defaults(Path.of("../device-profiles")).withParallel(PARALLEL);
        RunPlan plan = RunPlan.build(List.of(SCENARIOS.resolve(file)), accessories, options);
        RunResult result = new ScenarioRunner().run(plan, directory.resolve("run-" + file), ProgressListener.none(),
                new Cancellation());
        for (ScenarioResult one : result.scenarios()) {
            if (one.planned().notApplicable().isEmpty()) {
                JUDGED.computeIfAbsent(one.planned().accessory().toString(), spec -> new ConcurrentSkipListMap<>())
                        .put(file, judged(result, one));
            }
        }
        return null;
    }

    private static Judged judged(RunResult result, ScenarioResult scenario) throws IOException {
        Evidence evidence =
                Evidence.read(new RunDirectory(result.directory()).attempt(scenario.planned().id(), 1).path());
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        new CatalogueJudge().judge(scenario.planned().scenario().rules(), evidence, scenario.planned().profile())
                .forEach(verdict -> verdicts.put(verdict.rule(), verdict));
        Model model = scenario.planned().accessory().rest().startsWith("ecm") ? Model.ECM : Model.NCM;
        return new Judged(model, scenario.message(), verdicts);
    }

    @TestFactory
    Stream<DynamicTest> aFaultBreaksItsRuleAndNoOtherButThoseItDeclares() {
        return cells().stream().map(cell -> dynamicTest(cell.spec().toString(), () -> {
            String rule = cell.fault().id();
            assertTrue(RULES.contains(rule), () -> "no rule has the id of fault " + rule);
            assertFalse(judged(cell).isEmpty(), () -> "no compliance scenario that runs on " + cell.model()
                    + " lists " + rule);
            assertTrue(firing(cell).contains(rule), () -> "missed: " + tell(cell));
            Set<String> others = firing(cell);
            others.remove(rule);
            assertEquals(cell.collateral(), others, () -> "rules broken besides " + rule + ": " + tell(cell));
        }));
    }

    private static Map<String, Judged> judged(Cell cell) {
        return JUDGED.getOrDefault(cell.spec().toString(), Map.of());
    }

    private static Set<String> firing(Cell cell) {
        return judged(cell).values().stream().flatMap(judged -> judged.firing().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String tell(Cell cell) {
        return judged(cell).entrySet().stream().map(e -> e.getKey() + ": " + e.getValue().tell())
                .collect(joining("; "));
    }

    @TestFactory
    Stream<DynamicTest> withoutFaultsNothingIsBroken() {
        return clean().stream().flatMap(spec -> JUDGED.getOrDefault(spec.toString(), Map.of()).entrySet().stream()
                .map(one -> dynamicTest(spec + " " + one.getKey(), () -> {
                    Judged judged = one.getValue();
                    Set<String> nature = new TreeSet<>(NATURE.get(judged.model()).keySet());
                    nature.retainAll(judged.verdicts().keySet());
                    assertEquals("", judged.message(), judged::tell);
                    assertEquals(nature, judged.of(FIRES), judged::tell);
                })));
    }

    /** A rule that is listed where nothing shows it would only look as if it were tested. */
    @TestFactory
    Stream<DynamicTest> aScenarioListsOnlyRulesThatItShows() {
        return COMPLIANCE.entrySet().stream().filter(one -> ONLY.isEmpty()).map(one -> dynamicTest(one.getKey(), () -> {
            Set<String> unseen = new TreeSet<>(one.getValue().rules());
            JUDGED.values().stream().map(of -> of.get(one.getKey())).filter(Objects::nonNull)
                    .forEach(judged -> unseen.removeAll(judged.of(JUDGED_KINDS)));
            assertEquals(Set.of(), unseen, () -> clean().stream().map(spec -> JUDGED
                    .getOrDefault(spec.toString(), Map.of()).get(one.getKey())).filter(Objects::nonNull)
                    .map(Judged::tell)
                    .collect(joining("; ")));
        }));
    }

    /** Without evidence from a scenario a rule is never judged, however good its judge is. */
    @Test
    void everyRuleIsListedBySomeScenario() {
        Set<String> unlisted = new TreeSet<>(RULES);
        COMPLIANCE.values().forEach(scenario -> unlisted.removeAll(scenario.rules()));
        unlisted.removeAll(RULES_WITHOUT_FAULT.keySet());
        assertEquals(Set.of(), unlisted);
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
        long detected = cells.stream().filter(cell -> firing(cell).contains(cell.fault().id())).count();
        long collateral = cells.stream().mapToLong(cell -> firing(cell).size()).sum() - detected;
        System.out.printf(Locale.ROOT, "Fault matrix: %d faults, %d with their functions: %d detected, %d missed; "
                + "%d other rules broken with them; %d of %d rules have no fault%n", Faults.all().size(), cells.size(),
                detected, cells.size() - detected, collateral, RULES_WITHOUT_FAULT.size(), RULES.size());
    }
}
