package dev.lanyard.reports.run;

import dev.lanyard.evidence.RunEvent;
import dev.lanyard.reports.run.StoredRun.StoredAttempt;
import dev.lanyard.reports.run.StoredRun.StoredScenario;
import dev.lanyard.rules.Catalogue;
import dev.lanyard.rules.HostMatrix;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Judgement;
import dev.lanyard.rules.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a run says of one accessory under one profile.
 *
 * @param declared what the profile declared, where the log tells
 * @param matrix   what its verdicts mean for each host platform
 * @param rules    every judged rule by its id, also those of no catalogue
 */
public record AccessoryRun(String accessory, String profile, Optional<RunEvent.AccessoryDeclared> declared,
                           List<StoredScenario> scenarios, HostMatrix matrix, Map<String, JudgedRule> rules) {

    public AccessoryRun {
        scenarios = List.copyOf(scenarios);
    }

    /** A verdict in its place. */
    public record Judged(StoredScenario scenario, StoredAttempt attempt, Verdict verdict) {

        Judgement judgement() {
            List<String> asked = scenario.started().rules();
            return new Judgement(verdict, asked == null || asked.contains(verdict.rule()));
        }
    }

    /**
     * A rule over all attempts on the accessory.
     *
     * @param worst  the verdict that stands for all
     * @param counts how often each kind was given
     * @param judged in the order of the log
     */
    public record JudgedRule(String id, Verdict worst, Map<Verdict.Kind, Integer> counts, List<Judged> judged) {

        public JudgedRule {
            judged = List.copyOf(judged);
        }

        /** Where the worst kind of verdict was given. */
        public List<Judged> showing() {
            return judged.stream().filter(one -> one.verdict().kind() == worst.kind()).toList();
        }

        /** Whether attempts of one scenario disagree: broken in some, kept in others. */
        public boolean isFlaky() {
            Map<StoredScenario, Set<Boolean>> keptBy = new IdentityHashMap<>();
            judged.forEach(one -> {
                switch (one.verdict().kind()) {
                    case FAIL, WARN -> keptBy.computeIfAbsent(one.scenario(), _ -> new HashSet<>()).add(false);
                    case PASS, UNEXPECTED_PASS -> keptBy.computeIfAbsent(one.scenario(), _ -> new HashSet<>()).add(true);
                    case NOT_APPLICABLE, KNOWN_ISSUE, INCONCLUSIVE -> { }
                }
            });
            return keptBy.values().stream().anyMatch(kept -> kept.size() > 1);
        }
    }

    /** The accessories of {@code run} in the order in which they first ran. */
    public static List<AccessoryRun> of(StoredRun run) {
        record Key(String accessory, String profile) {}
        Map<Key, List<StoredScenario>> byAccessory = new LinkedHashMap<>();
        for (StoredScenario scenario : run.scenarios()) {
            byAccessory.computeIfAbsent(new Key("" + scenario.started().accessory(), "" + scenario.started().profile()),
                    _ -> new ArrayList<>()).add(scenario);
        }
        List<AccessoryRun> accessories = new ArrayList<>();
        byAccessory.forEach((key, scenarios) -> {
            List<Judgement> judgements = judged(scenarios).map(Judged::judgement).toList();
            List<String> ids = judgements.stream().map(j -> j.verdict().rule()).distinct().toList();
            Optional<RunEvent.AccessoryDeclared> declared = run.declared().stream()
                    .filter(d -> key.accessory().equals(d.accessory()) && key.profile().equals(d.profile())).findFirst();
            boolean aware = declared.filter(d -> "wifi-aware".equals(d.declared().get("transport"))).isPresent();
            HostMatrix matrix = HostMatrix.of(Catalogue.concerning(ids, aware), Judgement.worstByRule(judgements));
            accessories.add(new AccessoryRun(key.accessory(), key.profile(), declared, scenarios, matrix,
                    rules(scenarios)));
        });
        return accessories;
    }

    /** The host platforms that one of the accessories concerns, in their order. */
    public static List<HostPlatform> hosts(Collection<AccessoryRun> accessories) {
        return accessories.stream().flatMap(accessory -> accessory.matrix().hosts().stream()).distinct().sorted().toList();
    }

    private static Stream<Judged> judged(List<StoredScenario> scenarios) {
        return scenarios.stream().flatMap(scenario -> scenario.attempts().stream().flatMap(attempt ->
                attempt.verdicts().stream().map(verdict -> new Judged(scenario, attempt, verdict))));
    }

    private static Map<String, JudgedRule> rules(List<StoredScenario> scenarios) {
        Map<String, List<Judged>> byRule = new TreeMap<>();
        judged(scenarios).forEach(one -> byRule.computeIfAbsent(one.verdict().rule(), _ -> new ArrayList<>()).add(one));
        Map<String, JudgedRule> rules = new TreeMap<>();
        byRule.forEach((id, judged) -> {
            Map<Verdict.Kind, Integer> counts = new EnumMap<>(Verdict.Kind.class);
            judged.forEach(one -> counts.merge(one.verdict().kind(), 1, Integer::sum));
            rules.put(id, new JudgedRule(id,
                    Judgement.worst(judged.stream().map(Judged::judgement).toList()).verdict(), counts, judged));
        });
        return rules;
    }
}
