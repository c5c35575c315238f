package dev.lanyard.rules.air;

import dev.lanyard.wire.net.MacAddress;
import java.util.Optional;

/** A cluster as its beacons show it. */
public final class Cluster {

    private static final long MICROS_IN_NANOS = 1000;

    private final MacAddress id;
    private long lastTsf;
    private long lastNanos;
    private long beacons;

    Cluster(MacAddress id) {
        this.id = id;
    }

    public MacAddress id() {
        return id;
    }

    /** How many beacons were seen. */
    public long beacons() {
        return beacons;
    }

    /** The timestamp of its last beacon. */
    public long lastTsf() {
        return lastTsf;
    }

    /** When its last beacon was seen, in nanoseconds since 1970. */
    public long lastNanos() {
        return lastNanos;
    }

    void learn(long tsf, long nanos) {
        beacons++;
        lastTsf = tsf;
        lastNanos = nanos;
    }

    /** The TSF at {@code nanos}, from the last beacon; empty when that is long ago, or before it. */
    public Optional<Long> tsfAt(long nanos, long mostNanos) {
        long since = nanos - lastNanos;
        return beacons > 0 && since >= 0 && since <= mostNanos ? Optional.of(lastTsf + since / MICROS_IN_NANOS)
                : Optional.empty();
    }
}
