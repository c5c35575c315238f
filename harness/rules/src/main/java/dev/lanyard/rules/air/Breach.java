package dev.lanyard.rules.air;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.ServiceId;
import dev.lanyard.wire.net.MacAddress;
import java.util.List;
import java.util.Optional;

/**
 * How a device broke a rule.
 *
 * @param device  who sent the frames
 * @param service whose service it was about; empty where it is about the device
 * @param reason  what was seen in the first frame, in one sentence
 * @param places  the first frames that show it, in order
 * @param count   how many frames show it
 */
public record Breach(String rule, MacAddress device, Optional<ServiceId> service, String reason, List<Place> places,
                     long count) {

    public Breach {
        places = List.copyOf(places);
    }

    /**
     * A frame that shows it.
     *
     * @param frame      its number in the capture, from 1
     * @param epochNanos when
     * @param octets     the attribute or element, as received; empty where something is absent, or the whole frame is
     *                   meant
     * @param decrypted  the octets stood in an encrypted frame
     */
    public record Place(long frame, long epochNanos, Bytes octets, boolean decrypted) {}
}
