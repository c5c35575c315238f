package dev.lanyard.runner.value;

import java.math.BigDecimal;

/** How much per second: datagrams ({@code 500/s}) or bits ({@code 10Mbit/s}). */
public record Rate(BigDecimal perSecond, Unit unit) {

    /** What is counted. */
    public enum Unit {
        /** Datagrams, attempts, events: things. */
        THINGS,
        /** Bits of payload. */
        BITS
    }

    public Rate {
        if (perSecond.signum() <= 0) {
            throw new IllegalArgumentException("a rate is more than nothing");
        }
    }

    static Rate parse(String text) {
        Quantity quantity = Quantity.parse(text);
        BigDecimal number = quantity.number();
        return switch (quantity.unit()) {
            case "/s" -> new Rate(number, Unit.THINGS);
            case "k/s" -> new Rate(number.scaleByPowerOfTen(3), Unit.THINGS);
            case "bit/s" -> new Rate(number, Unit.BITS);
            case "kbit/s" -> new Rate(number.scaleByPowerOfTen(3), Unit.BITS);
            case "Mbit/s" -> new Rate(number.scaleByPowerOfTen(6), Unit.BITS);
            case "Gbit/s" -> new Rate(number.scaleByPowerOfTen(9), Unit.BITS);
            case "" -> throw new IllegalArgumentException("a rate needs its unit: " + text + "/s?");
            default -> throw new IllegalArgumentException("\"" + quantity.unit()
                    + "\" is no unit of rate; there is /s, k/s, bit/s, kbit/s, Mbit/s, Gbit/s");
        };
    }

    @Override
    public String toString() {
        return perSecond.stripTrailingZeros().toPlainString() + (unit == Unit.BITS ? "bit/s" : "/s");
    }
}
