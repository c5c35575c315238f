package dev.lanyard.rules;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A verdict on one attempt, and whether the scenario set out to make evidence for its rule.
 *
 * @param asked the scenario names the rule; otherwise the rule was judged on what the attempt happened to show
 */
public record Judgement(Verdict verdict, boolean asked) {

    /** What was seen once is not undone by an attempt that saw nothing; what one attempt missed leaves a pass open. */
    private static final List<Verdict.Kind> FROM_BEST = List.of(Verdict.Kind.NOT_APPLICABLE, Verdict.Kind.PASS,
            Verdict.Kind.UNEXPECTED_PASS, Verdict.Kind.INCONCLUSIVE, Verdict.Kind.KNOWN_ISSUE, Verdict.Kind.WARN, Verdict.Kind.FAIL);
    private static final Comparator<Judgement> BADNESS =
            Comparator.comparingInt(judgement -> FROM_BEST.indexOf(judgement.verdict().kind()));

    /** Whether this says nothing only because nobody tried: such a judgement counts only where there is no other. */
    public boolean isIncidentalBlank() {
        return !asked && verdict.kind() == Verdict.Kind.INCONCLUSIVE;
    }

    /**
     * The judgement of {@code ofOneRule} that stands for all: the worst one, and of equals the first.
     *
     * @throws java.util.NoSuchElementException when there is none
     */
    public static Judgement worst(Collection<Judgement> ofOneRule) {
        List<Judgement> telling = ofOneRule.stream().filter(judgement -> !judgement.isIncidentalBlank()).toList();
        return (telling.isEmpty() ? ofOneRule : telling).stream()
                .reduce((a, b) -> BADNESS.compare(a, b) >= 0 ? a : b).orElseThrow();
    }

    /** One verdict for each rule, in the order in which the rules first come. */
    public static List<Verdict> worstByRule(Collection<Judgement> all) {
        Map<String, List<Judgement>> byRule = all.stream().collect(Collectors.groupingBy(
                judgement -> judgement.verdict().rule(), LinkedHashMap::new, Collectors.toList()));
        return byRule.values().stream().map(Judgement::worst).map(Judgement::verdict).toList();
    }
}
