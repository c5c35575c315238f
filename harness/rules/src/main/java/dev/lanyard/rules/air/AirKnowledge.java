package dev.lanyard.rules.air;

/**
 * What is known of a Wi-Fi Aware device besides its frames.
 *
 * @param keys     those that harness and device agreed on, as far as they are at hand
 * @param declared what its profile says
 */
public record AirKnowledge(AirKeys keys, AirDeclarations declared) {

    /** Nothing is known. */
    public static final AirKnowledge NONE = new AirKnowledge(AirKeys.NONE, AirDeclarations.NONE);
}
