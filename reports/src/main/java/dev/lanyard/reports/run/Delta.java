package dev.lanyard.reports.run;

import dev.lanyard.evidence.Outcome;
import dev.lanyard.reports.run.StoredRun.StoredScenario;
import dev.lanyard.rules.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a run differs from an earlier one, its baseline.
 *
 * @param baseline when that began
 * @param unknown  accessories that it does not have
 */
public record Delta(Instant baseline, List<Change> changes, List<String> unknown) {

    private static final int NAMED = 20;

    public Delta {
        changes = List.copyOf(changes);
        unknown = List.copyOf(unknown);
    }

    /** In what way something changed. */
    public enum Kind {
        /** Broken now, and was not before; or now counts and was only advice or declared as a known issue. */
        NEW("new"),
        /** Was broken, declared as a known issue or not, and is kept now. */
        FIXED("fixed"),
        /** Attempts of this run disagree. */
        FLAKY("flaky"),
        /** Was judged before, and cannot be judged now, or was not looked at. */
        BLIND("no longer seen");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /**
     * A rule or a scenario that changed.
     *
     * @param subject the rule's id or the scenario's name
     * @param before  its verdict or outcome then; "not judged" where there was none
     * @param reason  the sentence that goes with the verdict of now
     */
    public record Change(Kind kind, String accessory, String subject, String before, String now, String reason) {}

    /** The changes in a few lines, as {@code 2 new: NAN-DCEA-01, pin-to-echo}; never empty. */
    public List<String> inWords() {
        List<String> lines = new ArrayList<>();
        if (!unknown.isEmpty()) {
            lines.add("nothing to compare with: " + listed(unknown.stream()));
        }
        for (Kind kind : Kind.values()) {
            List<Change> ofKind = of(kind);
            if (!ofKind.isEmpty()) {
                lines.add(ofKind.size() + " " + kind.words() + ": " + listed(ofKind.stream().map(Change::subject)));
            }
        }
        return lines.isEmpty() ? List.of("nothing changed") : lines;
    }

    private static String listed(Stream<String> names) {
        List<String> all = names.toList();
        return all.stream().limit(NAMED).collect(Collectors.joining(", "))
                + (all.size() > NAMED ? " and " + (all.size() - NAMED) + " more" : "");
    }

    /** The changes of one kind. */
    public List<Change> of(Kind kind) {
        return changes.stream().filter(change -> change.kind() == kind).toList();
    }

    /**
     * Compares {@code run} with {@code baseline}. Accessories are matched by name, else by their profile where just one
     * has it: a bus id changes with the port.
     */
    public static Delta between(StoredRun baseline, StoredRun run) {
        List<AccessoryRun> then = AccessoryRun.of(baseline);
        List<AccessoryRun> now = AccessoryRun.of(run);
        List<Change> changes = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (AccessoryRun accessory : now) {
            match(then, accessory).ifPresentOrElse(old -> {
                rules(old, accessory, changes);
                scenarios(old, accessory, changes);
            }, () -> unknown.add(accessory.accessory()));
        }
        return new Delta(baseline.start(), changes, unknown);
    }

    private static Optional<AccessoryRun> match(List<AccessoryRun> then, AccessoryRun accessory) {
        List<AccessoryRun> likely = then.stream().filter(a -> a.profile().equals(accessory.profile())).toList();
        return then.stream().filter(a -> a.accessory().equals(accessory.accessory())).findFirst()
                .or(() -> likely.size() == 1 ? Optional.of(likely.getFirst()) : Optional.empty());
    }

    private static void rules(AccessoryRun then, AccessoryRun now, List<Change> changes) {
        now.rules().forEach((id, rule) -> {
            Optional<Verdict.Kind> before = Optional.ofNullable(then.rules().get(id)).map(r -> r.worst().kind());
            kind(before, rule).ifPresent(kind -> changes.add(new Change(kind, now.accessory(), id,
                    before.map(Delta::words).orElse("not judged"), words(rule.worst().kind()),
                    rule.worst().reason())));
        });
        then.rules().forEach((id, rule) -> {
            if (!now.rules().containsKey(id) && rule.worst().kind() != Verdict.Kind.NOT_APPLICABLE
                    && rule.worst().kind() != Verdict.Kind.INCONCLUSIVE) {
                changes.add(new Change(Kind.BLIND, now.accessory(), id, words(rule.worst().kind()), "not judged", ""));
            }
        });
    }

    private static Optional<Kind> kind(Optional<Verdict.Kind> before, AccessoryRun.JudgedRule now) {
        boolean wasBroken = before.filter(Delta::isBroken).isPresent();
        if (now.isFlaky()) {
            return Optional.of(Kind.FLAKY);
        }
        return switch (now.worst().kind()) {
            case FAIL, WARN -> wasBroken && before.get() == now.worst().kind() ? Optional.empty()
                    : Optional.of(Kind.NEW);
            // Declaring a breach mends nothing.
            case KNOWN_ISSUE -> wasBroken ? Optional.empty() : Optional.of(Kind.NEW);
            case PASS, UNEXPECTED_PASS -> wasBroken ? Optional.of(Kind.FIXED) : Optional.empty();
            case INCONCLUSIVE, NOT_APPLICABLE -> before.filter(kind -> wasBroken || isKept(kind)
                    && now.worst().kind() == Verdict.Kind.INCONCLUSIVE).map(_ -> Kind.BLIND);
        };
    }

    private static boolean isBroken(Verdict.Kind kind) {
        return kind == Verdict.Kind.FAIL || kind == Verdict.Kind.WARN || kind == Verdict.Kind.KNOWN_ISSUE;
    }

    private static boolean isKept(Verdict.Kind kind) {
        return kind == Verdict.Kind.PASS || kind == Verdict.Kind.UNEXPECTED_PASS;
    }

    private static void scenarios(AccessoryRun then, AccessoryRun now, List<Change> changes) {
        Map<String, StoredScenario> old = new HashMap<>();
        then.scenarios().forEach(s -> old.put(s.started().suite() + "/" + s.started().name() + s.started().parameters(),
                s));
        for (StoredScenario scenario : now.scenarios()) {
            StoredScenario before = old.get(scenario.started().suite() + "/" + scenario.started().name()
                    + scenario.started().parameters());
            if (before == null) {
                continue;
            }
            Outcome was = before.outcome();
            Outcome is = scenario.outcome();
            Optional<Kind> kind = scenario.isMixed() ? Optional.of(Kind.FLAKY)
                    : is == was ? Optional.empty()
                    : is == Outcome.FAILED ? Optional.of(Kind.NEW)
                    : was == Outcome.FAILED && is == Outcome.PASSED ? Optional.of(Kind.FIXED)
                    : was == Outcome.PASSED ? Optional.of(Kind.BLIND) : Optional.empty();
            kind.ifPresent(k -> changes.add(new Change(k, now.accessory(), scenario.started().name(), words(was),
                    words(is), scenario.message())));
        }
    }

    private static String words(Enum<?> constant) {
        return dev.lanyard.reports.text.Shown.words(constant);
    }
}
