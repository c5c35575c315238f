package dev.lanyard.cli;

import dev.lanyard.evidence.Outcome;

/** Outcomes as the terminal says them. */
final class Words {

    private Words() {}

    static String of(Outcome outcome) {
        return switch (outcome) {
            case PASSED -> "passed";
            case NOT_APPLICABLE -> "not applicable";
            case SKIPPED -> "skipped";
            case INCONCLUSIVE -> "inconclusive";
            case FAILED -> "FAILED";
            case INTERRUPTED -> "interrupted";
        };
    }
}
