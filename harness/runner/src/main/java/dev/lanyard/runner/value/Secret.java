package dev.lanyard.runner.value;

/**
 * A text that nobody may read where it was used: a PIN, a key. It shows itself as dots, and the runner takes it out of
 * whatever a step says. Arguments that take secrets are of this type; no other takes one.
 */
public record Secret(String text) {

    /** What stands in place of a secret. */
    public static final String MASK = "••••";

    /** How people call it. */
    public static final String NAME = "a secret";

    private static final int SHORTEST = 4;
    private static final int LONGEST = 256;

    public Secret {
        // A shorter one would be found in half of all texts, and masking it would say what it is.
        if (text.length() < SHORTEST || text.length() > LONGEST) {
            throw new IllegalArgumentException(text.length() < SHORTEST ? "it is too short" : "it is too long");
        }
    }

    @Override
    public String toString() {
        return MASK;
    }
}
