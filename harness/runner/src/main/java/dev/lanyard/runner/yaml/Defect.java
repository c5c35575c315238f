package dev.lanyard.runner.yaml;

import java.util.Optional;

/**
 * Something wrong with what the user gave.
 *
 * @param position where; empty when it is about no single place (a missing file, an option)
 * @param message  what was asked, what was seen, what came near, what to do
 */
public record Defect(Optional<Position> position, String message) {

    public static Defect at(Position position, String message) {
        return new Defect(Optional.of(position), message);
    }

    public static Defect general(String message) {
        return new Defect(Optional.empty(), message);
    }

    /** {@code file:line:column: message}, then the line and a caret. */
    public String render() {
        return position.map(at -> {
            String excerpt = at.excerpt();
            return at + ": " + message + (excerpt.isEmpty() ? "" : System.lineSeparator() + excerpt);
        }).orElse(message);
    }

    /** {@code file:line:column: message} on one line. */
    @Override
    public String toString() {
        return position.map(at -> at + ": ").orElse("") + message;
    }
}
