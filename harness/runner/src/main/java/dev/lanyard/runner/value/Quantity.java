package dev.lanyard.runner.value;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number and what follows it. */
record Quantity(BigDecimal number, String unit) {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,9})?) ?([A-Za-zµ%/]{0,10})");

    static Quantity parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a number with a unit is needed");
        }
        return new Quantity(new BigDecimal(matcher.group(1)), matcher.group(2));
    }

    /** The number in a smaller unit; it must come out whole. */
    long times(long factor) {
        try {
            return number.multiply(BigDecimal.valueOf(factor)).longValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("too large or too fine");
        }
    }
}
