package dev.lanyard.runner.value;

import java.util.Optional;
import java.util.function.Function;

/**
 * What a value should be: {@code 0}, {@code <= 20ms}, {@code != 10.55.0.9}, {@code absent}, {@code present}.
 *
 * @param operand what to compare with; null for {@link Relation#ABSENT} and {@link Relation#PRESENT}
 */
public record Expectation<T>(Relation relation, T operand) {

    /** How the value relates to the operand. */
    public enum Relation {
        EQUAL("=="), NOT_EQUAL("!="), AT_MOST("<="), AT_LEAST(">="), BELOW("<"), ABOVE(">"),
        /** There is no value. */
        ABSENT("absent"),
        /** There is a value, whatever it is. */
        PRESENT("present");

        private final String sign;

        Relation(String sign) {
            this.sign = sign;
        }
    }

    /** Parses {@code text}, of which the operand is read by {@code literal}. */
    public static <T> Expectation<T> parse(String text, Function<String, T> literal) {
        String trimmed = text.strip();
        for (Relation relation : Relation.values()) {
            if (relation.sign.length() > 2 && trimmed.equals(relation.sign)) {
                return new Expectation<>(relation, null);
            }
            // Two-character signs come first in the enum, so "<=" is never read as "<".
            if (relation.sign.length() <= 2 && trimmed.startsWith(relation.sign)) {
                return new Expectation<>(relation, literal.apply(trimmed.substring(relation.sign.length()).strip()));
            }
        }
        return new Expectation<>(Relation.EQUAL, literal.apply(trimmed));
    }

    /** Whether {@code seen} is as expected; ordering needs comparable values. */
    public boolean isMetBy(Optional<? extends T> seen) {
        return switch (relation) {
            case ABSENT -> seen.isEmpty();
            case PRESENT -> seen.isPresent();
            case EQUAL -> seen.filter(this::same).isPresent();
            case NOT_EQUAL -> seen.filter(this::same).isEmpty();
            case AT_MOST -> seen.isPresent() && compare(seen.get()) <= 0;
            case AT_LEAST -> seen.isPresent() && compare(seen.get()) >= 0;
            case BELOW -> seen.isPresent() && compare(seen.get()) < 0;
            case ABOVE -> seen.isPresent() && compare(seen.get()) > 0;
        };
    }

    public boolean isMetBy(T seen) {
        return isMetBy(Optional.of(seen));
    }

    private boolean same(T seen) {
        return operand instanceof Comparable<?> ? compare(seen) == 0 : operand.equals(seen);
    }

    @SuppressWarnings("unchecked")
    private int compare(T seen) {
        return ((Comparable<T>) seen).compareTo(operand);
    }

    @Override
    public String toString() {
        return operand == null ? relation.sign : relation.sign + " " + Literals.show(operand);
    }
}
