package dev.lanyard.rules;

import java.time.LocalDate;

/**
 * A rule that the accessory is known to break.
 *
 * @param reason  why that is so for now, for people
 * @param ticket  where its mending is followed
 * @param expires the last day on which it is no finding
 */
public record KnownIssue(String rule, String reason, String ticket, LocalDate expires) {

    /**
     * The verdict with this in mind, if it is about this rule: a broken rule is a known issue until the declaration
     * expires, and a kept one passes unexpectedly.
     */
    public Verdict applyTo(Verdict verdict, LocalDate today) {
        if (!verdict.rule().equals(rule)) {
            return verdict;
        }
        return switch (verdict.kind()) {
            case FAIL, WARN -> today.isAfter(expires)
                    ? as(verdict, verdict.kind(), "; its known issue " + ticket + " expired on " + expires)
                    : as(verdict, Verdict.Kind.KNOWN_ISSUE, "; known until " + expires + ": " + reason + " (" + ticket
                            + ")");
            case PASS -> as(verdict, Verdict.Kind.UNEXPECTED_PASS, "; its known issue " + ticket
                    + " did not show: if it is mended, take it out of the profile");
            case NOT_APPLICABLE, UNEXPECTED_PASS, KNOWN_ISSUE, INCONCLUSIVE -> verdict;
        };
    }

    private static Verdict as(Verdict verdict, Verdict.Kind kind, String addition) {
        return new Verdict(verdict.rule(), kind, verdict.reason() + addition, verdict.proof());
    }
}
