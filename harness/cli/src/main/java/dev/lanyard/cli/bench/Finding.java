package dev.lanyard.cli.bench;

/**
 * Something that a bench file names, against what is really there.
 *
 * @param kind  port, console, power or radio
 * @param name  as the bench file calls it
 * @param where where it should be
 * @param said  what was seen, as a sentence
 * @param fix   what to do; empty when nothing is
 */
public record Finding(String kind, String name, String where, State state, String said, String fix) {

    /** How it is. */
    public enum State {
        /** There, and can be used. */
        PRESENT,
        /** Not there. */
        MISSING,
        /** Somebody else has it. */
        IN_USE,
        /** There, and closed to this user. */
        NO_RIGHTS,
        /** It cannot be told without using it. */
        NOT_LOOKED_AT
    }

    Finding(String kind, String name, String where, State state, String said) {
        this(kind, name, where, state, said, "");
    }
}
