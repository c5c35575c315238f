package dev.lanyard.drivers.power;

import java.io.IOException;
import java.time.Duration;

/**
 * Gives an accessory its power or takes it. Every call is bounded. None of these switches measures a voltage: what a
 * switch says of itself is a {@link Report}, and whether the accessory was seen to go is for the caller to look at.
 */
public interface PowerSwitch extends AutoCloseable {

    /** How the power is, as far as the switch tells. */
    enum State {
        ON,
        OFF,
        /** It takes orders and tells nothing. */
        UNKNOWN
    }

    /**
     * What a switch says.
     *
     * @param state what it says of the power now
     * @param said  how it says so, or why it does not, as a sentence's end: {@code the hub reports its port without
     *              power}
     */
    record Report(State state, String said) {}

    /** What people call it: {@code port 3 of USB hub 1-2}. */
    String name();

    /**
     * Switches, and asks afterwards as far as the switch can be asked. Switching to what is there already is no error.
     *
     * @throws IOException when the order could not be given or was refused: says what was asked, what came, what to do
     */
    Report set(boolean on, Duration within) throws IOException, InterruptedException;

    /** Asks, without switching. */
    Report status(Duration within) throws IOException, InterruptedException;

    /** Whether it cannot keep the power off, only do what comes near to it for a moment: see {@link #cycle}. */
    default boolean onlyCycles() {
        return false;
    }

    /** Off for {@code off}, then on; what it says of the time in between. Switches on also when interrupted. */
    default Report cycle(Duration off, Duration within) throws IOException, InterruptedException {
        try {
            Report report = set(false, within);
            Thread.sleep(off);
            return report;
        } finally {
            set(true, within);
        }
    }

    /** Lets go of the line to the switch; the power stays as it is. */
    @Override
    void close();
}
