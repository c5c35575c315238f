package dev.lanyard.runner.run;

import dev.lanyard.evidence.Outcome;
import java.util.Collection;

/** What a run tells the shell. */
public enum ExitCode {
    /** Something ran, and nothing that ran failed or stayed open. */
    PASSED(0),
    /** A rule is broken or an expectation was not met. */
    FAILED(1),
    /** Wrong usage, an invalid file, or nothing to run. */
    USAGE(2),
    /** Nothing failed, but of something nothing can be said: bench, permissions, a blind observer. */
    INCONCLUSIVE(3),
    /** The user interrupted it. */
    INTERRUPTED(4);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /**
     * The worst of the outcomes decides, an interruption above all. A run in which every scenario was not applicable
     * has shown nothing and is inconclusive.
     */
    public static ExitCode of(Collection<Outcome> outcomes) {
        if (outcomes.contains(Outcome.INTERRUPTED)) {
            return INTERRUPTED;
        }
        if (outcomes.contains(Outcome.FAILED)) {
            return FAILED;
        }
        return outcomes.contains(Outcome.INCONCLUSIVE) || !outcomes.contains(Outcome.PASSED) ? INCONCLUSIVE : PASSED;
    }
}
