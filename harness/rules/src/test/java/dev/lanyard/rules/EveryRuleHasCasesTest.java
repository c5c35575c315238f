package dev.lanyard.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.rules.air.AirRuleCases;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EveryRuleHasCasesTest {

    private static final Set<String> ALL = Catalogue.all().rules().stream().map(Rule::id)
            .collect(Collectors.toSet());

    /** They take a long capture, protected beacons, a declared release of Android: no clean dialogue has them. */
    private static final Set<String> KEPT_NOWHERE = Set.of("NAN-BCN-08", "NAN-BCN-14", "NAN-SDF-11");

    private static Stream<RuleCase> cases() {
        return Stream.of(SeedRulesTest.cases(), UsbRulesTest.cases(), DescriptorRulesTest.cases(),
                TrafficRulesTest.cases(), OutRulesTest.cases(), HostRulesTest.cases(), HostStartRulesTest.cases(),
                MdnsRulesTest.cases(), EchoRulesTest.cases(), RequestRulesTest.cases(), NcmSettingRulesTest.cases(),
                LinkRulesTest.cases(), LifeRulesTest.cases(), AddressingRulesTest.cases()).flatMap(cases -> cases);
    }

    @Test
    void everyRuleHasEvidenceThatBreaksIt() {
        Set<String> broken = cases().filter(RuleCase::breaks).map(RuleCase::rule).collect(Collectors.toSet());
        broken.addAll(AirRuleCases.broken());
        assertEquals(Set.of(), missing(broken));
        assertTrue(ALL.containsAll(broken), "cases of rules that there are not");
    }

    /** Good sessions keep most rules; the others have a case of their own. */
    @Test
    void everyRuleHasEvidenceThatKeepsIt() {
        Set<String> kept = new HashSet<>();
        Stream.of(Session.ncm(), Session.ecm()).forEach(session ->
                RuleCase.judge(session.evidence(), Declarations.NONE).values().stream()
                        .filter(verdict -> verdict.kind() == Verdict.Kind.PASS).map(Verdict::rule).forEach(kept::add));
        cases().filter(c -> c.expected() == Verdict.Kind.PASS).map(RuleCase::rule).forEach(kept::add);
        kept.addAll(AirRuleCases.kept());
        assertEquals(KEPT_NOWHERE, missing(kept));
    }

    private static Set<String> missing(Set<String> covered) {
        Set<String> missing = new TreeSet<>(ALL);
        missing.removeAll(covered);
        return missing;
    }
}
