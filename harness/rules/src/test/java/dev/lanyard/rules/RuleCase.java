package dev.lanyard.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.evidence.Evidence;
import dev.lanyard.rules.Verdict.Kind;
import dev.lanyard.rules.catalogue.AllOf;
import dev.lanyard.wire.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A change to a good session, and what a rule must say of it.
 *
 * @param also rules that this change breaks by its nature as well; composites that name the rule need no mention
 */
record RuleCase(String rule, String name, Kind expected, Supplier<Session> base, Consumer<Session> change,
                String reason, Set<String> also) {

    static RuleCase fails(String rule, String name, Consumer<Session> change, String reason, String... also) {
        return new RuleCase(rule, name, Kind.FAIL, Session::ncm, change, reason, Set.of(also));
    }

    static RuleCase warns(String rule, String name, Consumer<Session> change, String reason, String... also) {
        return new RuleCase(rule, name, Kind.WARN, Session::ncm, change, reason, Set.of(also));
    }

    static RuleCase unseen(String rule, String name, Consumer<Session> change, String reason) {
        return new RuleCase(rule, name, Kind.INCONCLUSIVE, Session::ncm, change, reason, Set.of());
    }

    static RuleCase passes(String rule, String name, Consumer<Session> change) {
        return passes(rule, name, change, "");
    }

    static RuleCase passes(String rule, String name, Consumer<Session> change, String reason) {
        return new RuleCase(rule, name, Kind.PASS, Session::ncm, change, reason, Set.of());
    }

    static RuleCase notApplicable(String rule, String name, Consumer<Session> change, String reason) {
        return new RuleCase(rule, name, Kind.NOT_APPLICABLE, Session::ncm, change, reason, Set.of());
    }

    /** The same on an ECM accessory. */
    RuleCase ecm() {
        return new RuleCase(rule, name, expected, Session::ecm, change, reason, also);
    }

    RuleCase withAlso(String... others) {
        return new RuleCase(rule, name, expected, base, change, reason, Set.of(others));
    }

    RuleCase withReason(String text) {
        return new RuleCase(rule, name, expected, base, change, text, also);
    }

    boolean breaks() {
        return expected == Kind.FAIL || expected == Kind.WARN;
    }

    void check() {
        Session session = base.get();
        change.accept(session);
        Map<String, Verdict> verdicts = judge(session.evidence(), session.declared);
        Verdict verdict = verdicts.get(rule);
        assertEquals(expected, verdict.kind(), verdict::reason);
        assertTrue(verdict.reason().contains(reason), verdict::reason);
        assertEquals(expected == Kind.INCONCLUSIVE || expected == Kind.NOT_APPLICABLE, verdict.proof().isEmpty());
        for (long sequence : verdict.proof()) {
            assertTrue(sequence >= 1 && sequence <= session.events.size());
        }
        if (breaks()) {
            Set<String> others = broken(verdicts);
            others.removeAll(broken(judge(base.get().evidence(), session.declared)));
            others.remove(rule);
            assertTrue(others.containsAll(also), () -> "what is said to break as well does: " + others);
            others.removeAll(also);
            // Rules about a host or about the whole are broken by whatever a part of it breaks.
            others.removeIf(other -> other.startsWith("HOST-") || other.startsWith("LIFE-"));
            others.removeIf(other -> Catalogue.standard().require(other).judge() instanceof AllOf all
                    && all.parts().contains(rule));
            assertEquals(Set.of(), others, "one fault breaks one rule");
        }
    }

    static Map<String, Verdict> judge(Evidence evidence, Declarations declared) {
        Map<String, Verdict> verdicts = new TreeMap<>();
        List<String> ids = Catalogue.standard().rules().stream().map(Rule::id).toList();
        Catalogue.standard().judge(ids, evidence, declared).forEach(verdict -> verdicts.put(verdict.rule(), verdict));
        return verdicts;
    }

    private static Set<String> broken(Map<String, Verdict> verdicts) {
        return verdicts.values().stream().filter(v -> v.kind() == Kind.FAIL || v.kind() == Kind.WARN)
                .map(Verdict::rule).collect(Collectors.toSet());
    }

    /** Sets an octet of the configuration. */
    static Consumer<Session> configuration(int offset, int value) {
        return session -> session.configuration = octet(session.configuration, offset, value);
    }

    /** Sets an octet of the NTB parameters. */
    static Consumer<Session> parameters(int offset, int value) {
        return session -> session.ntbParameters = octet(session.ntbParameters, offset, value);
    }

    static Bytes octet(Bytes bytes, int offset, int value) {
        byte[] changed = bytes.toArray();
        changed[offset] = (byte) value;
        return Bytes.wrap(changed);
    }

    /** The configuration with {@code removed} octets at {@code offset} replaced, and wTotalLength corrected. */
    static Consumer<Session> splice(int offset, int removed, String hex) {
        return session -> {
            Bytes whole = session.configuration;
            Bytes spliced = whole.slice(0, offset).concat(Bytes.hex(hex)).concat(whole.from(offset + removed));
            session.configuration = octet(spliced, 2, spliced.length());
        };
    }

    @Override
    public String toString() {
        return rule + ": " + name;
    }
}
