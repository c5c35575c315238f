package dev.lanyard.runner.value;

/** A number of octets: {@code 1472B}, {@code 16KiB}, {@code 2MiB}, {@code 1kB}. */
public record ByteSize(long octets) implements Comparable<ByteSize> {

    public ByteSize {
        if (octets < 0) {
            throw new IllegalArgumentException("a size is not negative");
        }
    }

    static ByteSize parse(String text) {
        if (text.matches("[0-9]+B? ?(?:-|\\.\\.\\.?|to) ?[0-9]+B?")) {
            String[] ends = text.split("[^0-9]+");
            throw new IllegalArgumentException("this is no single size; where a range is taken it is {from: " + ends[0]
                    + "B, to: " + ends[1] + "B, step: 64B}");
        }
        Quantity quantity = Quantity.parse(text);
        long factor = switch (quantity.unit()) {
            case "B" -> 1;
            case "kB" -> 1000;
            case "MB" -> 1_000_000;
            case "KiB" -> 1 << 10;
            case "MiB" -> 1 << 20;
            case "GiB" -> 1 << 30;
            case "" -> throw new IllegalArgumentException("a size needs its unit: " + text + "B?");
            default -> throw new IllegalArgumentException("\"" + quantity.unit()
                    + "\" is no unit of size; there is B, kB, MB, KiB, MiB, GiB");
        };
        return new ByteSize(quantity.times(factor));
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(octets, other.octets);
    }

    @Override
    public String toString() {
        return octets + "B";
    }
}
