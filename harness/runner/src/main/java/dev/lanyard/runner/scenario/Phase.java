package dev.lanyard.runner.scenario;

/** The parts of a scenario that hold steps. */
public enum Phase {
    /** Makes the scenario possible; when one fails, the steps are skipped. */
    SETUP,
    /** The scenario itself; the first that fails ends it. */
    STEPS,
    /** Always run, each on its own. */
    TEARDOWN
}
