package dev.lanyard.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lanyard.rules.Catalogue;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Rule;
import dev.lanyard.stubs.fault.Fault;
import dev.lanyard.stubs.fault.Faults;
import dev.lanyard.stubs.net.NetworkSettings.Addressing;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What the rules predict for Linux, compared with what Linux' own drivers did with the same accessory in the virtual lab
 * ({@code fixtures/virtual-lab/truth-table}). The fault matrix proves which rules a faulty accessory breaks; it is
 * predicted to fail on Linux when breaking one of these fails there ({@link Rule#failsOn}).
 *
 * <p>An accessory that is predicted to fail and was only attached, leased an address from and pinged, which went well, is
 * unknown: what it breaks may lie further on.
 */
class LinuxTruthTest {

    private static final Path TRUTH = Path.of("../fixtures/virtual-lab/truth");
    private static final String WORKS = "works";
    private static final String NOT_TRIED = "-";

    /** What Linux made of each accessory: {@code works}, or where it failed. */
    private static final Map<String, String> OBSERVED = column(TRUTH.resolve("linux.tsv"), 7);
    /** How many of the further uses went well, or {@code -} where none was tried. */
    private static final Map<String, String> USES = column(TRUTH.resolve("linux.tsv"), 6);
    /** Why Linux does otherwise than the rules predict. */
    private static final Map<String, String> EXPLAINED = column(TRUTH.resolve("explained.tsv"), 1);

    private static final Map<String, Set<String>> ACCESSORIES = accessories();

    /** The rules that break, by accessory; none for those without a fault. */
    private static Map<String, Set<String>> accessories() {
        Map<String, Set<String>> broken = new TreeMap<>();
        for (Model model : Model.values()) {
            String clean = "emulated:" + model.name().toLowerCase(Locale.ROOT);
            broken.put(clean, Set.of());
            for (Fault fault : Faults.all()) {
                if (fault.models().contains(model) && fault.addressing() == Addressing.STATIC) {
                    Set<String> rules = new TreeSet<>(Set.of(fault.id()));
                    fault.collateral().forEach((rule, collateral) -> {
                        if (collateral.models().contains(model)) {
                            rules.add(rule);
                        }
                    });
                    broken.put(clean + "+" + fault.id(), rules);
                }
            }
        }
        return broken;
    }

    private static boolean predictedToWork(String accessory, Set<String> broken) {
        return deciding(accessory, broken).isEmpty();
    }

    private static List<String> deciding(String accessory, Set<String> broken) {
        return broken.stream().map(Catalogue.standard()::require)
                .filter(rule -> rule.failsOn(HostPlatform.LINUX, other -> isKept(other, accessory, broken)))
                .map(Rule::id).toList();
    }

    /** A rule that applies to such accessories, since another breaks it, and is none of those that this one breaks. */
    private static boolean isKept(String rule, String accessory, Set<String> broken) {
        return !broken.contains(rule) && ACCESSORIES.containsKey(accessory.replaceFirst("[+].*", "") + "+" + rule);
    }

    /** Whether what was tried of an accessory does not reach what is predicted, and nobody says why it would not. */
    private static boolean isUnknown(String accessory, Set<String> broken) {
        return !OBSERVED.containsKey(accessory) || !EXPLAINED.containsKey(accessory)
                && USES.get(accessory).equals(NOT_TRIED) && OBSERVED.get(accessory).equals(WORKS)
                && !predictedToWork(accessory, broken);
    }

    private static Map<String, String> column(Path file, int column) {
        Map<String, String> values = new TreeMap<>();
        try {
            for (String line : Files.readAllLines(file)) {
                String[] fields = line.split("\t");
                if (!line.startsWith("#") && fields.length > column) {
                    values.put(fields[0], fields[column]);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return values;
    }

    @TestFactory
    Stream<DynamicTest> linuxDoesWhatTheRulesPredictOrItIsExplained() {
        return OBSERVED.entrySet().stream().map(row -> dynamicTest(row.getKey(), () -> {
            Set<String> broken = ACCESSORIES.get(row.getKey());
            assertTrue(broken != null, "there is no such accessory any more; regenerate the table");
            boolean agrees = predictedToWork(row.getKey(), broken) == row.getValue().equals(WORKS)
                    || isUnknown(row.getKey(), broken);
            assertEquals(agrees, !EXPLAINED.containsKey(row.getKey()), () -> "Linux: " + row.getValue()
                    + "; predicted to " + (predictedToWork(row.getKey(), broken) ? "work"
                    : "fail by " + deciding(row.getKey(), broken))
                    + (agrees ? ", so nothing is to be explained" : "; correct the rule, the fault or the prediction, or "
                    + "explain it in explained.tsv"));
        }));
    }

    @Test
    void whatIsExplainedWasObserved() {
        Set<String> stray = new TreeSet<>(EXPLAINED.keySet());
        stray.removeAll(OBSERVED.keySet());
        assertEquals(Set.of(), stray);
        EXPLAINED.forEach((accessory, reason) -> assertTrue(reason.length() > 20, accessory));
    }

    /** What a rule says that Linux bears, Linux was seen to bear. */
    @Test
    void whatLinuxBearsWasSeen() {
        Set<String> unseen = Catalogue.standard().rules().stream()
                .filter(rule -> rule.tolerated().containsKey(HostPlatform.LINUX)).map(Rule::id)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> tried = new TreeSet<>();
        OBSERVED.forEach((accessory, outcome) -> {
            tried.addAll(ACCESSORIES.getOrDefault(accessory, Set.of()));
            if (outcome.equals(WORKS)) {
                unseen.removeAll(ACCESSORIES.getOrDefault(accessory, Set.of()));
            }
        });
        unseen.retainAll(tried);
        assertEquals(Set.of(), unseen);
    }

    @Test
    void theAccessoriesWithoutFaultsWork() {
        assertEquals(WORKS, OBSERVED.get("emulated:ecm"));
        assertEquals(WORKS, OBSERVED.get("emulated:ncm"));
    }

    @AfterAll
    static void tellFigures() {
        long unknown = ACCESSORIES.entrySet().stream().filter(one -> isUnknown(one.getKey(), one.getValue())).count();
        System.out.printf(Locale.ROOT, "Linux truth table: %d agree, %d disagree and are explained, %d unknown%n",
                ACCESSORIES.size() - EXPLAINED.size() - unknown, EXPLAINED.size(), unknown);
    }
}
