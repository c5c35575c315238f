package dev.lanyard.rules.air;

/**
 * The last of something that was seen.
 *
 * @param frame the number of the frame that shows it
 * @param nanos when, since 1970
 */
public record Latest<T>(T value, long frame, long nanos) {

    static <T> Latest<T> of(T value, AirFrame frame) {
        return new Latest<>(value, frame.number(), frame.nanos());
    }
}
