package dev.lanyard.drivers.aware;

import dev.lanyard.drivers.radio.AirLoop;
import java.time.Duration;

/**
 * How often a request is sent before its peer counts as silent, and how long each time is waited for the answer.
 *
 * <p>In simulated time a frame is lost only where a scenario loses it, so these are the figures of hostap. In real time
 * each is sent {@value #IN_REAL_TIME} times as often. A Wi-Fi chip repeats a unicast frame until it is acknowledged
 * and is awake in discovery windows by itself; a monitor interface does neither: what is injected goes out once, and
 * whoever is late for a window, this machine or the peer's, misses it. So one lost frame says nothing about a device,
 * and a device must not be called silent for it. Nobody is told otherwise: each request is a frame of the evidence, and
 * rules judge how long a device took from the frame, not from the attempt.
 */
enum Retries {
    /** A request for bootstrapping: hostap repeats after a second, which here is a discovery window later at least. */
    BOOTSTRAPPING(Duration.ofMillis(1_600), 3),
    /** A first or second message of PASN. */
    PASN(Duration.ofMillis(1_200), 3),
    /** A Data Path Request or Confirm: hostap gives a step two seconds and a little more. */
    DATA_PATH(Duration.ofMillis(700), 4);

    private static final int IN_REAL_TIME = 4;

    private final Duration interval;
    private final int usual;

    Retries(Duration interval, int usual) {
        this.interval = interval;
        this.usual = usual;
    }

    /** From one time to the next, and from the last to the end. */
    Duration interval() {
        return interval;
    }

    /** How often it is sent. */
    int most(AirLoop loop) {
        return loop.inRealTime() ? IN_REAL_TIME * usual : usual;
    }

    /** How long it takes until the peer counts as silent. */
    Duration bound(AirLoop loop) {
        return interval.multipliedBy(most(loop));
    }

    /** How long something may take whose frames wait for discovery windows; {@code usual} is that of simulated time. */
    static Duration patience(Duration usual, AirLoop loop) {
        return loop.inRealTime() ? usual.multipliedBy(IN_REAL_TIME) : usual;
    }

    /**
     * How often something was sent, in the count of {@link #most}, after an answer that may be forged: somebody is there
     * and hears, so it is sent as often as in simulated time from here on.
     */
    int afterDoubt(int sent, AirLoop loop) {
        return Math.max(sent, most(loop) - usual);
    }
}
