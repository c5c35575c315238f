package dev.lanyard.rules;

import java.util.List;

/**
 * What a judge finds, before the rule's obligation makes a verdict of it.
 *
 * @param reason what was seen, in one sentence
 * @param proof  sequence numbers of the events that prove it
 */
public record Finding(Kind kind, String reason, List<Long> proof) {

    /** How it stands with the rule. */
    public enum Kind {
        /** What the rule asks for was seen once and for all: a descriptor, an answer. */
        KEPT,
        /** Nothing against the rule was seen while watching; worth only as much as the watching. */
        NEVER_BROKEN,
        /** The rule is broken. */
        BROKEN,
        /** The evidence does not show enough. */
        UNSEEN,
        /** The rule does not concern this accessory. */
        NOT_APPLICABLE
    }

    public Finding {
        proof = List.copyOf(proof);
    }

    public static Finding kept(String reason, List<Long> proof) {
        return new Finding(Kind.KEPT, reason, proof);
    }

    public static Finding neverBroken(String reason, List<Long> proof) {
        return new Finding(Kind.NEVER_BROKEN, reason, proof);
    }

    public static Finding broken(String reason, List<Long> proof) {
        return new Finding(Kind.BROKEN, reason, proof);
    }

    public static Finding unseen(String reason) {
        return new Finding(Kind.UNSEEN, reason, List.of());
    }

    public static Finding notApplicable(String reason) {
        return new Finding(Kind.NOT_APPLICABLE, reason, List.of());
    }
}
