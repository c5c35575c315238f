package dev.lanyard.wire;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A state machine as a table: what is not in it does not happen.
 *
 * @param <S> states
 * @param <E> what leads from one to another
 */
public final class Transitions<S extends Enum<S>, E extends Enum<E>> {

    private final S start;
    private final Class<E> events;
    private final Map<S, Map<E, S>> table;

    private Transitions(S start, Class<E> events) {
        this.start = start;
        this.events = events;
        this.table = new EnumMap<>(start.getDeclaringClass());
    }

    /** An empty table; only {@link #on} while it is being made. */
    public static <S extends Enum<S>, E extends Enum<E>> Transitions<S, E> from(S start, Class<E> events) {
        return new Transitions<>(start, events);
    }

    /** Adds a row. */
    public Transitions<S, E> on(S from, E event, S to) {
        S before = table.computeIfAbsent(from, _ -> new EnumMap<>(events)).putIfAbsent(event, to);
        if (before != null) {
            throw new IllegalArgumentException(from + " on " + event + " already leads to " + before);
        }
        return this;
    }

    public S start() {
        return start;
    }

    /** Where {@code event} leads; empty where the table has no such row. */
    public Optional<S> next(S from, E event) {
        return Optional.ofNullable(table.getOrDefault(from, Map.of()).get(event));
    }

    /** Whether nothing leads to another state. */
    public boolean isFinal(S state) {
        return table.getOrDefault(state, Map.of()).values().stream().allMatch(state::equals);
    }

    /** The table as a Mermaid state diagram. */
    public String mermaid() {
        StringBuilder text = new StringBuilder("stateDiagram-v2\n");
        text.append("    [*] --> ").append(start).append('\n');
        table.forEach((from, row) -> row.forEach((event, to) -> text.append("    ").append(from).append(" --> ")
                .append(to).append(": ").append(words(event)).append('\n')));
        for (S state : start.getDeclaringClass().getEnumConstants()) {
            boolean reached = table.values().stream().anyMatch(row -> row.containsValue(state));
            if (reached && isFinal(state)) {
                text.append("    ").append(state).append(" --> [*]\n");
            }
        }
        return text.toString();
    }

    private static String words(Enum<?> event) {
        return event.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
