package dev.lanyard.reports.page;

import dev.lanyard.rules.HostMatrix;
import dev.lanyard.rules.HostVerdict;
import dev.lanyard.rules.Verdict;
import java.util.Locale;

/** Hosts and verdicts in words, signs and classes of the style sheet. No meaning by colour alone. */
final class HostWords {

    private HostWords() {}

    static String word(HostVerdict verdict) {
        return switch (verdict) {
            case WORKS -> "works";
            case WORKS_WITH_WARNINGS -> "works, with warnings";
            case UNKNOWN -> "unknown";
            case FAILS -> "fails";
        };
    }

    /** As {@link #word(HostVerdict)}, and what is known where it is not enough. */
    static String word(HostMatrix.Column column) {
        return column.verdict() == HostVerdict.UNKNOWN && column.isThin() && column.open() == 0 && column.judged() > 0
                ? "unknown: too few rules judged" : word(column.verdict());
    }

    static String sign(HostVerdict verdict) {
        return switch (verdict) {
            case WORKS -> "✓";
            case WORKS_WITH_WARNINGS -> "!";
            case UNKNOWN -> "?";
            case FAILS -> "✗";
        };
    }

    static String style(HostVerdict verdict) {
        return switch (verdict) {
            case WORKS -> "ok";
            case WORKS_WITH_WARNINGS -> "warn";
            case UNKNOWN -> "open";
            case FAILS -> "bad";
        };
    }

    static String style(Verdict.Kind kind) {
        return switch (kind) {
            case PASS, UNEXPECTED_PASS -> "ok";
            case WARN, KNOWN_ISSUE -> "warn";
            case INCONCLUSIVE -> "open";
            case NOT_APPLICABLE -> "none";
            case FAIL -> "bad";
        };
    }

    static String word(Verdict.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
