package dev.lanyard.rules.catalogue;

import dev.lanyard.rules.Finding;
import dev.lanyard.rules.Judge;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Several judges in one: a host platform's rule that asks for all of them. The first that is broken is the reason; kept
 * when all are, and not before all were seen.
 */
public final class AllOf implements Judge {

    private static final int MAX_PROOFS = 10;

    private final Optional<Model> model;
    private final List<Part> parts;

    private record Part(String name, Judge judge) {}

    private AllOf(Optional<Model> model, List<Part> parts) {
        this.model = model;
        this.parts = List.copyOf(parts);
    }

    /** Those rules of {@code families} that have these ids. */
    static AllOf of(List<String> ids, List<List<Rule>> families) {
        return new AllOf(Optional.empty(), ids.stream().map(id -> families.stream().flatMap(List::stream)
                .filter(rule -> rule.id().equals(id)).findFirst().map(rule -> new Part(id, rule.judge()))
                .orElseThrow(() -> new IllegalArgumentException("no family has rule " + id))).toList());
    }

    /** One more condition, which is no rule of its own. */
    AllOf and(String name, Judge judge) {
        List<Part> more = new ArrayList<>(parts);
        more.add(new Part(name, judge));
        return new AllOf(model, more);
    }

    /** The same, for functions of one model only. */
    AllOf onlyFor(Model only) {
        return new AllOf(Optional.of(only), parts);
    }

    /** The rules, and names of the conditions, that it asks for. */
    public List<String> parts() {
        return parts.stream().map(Part::name).toList();
    }

    @Override
    public Finding judge(Observation seen) {
        return model.map(only -> Each.onlyFor(only, seen, _ -> judgeParts(seen))).orElseGet(() -> judgeParts(seen));
    }

    private Finding judgeParts(Observation seen) {
        List<Finding> findings = parts.stream().map(part -> named(part, part.judge().judge(seen))).toList();
        return first(findings, Finding.Kind.BROKEN).or(() -> first(findings, Finding.Kind.UNSEEN))
                .orElseGet(() -> together(findings));
    }

    private static Finding named(Part part, Finding finding) {
        return new Finding(finding.kind(), part.name() + ": " + finding.reason(), finding.proof());
    }

    private static Optional<Finding> first(List<Finding> findings, Finding.Kind kind) {
        return findings.stream().filter(finding -> finding.kind() == kind).findFirst();
    }

    private Finding together(List<Finding> findings) {
        if (findings.stream().allMatch(finding -> finding.kind() == Finding.Kind.NOT_APPLICABLE)) {
            return Finding.notApplicable(findings.getFirst().reason());
        }
        List<Long> proof = findings.stream().flatMap(finding -> finding.proof().stream()).distinct().sorted()
                .limit(MAX_PROOFS).toList();
        String reason = "all hold: " + String.join(", ", parts());
        return first(findings, Finding.Kind.NEVER_BROKEN).isPresent() ? Finding.neverBroken(reason, proof)
                : Finding.kept(reason, proof);
    }
}
