package dev.lanyard.runner.step;

import dev.lanyard.evidence.Outcome;

/** Ends a step that did not come to its end. The message says what was asked, what was seen and what came near. */
public final class StepFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final Outcome outcome;

    private StepFailure(Outcome outcome, String message, Throwable cause) {
        super(message, cause);
        this.outcome = outcome;
    }

    /** The accessory did not do what the step expects. */
    public static StepFailure unmet(String message) {
        return new StepFailure(Outcome.FAILED, message, null);
    }

    /** The bench, not the accessory, is the reason: nothing can be said. */
    public static StepFailure bench(String message) {
        return new StepFailure(Outcome.INCONCLUSIVE, message, null);
    }

    /** As {@link #bench(String)}, because of {@code cause}. */
    public static StepFailure bench(String message, Throwable cause) {
        return new StepFailure(Outcome.INCONCLUSIVE, message, cause);
    }

    /** {@link Outcome#FAILED} or {@link Outcome#INCONCLUSIVE}. */
    public Outcome outcome() {
        return outcome;
    }
}
