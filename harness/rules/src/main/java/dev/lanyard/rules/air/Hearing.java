package dev.lanyard.rules.air;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.Dot11Frame;
import java.util.Optional;

/**
 * Decodes frames for an {@link AirMonitor}; what is sent again and again only once. It knows nothing of what was judged,
 * so it may run ahead of the judges in a thread of its own. For one thread.
 */
public final class Hearing {

    /** Version 0, type data. */
    private static final int DATA = 0x08;
    private static final int PROTECTED = 0x40;

    private final boolean remembers;
    private final Repeated.Memory memory = new Repeated.Memory();

    /**
     * A frame that may concern Wi-Fi Aware.
     *
     * @param frame    decoded; null where only what was judged before it tells whether it concerns anybody: an
     *                 encrypted frame, or a data frame
     * @param repeated what frames like this one share; null of those that are not remembered
     */
    public record Heard(AirFrame.Reception reception, Bytes octets, AirFrame frame, Repeated repeated) {}

    private Hearing(boolean remembers) {
        this.remembers = remembers;
    }

    /** Remembers what it heard. */
    public static Hearing remembering() {
        return new Hearing(true);
    }

    /** Decodes every frame anew. */
    public static Hearing plain() {
        return new Hearing(false);
    }

    /**
     * Decodes a frame; empty for frames of other networks.
     *
     * @param octets from the frame control, without frame check sequence
     */
    public Optional<Heard> hear(AirFrame.Reception reception, Bytes octets) {
        return Optional.ofNullable(heard(reception, octets));
    }

    Heard heard(AirFrame.Reception reception, Bytes octets) {
        if (!octets.has(0, 2)) {
            return null;
        }
        int first = octets.u8(0);
        boolean management = first == 0x80 || first == 0xD0 || first == 0xE0 || first == 0xB0;
        if (!management || (octets.u8(1) & PROTECTED) != 0) {
            return management || (first & 0x0F) == DATA ? new Heard(reception, octets, null, null) : null;
        }
        boolean may = remembers && Repeated.mayBe(octets);
        Repeated before = may ? memory.find(octets, reception.frequencyMhz()) : null;
        if (before != null) {
            return new Heard(reception, octets, before.again(reception, octets), before);
        }
        Optional<AirFrame> decoded = AirFrame.of(reception, Dot11Frame.decode(octets), octets, false);
        if (decoded.isEmpty()) {
            return null;
        }
        Repeated repeated = may ? new Repeated(decoded.get()) : null;
        if (may) {
            memory.remember(repeated);
        }
        return new Heard(reception, octets, decoded.get(), repeated);
    }
}
