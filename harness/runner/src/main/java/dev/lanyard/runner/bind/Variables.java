package dev.lanyard.runner.bind;

import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What <code>${name}</code> stands for at some point of a scenario. */
public interface Variables {

    /**
     * A variable.
     *
     * @param type   what its value is an instance of: {@code String} when it was written as text
     * @param value  empty as long as nothing has been saved in it
     * @param origin where it comes from, as the end of a sentence: {@code saved by step "lease"}
     * @param never  why it has no value and will never have one, as a sentence; else empty
     */
    record Variable(String name, Type type, Optional<Object> value, String origin, Optional<String> never) {

        public Variable(String name, Type type, Optional<Object> value, String origin) {
            this(name, type, value, origin, Optional.empty());
        }

        /** The same under another name. */
        public Variable named(String other) {
            return new Variable(other, type, value, origin, never);
        }
    }

    Optional<Variable> find(String name);

    Collection<String> names();

    /** How a variable of this name, which there is not, could come to be: a sentence; else empty. */
    default Optional<String> advice(String name) {
        return Optional.empty();
    }

    /** No variables. */
    static Variables none() {
        return new Variables() {
            @Override
            public Optional<Variable> find(String name) {
                return Optional.empty();
            }

            @Override
            public Collection<String> names() {
                return List.of();
            }
        };
    }
}
