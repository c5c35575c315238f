package dev.lanyard.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanyard.rules.Verdict.Kind;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class KnownIssueTest {

    private static final LocalDate LAST = LocalDate.of(2026, 12, 31);
    private static final KnownIssue ISSUE = new KnownIssue("R-1", "new silicon in spring", "FW-12", LAST);

    private static Verdict after(Kind kind, LocalDate today) {
        return ISSUE.applyTo(new Verdict("R-1", kind, "seen", List.of(7L)), today);
    }

    @Test
    void aBrokenRuleIsKnownUntilItsDay() {
        Verdict verdict = after(Kind.FAIL, LAST);
        assertEquals(Kind.KNOWN_ISSUE, verdict.kind());
        assertEquals("seen; known until 2026-12-31: new silicon in spring (FW-12)", verdict.reason());
        assertEquals(List.of(7L), verdict.proof());
        assertEquals(Kind.KNOWN_ISSUE, after(Kind.WARN, LAST).kind());
    }

    @Test
    void anExpiredIssueCountsAgain() {
        assertEquals(Kind.FAIL, after(Kind.FAIL, LAST.plusDays(1)).kind());
        assertEquals("seen; its known issue FW-12 expired on 2026-12-31", after(Kind.WARN, LAST.plusDays(1)).reason());
    }

    @Test
    void aKeptRulePassesUnexpectedlyAlsoWhenTheIssueExpired() {
        assertEquals(Kind.UNEXPECTED_PASS, after(Kind.PASS, LAST).kind());
        assertEquals(Kind.UNEXPECTED_PASS, after(Kind.PASS, LAST.plusDays(1)).kind());
    }

    @Test
    void otherVerdictsAndOtherRulesStay() {
        assertEquals(Kind.INCONCLUSIVE, after(Kind.INCONCLUSIVE, LAST).kind());
        assertEquals(Kind.NOT_APPLICABLE, after(Kind.NOT_APPLICABLE, LAST).kind());
        Verdict other = new Verdict("R-2", Kind.FAIL, "seen", List.of());
        assertEquals(other, ISSUE.applyTo(other, LAST));
    }

    @Test
    void whereItShowedOnceItDidNotVanish() {
        List<Judgement> both = List.of(new Judgement(after(Kind.PASS, LAST), true),
                new Judgement(after(Kind.FAIL, LAST), true));
        assertEquals(Kind.KNOWN_ISSUE, Judgement.worst(both).verdict().kind());
    }
}
