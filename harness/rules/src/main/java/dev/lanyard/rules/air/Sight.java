package dev.lanyard.rules.air;

import dev.lanyard.wire.ieee80211.Placed;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.net.MacAddress;
import java.util.Optional;

/**
 * A frame, and what was known before it.
 *
 * @param air    everything known
 * @param frame  the frame
 * @param sender the device that sent it
 */
public record Sight(Air air, AirFrame frame, Device sender) {

    /** The device that it is for, if that was seen before. */
    public Optional<Device> receiver() {
        return air.device(frame.receiver());
    }

    public MacAddress from() {
        return sender.nmi();
    }

    /** The first attribute of a kind. */
    public <T extends NanAttribute> Optional<Placed<T>> first(Class<T> type) {
        return frame.first(type);
    }

    public boolean has(Class<? extends NanAttribute> type) {
        return frame.has(type);
    }
}
