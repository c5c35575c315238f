package dev.lanyard.rules;

import java.time.Duration;

/**
 * What is declared about the accessory and changes what rules ask of it.
 *
 * @param linkWithin      how soon after alternate 1 it says that the link is up
 * @param gateway         it is meant to route, so offering a router and name servers is right
 * @param asymmetricRates its two link rates are meant to differ
 */
public record Declarations(Duration linkWithin, boolean gateway, boolean asymmetricRates) {

    /** An accessory about which nothing is declared. */
    public static final Declarations NONE = new Declarations(Duration.ofSeconds(1), false, false);
}
