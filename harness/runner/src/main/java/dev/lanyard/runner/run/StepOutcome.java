package dev.lanyard.runner.run;

import dev.lanyard.evidence.Outcome;
import java.util.Map;

/** How a step ended; {@code values} are its results as text. */
record StepOutcome(Outcome outcome, String message, Map<String, String> values) {

    static StepOutcome of(Outcome outcome, String message) {
        return new StepOutcome(outcome, message, Map.of());
    }

    /** As this, but failed because of {@code unmet}; a step that did not pass has its own reason. */
    StepOutcome but(String unmet) {
        return passed() ? new StepOutcome(Outcome.FAILED, unmet, values) : this;
    }

    boolean passed() {
        return outcome == Outcome.PASSED;
    }
}
