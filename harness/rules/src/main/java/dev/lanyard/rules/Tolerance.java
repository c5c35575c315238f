package dev.lanyard.rules;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * That a host platform works all the same when a rule is broken.
 *
 * @param where the rule that must be kept for it, where it depends on the driver that the host takes
 *              ({@code HOST-LINUX-01}: cdc_ether); else the host works with every accessory
 * @param why   one sentence
 */
public record Tolerance(Optional<String> where, String why) {

    /** @param kept whether the accessory was seen to keep a rule, by the rule's id */
    boolean holds(Predicate<String> kept) {
        return where.isEmpty() || kept.test(where.get());
    }

    /** What it is worth, to follow the host's name: {@code works all the same where HOST-LINUX-01 is kept: it polls}. */
    @Override
    public String toString() {
        return "works all the same" + where.map(rule -> " where " + rule + " is kept").orElse("") + ": " + why;
    }
}
