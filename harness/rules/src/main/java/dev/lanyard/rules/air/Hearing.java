package dev.lanyard.rules.air;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.Dot11Frame;
import java.util.Optional;
import java.util.OptionalInt;

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

    /** A frame that may concern Wi-Fi Aware. */
    public sealed interface Heard permits AirFrame, Late {}

    /**
     * A frame of which only what was judged before it tells whether it concerns anybody: an encrypted frame, or a data
     * frame.
     */
    public record Late(AirFrame.Reception reception, Bytes octets) implements Heard {}

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
        return Optional.ofNullable(hear(reception.number(), reception.epochNanos(), reception.frequencyMhz(), octets));
    }

    /**
     * The same, and without objects where none is needed; keeps nothing of {@code octets}, which may be overwritten.
     *
     * @return null for frames of other networks
     */
    public Heard hear(long number, long nanos, OptionalInt mhz, Bytes octets) {
        if (!octets.has(0, 2)) {
            return null;
        }
        int type = octets.u8(0);
        boolean management = type == 0x80 || type == 0xD0 || type == 0xE0 || type == 0xB0;
        if (!management || (octets.u8(1) & PROTECTED) != 0) {
            return management || (type & 0x0F) == DATA
                    ? new Late(new AirFrame.Reception(number, nanos, mhz), copy(octets)) : null;
        }
        boolean may = remembers && Repeated.mayBe(octets);
        Repeated before = may ? memory.find(octets, mhz) : null;
        return before != null ? before.again(number, nanos, octets)
                : decoded(new AirFrame.Reception(number, nanos, mhz), copy(octets), may);
    }

    private AirFrame decoded(AirFrame.Reception reception, Bytes octets, boolean mayBeRepeated) {
        Optional<AirFrame> decoded = AirFrame.of(reception, Dot11Frame.decode(octets), octets, false);
        if (mayBeRepeated && decoded.isPresent()) {
            Repeated repeated = new Repeated(decoded.get());
            decoded.get().rememberedAs(repeated);
            memory.remember(repeated);
        }
        return decoded.orElse(null);
    }

    private static Bytes copy(Bytes octets) {
        return Bytes.wrap(octets.toArray());
    }
}
