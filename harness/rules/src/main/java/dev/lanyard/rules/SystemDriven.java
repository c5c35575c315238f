package dev.lanyard.rules;

import dev.lanyard.rules.observation.Observation;
import java.util.Optional;
import java.util.Set;

/**
 * What can be judged of an accessory that stayed with the operating system's driver: what frames show. The transfers
 * were that driver's, and nobody of the harness saw them.
 */
final class SystemDriven {

    private static final String FAMILY_OF_FRAMES = "NET-";
    /** Rules of other families that frames alone show. */
    private static final Set<String> OF_FRAMES = Set.of("HOST-APPLE-08", "HOST-APPLE-09", "HOST-ANDROID-02");

    private SystemDriven() {}

    /** Why the rule does not concern this attempt; empty when it may be judged. */
    static Optional<String> reasonAgainst(String rule, Observation seen) {
        boolean ofFrames = rule.startsWith(FAMILY_OF_FRAMES) || OF_FRAMES.contains(rule);
        return ofFrames || !seen.throughSystem() ? Optional.empty()
                : Optional.of("it needs the USB transfers, and in this attempt the operating system's driver had the "
                        + "accessory (usb:… instead of net:… shows them)");
    }
}
