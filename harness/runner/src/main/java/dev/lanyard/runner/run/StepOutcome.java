package dev.lanyard.runner.run;

import dev.lanyard.evidence.Outcome;
import java.util.Map;

/** How a step ended; {@code values} are its results as text. */
record StepOutcome(Outcome outcome, String message, Map<String, String> values) {

    static StepOutcome of(Outcome outcome, String message) {
        return new StepOutcome(outcome, message, Map.of());
    }

    boolean passed() {
        return outcome == Outcome.PASSED;
    }
}
