package dev.lanyard.rules.observation;

import java.util.Optional;

/** Something that passed the link; {@code received} is seen from the harness. */
public record SeenFrame<T>(boolean received, T what) {

    /** The same frame seen as something else. */
    public <U> Optional<SeenFrame<U>> as(Optional<U> other) {
        return other.map(value -> new SeenFrame<>(received, value));
    }
}
