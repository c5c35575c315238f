package dev.lanyard.rules.observation;

import dev.lanyard.evidence.Recorded;

/**
 * Something with its place in the evidence.
 *
 * @param sequence of the event that shows it
 * @param nanos    when, since the attempt began
 */
public record Seen<T>(long sequence, long nanos, T what) {

    static <T> Seen<T> at(Recorded recorded, T what) {
        return new Seen<>(recorded.sequence(), recorded.nanos(), what);
    }

    /** Something else that the same event shows. */
    public <U> Seen<U> as(U other) {
        return new Seen<>(sequence, nanos, other);
    }
}
