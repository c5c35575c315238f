package dev.lanyard.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EveryRuleHasCasesTest {

    private static final Set<String> ALL = Catalogue.standard().rules().stream().map(Rule::id)
            .collect(Collectors.toSet());

    private static Stream<RuleCase> cases() {
        return Stream.of(SeedRulesTest.cases(), UsbRulesTest.cases(), DescriptorRulesTest.cases(),
                TrafficRulesTest.cases(), OutRulesTest.cases(), HostRulesTest.cases(), HostStartRulesTest.cases(),
                MdnsRulesTest.cases(), EchoRulesTest.cases(), RequestRulesTest.cases(), NcmSettingRulesTest.cases(),
                LinkRulesTest.cases(), LifeRulesTest.cases(), AddressingRulesTest.cases()).flatMap(cases -> cases);
    }

    @Test
    void everyRuleHasEvidenceThatBreaksIt() {
        assertEquals(ALL, cases().filter(RuleCase::breaks).map(RuleCase::rule).collect(Collectors.toSet()));
    }

    /** Good sessions keep most rules; the others have a case of their own. */
    @Test
    void everyRuleHasEvidenceThatKeepsIt() {
        Set<String> kept = new HashSet<>();
        Stream.of(Session.ncm(), Session.ecm()).forEach(session ->
                RuleCase.judge(session.evidence(), Declarations.NONE).values().stream()
                        .filter(verdict -> verdict.kind() == Verdict.Kind.PASS).map(Verdict::rule).forEach(kept::add));
        cases().filter(c -> c.expected() == Verdict.Kind.PASS).map(RuleCase::rule).forEach(kept::add);
        assertEquals(ALL, kept);
    }
}
