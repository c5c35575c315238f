package dev.lanyard.runner.step;

import java.time.Duration;
import java.util.Optional;

/** A person at the bench. */
public interface Operator {

    /**
     * Shows {@code question} and waits for a line of text. Questions of scenarios that run side by side come one after
     * the other; the time counts from when the question is shown.
     *
     * @return the line without its end and surrounding blanks; empty when none came in time
     */
    Optional<String> ask(String question, Duration within) throws InterruptedException;

    /** Asks for a secret before a run begins; a terminal does not show what is typed. Empty when none is told. */
    default Optional<String> askSecret(String question) {
        return Optional.empty();
    }
}
