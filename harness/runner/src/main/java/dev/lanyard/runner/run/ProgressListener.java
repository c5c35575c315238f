package dev.lanyard.runner.run;

import dev.lanyard.evidence.RunEvent;

/**
 * Told what happens in a run while it happens. Calls come one at a time, in order, from the run's threads; they must be
 * quick, and what they throw is dropped.
 */
public interface ProgressListener {

    /** The plan, before anything runs. */
    default void planned(RunPlan plan) {}

    /** A step is about to run; {@code scenario} is the id that the {@link RunEvent}s use. */
    default void stepStarted(String scenario, int attempt, String step, String verb) {}

    /** The same events, in the same order, as the run's log. */
    default void event(RunEvent event) {}

    /** Tells nobody. */
    static ProgressListener none() {
        return new ProgressListener() {};
    }
}
