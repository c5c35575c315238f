package dev.lanyard.evidence;

/** How a step, an attempt or a scenario ended. */
public enum Outcome {
    /** Every expectation was met. */
    PASSED,
    /** A gate was closed: this scenario does not concern this accessory or bench. The message prints the gate. */
    NOT_APPLICABLE,
    /** It did not run because something before it failed. */
    SKIPPED,
    /** Bench, permission or observer trouble: nothing can be said about the accessory. */
    INCONCLUSIVE,
    /** An expectation was not met, or a rule is broken. */
    FAILED,
    /** The user interrupted it. */
    INTERRUPTED;

    /** Whether somebody has to look into it. */
    public boolean isTrouble() {
        return this == FAILED || this == INCONCLUSIVE || this == INTERRUPTED;
    }
}
