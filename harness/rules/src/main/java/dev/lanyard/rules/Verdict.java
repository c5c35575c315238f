package dev.lanyard.rules;

import java.util.List;

/**
 * What a rule says of an attempt.
 *
 * @param reason what was seen, in one sentence; never empty
 * @param proof  sequence numbers of the events that prove it, in order
 */
public record Verdict(String rule, Kind kind, String reason, List<Long> proof) {

    public Verdict {
        proof = List.copyOf(proof);
    }

    /** From best to worst for the accessory's maker. */
    public enum Kind {
        /** The evidence shows that the rule is kept. */
        PASS,
        /** The rule does not concern this accessory. */
        NOT_APPLICABLE,
        /** The rule is kept, and its profile declares that it is known to be broken: the declaration may go. */
        UNEXPECTED_PASS,
        /** The rule is broken in a way that its profile declares, with a ticket and an expiry. */
        KNOWN_ISSUE,
        /** The rule is broken, and its obligation is only a recommendation or a quality. */
        WARN,
        /** The evidence does not show enough: the observer was blind, or nothing stimulated it. */
        INCONCLUSIVE,
        /** The evidence shows that the rule is broken. */
        FAIL
    }
}
