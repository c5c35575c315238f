package dev.lanyard.rules;

/** How binding a rule is. */
public enum Obligation {
    /** A specification says so. */
    MUST,
    /** No specification says so, but a named host platform fails without it. */
    HOST_REQUIRED,
    /** Good practice, or a specification's rule that widely deployed devices break: breaking it warns. */
    RECOMMENDED,
    /** A measured quality: breaking it warns. */
    QUALITY
}
