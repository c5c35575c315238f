package dev.lanyard.rules;

import dev.lanyard.rules.air.AirEvidence;
import dev.lanyard.rules.air.AirJudge;
import dev.lanyard.rules.observation.Observation;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One rule of the catalogue.
 *
 * @param id            never changes its meaning: {@code NCM-NTB-06}
 * @param sentence      what the accessory does when it keeps the rule
 * @param hosts         the host platforms it matters to; none for a rule that no known host needs
 * @param tolerated     those of them that work all the same when it is broken, and why: seen in the virtual lab
 * @param fieldFailures threads that tell of accessories that broke it: {@code owner/name#number}
 * @param remediation   what to change in the accessory
 * @param judge         judges the evidence of an attempt
 * @param airJudge      of a rule of Wi-Fi Aware: judges frames of the air as they pass, those of evidence too
 */
public record Rule(String id, String sentence, Obligation obligation, Set<HostPlatform> hosts,
                   Map<HostPlatform, Tolerance> tolerated, Source source, List<String> fieldFailures,
                   String remediation, Judge judge, Optional<AirJudge> airJudge) {

    public Rule {
        hosts = Set.copyOf(hosts);
        tolerated = Map.copyOf(tolerated);
        if (!hosts.containsAll(tolerated.keySet())) {
            throw new IllegalArgumentException("rule " + id + " is tolerated by a host that it does not matter to");
        }
        fieldFailures = List.copyOf(fieldFailures);
    }

    /** Begins a rule; {@link Builder#judgedBy} completes it. */
    public static Builder rule(String id, String sentence) {
        return new Builder(id, sentence);
    }

    /** Judges; a finding becomes a verdict by the rule's obligation. */
    public Verdict judge(Observation seen) {
        Optional<String> unseeable = SystemDriven.reasonAgainst(id, seen);
        if (unseeable.isPresent()) {
            return verdict(Finding.notApplicable(unseeable.get()), seen);
        }
        Finding finding;
        try {
            finding = judge.judge(seen);
        } catch (RuntimeException e) {
            finding = Finding.unseen("the judge of this rule failed, which is a fault of the harness: " + e);
        }
        return verdict(finding, seen);
    }

    private Verdict verdict(Finding finding, Observation seen) {
        String blind = seen.blindness().map(why -> "; the harness was blind: " + why).orElse("");
        return switch (finding.kind()) {
            case KEPT -> verdict(Verdict.Kind.PASS, finding, "");
            case NEVER_BROKEN ->
                    verdict(blind.isEmpty() ? Verdict.Kind.PASS : Verdict.Kind.INCONCLUSIVE, finding, blind);
            case BROKEN -> verdict(isBinding() ? Verdict.Kind.FAIL : Verdict.Kind.WARN, finding, "");
            case UNSEEN -> verdict(Verdict.Kind.INCONCLUSIVE, finding,
                    blind.isEmpty() ? seen.cut().map(cut -> "; " + cut).orElse("") : blind);
            case NOT_APPLICABLE -> verdict(Verdict.Kind.NOT_APPLICABLE, finding, "");
        };
    }

    private Verdict verdict(Verdict.Kind kind, Finding finding, String addition) {
        return new Verdict(id, kind, finding.reason() + addition, finding.proof());
    }

    /** Whether breaking it fails, and does not only warn. */
    public boolean isBinding() {
        return obligation == Obligation.MUST || obligation == Obligation.HOST_REQUIRED;
    }

    /**
     * Whether breaking it counts as a failure of {@code host}.
     *
     * @param kept whether the accessory was seen to keep a rule, by the rule's id: a host may bear this one with one of
     *             its drivers only
     */
    public boolean failsOn(HostPlatform host, Predicate<String> kept) {
        return isBinding() && hosts.contains(host)
                && !(tolerated.containsKey(host) && tolerated.get(host).holds(kept));
    }

    /** Collects the parts of a rule. */
    public static final class Builder {

        private final String id;
        private final String sentence;
        private Obligation obligation = Obligation.MUST;
        private Source source;
        private Set<HostPlatform> hosts = HostPlatform.usb();
        private final Map<HostPlatform, Tolerance> tolerated = new EnumMap<>(HostPlatform.class);
        private List<String> fieldFailures = List.of();
        private String remediation;

        private Builder(String id, String sentence) {
            this.id = id;
            this.sentence = sentence;
        }

        public Builder obligation(Obligation value, Source from) {
            obligation = value;
            source = from;
            return this;
        }

        /** Without this, the rule matters to all that drive a USB network function. */
        public Builder hosts(HostPlatform... platforms) {
            hosts = Set.of(platforms);
            return this;
        }

        /** One of the hosts works all the same when it is broken: one sentence that says why. */
        public Builder tolerated(HostPlatform host, String why) {
            tolerated.put(host, new Tolerance(Optional.empty(), why));
            return this;
        }

        /** As {@link #tolerated(HostPlatform, String)}, for accessories that keep {@code rule}. */
        public Builder toleratedWhere(String rule, HostPlatform host, String why) {
            tolerated.put(host, new Tolerance(Optional.of(rule), why));
            return this;
        }

        public Builder fieldFailures(String... threads) {
            fieldFailures = List.of(threads);
            return this;
        }

        public Builder remediation(String text) {
            remediation = text;
            return this;
        }

        public Rule judgedBy(Judge judge) {
            return build(judge, Optional.empty());
        }

        /** Completes a rule of Wi-Fi Aware, which frames of the air show. */
        public Rule watchedBy(AirJudge judge) {
            return build(seen -> AirEvidence.finding(seen, id), Optional.of(judge));
        }

        private Rule build(Judge judge, Optional<AirJudge> airJudge) {
            if (source == null || remediation == null) {
                throw new IllegalStateException("rule " + id + " lacks its source or remediation");
            }
            return new Rule(id, sentence, obligation, hosts, tolerated, source, fieldFailures, remediation, judge,
                    airJudge);
        }
    }
}
