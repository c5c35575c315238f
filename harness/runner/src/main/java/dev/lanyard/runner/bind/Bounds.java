package dev.lanyard.runner.bind;

import dev.lanyard.runner.value.Literals;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Optional;
import java.util.function.BiPredicate;

/** The {@link Range} of a component, read as the component's type says. */
public final class Bounds {

    private final Range range;
    private final Class<?> type;

    private Bounds(Range range, Class<?> type) {
        this.range = range;
        this.type = type;
    }

    /** The bounds of {@code component}, when it has some. */
    public static Optional<Bounds> of(RecordComponent component) {
        return Optional.ofNullable(component.getAnnotation(Range.class))
                .map(range -> new Bounds(range, innermost(component.getGenericType())));
    }

    /** The least value there is. */
    public Optional<Object> min() {
        return bound(range.min());
    }

    /** The greatest value there is. */
    public Optional<Object> max() {
        return bound(range.max());
    }

    /** Whether {@code value}, or what an optional or a collection holds, lies between the bounds. */
    boolean hold(Object value) {
        return switch (value) {
            case Optional<?> optional -> optional.map(this::hold).orElse(true);
            case Collection<?> all -> all.stream().allMatch(this::hold);
            default -> keeps(value, min(), (order, zero) -> order >= zero)
                    && keeps(value, max(), (order, zero) -> order <= zero);
        };
    }

    /** {@code 1 to 4096}. */
    public String describe() {
        return range.max().isEmpty() ? "at least " + range.min()
                : range.min().isEmpty() ? "at most " + range.max() : range.min() + " to " + range.max();
    }

    private static boolean keeps(Object value, Optional<Object> bound, BiPredicate<Integer, Integer> order) {
        return bound.map(b -> order.test(compare(value, b), 0)).orElse(true);
    }

    @SuppressWarnings("unchecked")
    private static int compare(Object value, Object bound) {
        return ((Comparable<Object>) value).compareTo(bound);
    }

    private Optional<Object> bound(String text) {
        return text.isEmpty() ? Optional.empty()
                : Optional.of(Literals.of(type).orElseThrow().parse().apply(text));
    }

    private static Class<?> innermost(Type type) {
        return type instanceof ParameterizedType generic
                ? innermost(generic.getActualTypeArguments()[0]) : (Class<?>) type;
    }
}
