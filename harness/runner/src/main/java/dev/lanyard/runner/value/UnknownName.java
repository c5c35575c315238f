package dev.lanyard.runner.value;

import java.util.Collection;

/** A name that is none of those there are. */
public final class UnknownName extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient Collection<String> candidates;

    public UnknownName(String name, Collection<String> candidates) {
        super("\"" + name + "\" is not among them");
        this.candidates = candidates;
    }

    public Collection<String> candidates() {
        return candidates;
    }
}
