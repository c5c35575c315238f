package dev.lanyard.wire.usbip;

/** What a decoder made of the octets at hand: every input gives one of these, none an exception. */
public sealed interface Decoded<T> {

    /** A whole message was read from the first {@code consumed} octets. */
    record Complete<T>(T value, int consumed) implements Decoded<T> {}

    /** The octets at hand may be the beginning of a message: decode again with at least {@code required} in all. */
    record Incomplete<T>(int required) implements Decoded<T> {}

    /** No continuation makes this a message; {@code defect} says what was expected and what stands there. */
    record Invalid<T>(String defect) implements Decoded<T> {}

    static <T> Decoded<T> complete(T value, int consumed) {
        return new Complete<>(value, consumed);
    }

    static <T> Decoded<T> incomplete(int required) {
        return new Incomplete<>(required);
    }

    static <T> Decoded<T> invalid(String defect) {
        return new Invalid<>(defect);
    }
}
