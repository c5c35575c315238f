package dev.lanyard.runner.value;

import java.math.BigDecimal;

/** A share of a whole: {@code 0.1%}. Exact, so that {@code 0%} means none at all. */
public record Percentage(BigDecimal percent) implements Comparable<Percentage> {

    static Percentage parse(String text) {
        Quantity quantity = Quantity.parse(text);
        if (!quantity.unit().equals("%")) {
            throw new IllegalArgumentException("a percentage ends in %" + (quantity.unit().isEmpty()
                    ? ": " + text + "%?" : ", not in \"" + quantity.unit() + "\""));
        }
        return new Percentage(quantity.number());
    }

    /** {@code part} of {@code whole}, to six decimal places; none of nothing is 0 %. */
    public static Percentage of(long part, long whole) {
        return new Percentage(whole == 0 ? BigDecimal.ZERO : BigDecimal.valueOf(part).scaleByPowerOfTen(2)
                .divide(BigDecimal.valueOf(whole), 6, java.math.RoundingMode.CEILING));
    }

    @Override
    public int compareTo(Percentage other) {
        return percent.compareTo(other.percent);
    }

    @Override
    public String toString() {
        BigDecimal plain = percent.stripTrailingZeros();
        return plain.toPlainString() + "%";
    }
}
