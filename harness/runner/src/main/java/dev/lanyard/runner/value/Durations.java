package dev.lanyard.runner.value;

import java.math.BigDecimal;
import java.time.Duration;

/** Durations as scenarios write them. */
public final class Durations {

    private static final Duration LONGEST = Duration.ofDays(7);

    private Durations() {}

    /** {@code 2s}, {@code 500ms}, {@code 250us}, {@code 3min}, {@code 1h}, {@code 1.5s}; at most a week. */
    public static Duration parse(String text) {
        Quantity quantity = Quantity.parse(text);
        long nanos = switch (quantity.unit()) {
            case "ns" -> 1;
            case "us", "µs" -> 1_000;
            case "ms" -> 1_000_000;
            case "s" -> 1_000_000_000;
            case "min" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            case "" -> throw new IllegalArgumentException("a duration needs its unit: " + text + "s?");
            default -> throw new IllegalArgumentException("\"" + quantity.unit()
                    + "\" is no unit of time; there is ns, us, ms, s, min, h");
        };
        Duration duration = Duration.ofNanos(quantity.times(nanos));
        if (duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("at most a week");
        }
        return duration;
    }

    /** The shortest such text with three to four digits: {@code 12.3ms}. */
    public static String show(Duration duration) {
        long nanos = duration.toNanos();
        record Unit(String name, long nanos) {}
        for (Unit unit : new Unit[] {new Unit("s", 1_000_000_000), new Unit("ms", 1_000_000), new Unit("us", 1_000)}) {
            if (Math.abs(nanos) >= unit.nanos()) {
                BigDecimal value = BigDecimal.valueOf(nanos).divide(BigDecimal.valueOf(unit.nanos()),
                        new java.math.MathContext(4));
                return value.stripTrailingZeros().toPlainString() + unit.name();
            }
        }
        return nanos + "ns";
    }
}
