package dev.lanyard.drivers.radio;

import dev.lanyard.wire.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** What the virtual air does to a frame on its way to one receiver. */
@FunctionalInterface
public interface Impairment {

    /** From a transmission that was lost to the next one. */
    Duration REPEAT = Duration.ofMillis(1);
    /** Where the address of the receiver begins. */
    int RECEIVER = 4;

    /** Does nothing. */
    Impairment NONE = (frame, random) -> List.of(frame);

    /** A frame as it arrives. */
    record Arrival(Duration delay, Bytes octets) {}

    /** What arrives of a frame; nothing when it is lost. {@code random} is the air's: seeded. */
    List<Arrival> pass(Arrival frame, RandomGenerator random);

    /** Loses a share of all frames, 0 to 1. */
    static Impairment loss(double share) {
        return (frame, random) -> random.nextDouble() < share ? List.of() : List.of(frame);
    }

    /**
     * Loses a share of all transmissions, 0 to 1, where radios repeat a unicast frame that nobody acknowledged up to
     * {@code repeats} times, each about a millisecond later; what goes to a group is sent once.
     */
    static Impairment loss(double share, int repeats) {
        return (frame, random) -> {
            int tries = isUnicast(frame.octets()) ? repeats + 1 : 1;
            for (int i = 0; i < tries; i++) {
                if (random.nextDouble() >= share) {
                    return List.of(new Arrival(frame.delay().plus(REPEAT.multipliedBy(i)), frame.octets()));
                }
            }
            return List.of();
        };
    }

    private static boolean isUnicast(Bytes frame) {
        return frame.length() > RECEIVER && (frame.u8(RECEIVER) & 1) == 0;
    }

    /** Delays every frame by the same time. */
    static Impairment delay(Duration time) {
        return (frame, random) -> List.of(new Arrival(frame.delay().plus(time), frame.octets()));
    }

    /** Delays every frame by another time up to {@code longest}, so that they overtake each other. */
    static Impairment reorder(Duration longest) {
        return (frame, random) -> List.of(new Arrival(frame.delay().plusNanos(random.nextLong(
                longest.toNanos() + 1)), frame.octets()));
    }

    /** Lets a share of all frames arrive twice. */
    static Impairment duplicate(double share) {
        return (frame, random) -> random.nextDouble() < share ? List.of(frame, frame) : List.of(frame);
    }

    /** Changes the frames that {@code which} likes. */
    static Impairment mutate(Predicate<Bytes> which, UnaryOperator<Bytes> change) {
        return (frame, random) -> List.of(which.test(frame.octets())
                ? new Arrival(frame.delay(), change.apply(frame.octets())) : frame);
    }

    /** Loses the frames that {@code which} likes. */
    static Impairment drop(Predicate<Bytes> which) {
        return (frame, random) -> which.test(frame.octets()) ? List.of() : List.of(frame);
    }

    /** This one, and then another one on whatever it lets arrive. */
    default Impairment and(Impairment next) {
        return (frame, random) -> pass(frame, random).stream().flatMap(one -> next.pass(one, random).stream())
                .toList();
    }
}
