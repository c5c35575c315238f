package dev.lanyard.runner.step;

import dev.lanyard.evidence.Outcome;
import java.util.Optional;

/** Ends a step that did not come to its end. The message says what was asked, what was seen and what came near. */
public final class StepFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final Outcome outcome;
    private final transient Optional<Record> found;

    private StepFailure(Outcome outcome, String message, Throwable cause, Optional<Record> found) {
        super(message, cause);
        this.outcome = outcome;
        this.found = found;
    }

    /** The accessory did not do what the step expects. */
    public static StepFailure unmet(String message) {
        return new StepFailure(Outcome.FAILED, message, null, Optional.empty());
    }

    /** As {@link #unmet(String)}; {@code found} is the step's result all the same, for the report. */
    public static StepFailure unmet(String message, Record found) {
        return new StepFailure(Outcome.FAILED, message, null, Optional.of(found));
    }

    /** The bench, not the accessory, is the reason: nothing can be said. */
    public static StepFailure bench(String message) {
        return new StepFailure(Outcome.INCONCLUSIVE, message, null, Optional.empty());
    }

    /** As {@link #bench(String)}, because of {@code cause}. */
    public static StepFailure bench(String message, Throwable cause) {
        return new StepFailure(Outcome.INCONCLUSIVE, message, cause, Optional.empty());
    }

    /** The step does not concern this accessory or bench: the attempt ends as not applicable, with the reason. */
    public static StepFailure notApplicable(String message) {
        return new StepFailure(Outcome.NOT_APPLICABLE, message, null, Optional.empty());
    }

    /** {@link Outcome#FAILED}, {@link Outcome#NOT_APPLICABLE} or {@link Outcome#INCONCLUSIVE}. */
    public Outcome outcome() {
        return outcome;
    }

    /** What the step found before it failed. */
    public Optional<Record> found() {
        return found;
    }
}
