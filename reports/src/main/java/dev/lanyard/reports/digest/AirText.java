package dev.lanyard.reports.digest;

import dev.lanyard.evidence.Event;
import dev.lanyard.rules.air.AirFrame;
import dev.lanyard.rules.lint.FrameLabel;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.Dot11Frame;
import dev.lanyard.wire.nan.attribute.PairingBootstrapping;
import dev.lanyard.wire.net.MacAddress;
import java.util.Optional;
import java.util.OptionalInt;

/** Says in a few words what an 802.11 frame is in Wi-Fi Aware. Total, as {@link FrameText} is. */
public final class AirText {

    private static final int ADDRESSES = 16;

    private AirText() {}

    /** What is said, of whom to whom. */
    record Said(Dialogue dialogue, String label, String from, String to) {}

    /** The frame as rules see it; empty where it is none of Wi-Fi Aware, or encrypted. */
    public static Optional<AirFrame> frame(Event.AirFrame event) {
        return AirFrame.of(new AirFrame.Reception(0, 0, OptionalInt.of(event.frequencyMhz())),
                Dot11Frame.decode(event.data()), event.data(), false);
    }

    static Said of(Event.AirFrame event) {
        Bytes data = event.data();
        if (!data.has(0, ADDRESSES)) {
            return new Said(Dialogue.OTHER, "frame of " + data.length() + " octets", "?", "?");
        }
        String from = address(data, 10);
        String to = address(data, 4);
        return frame(event).map(frame -> new Said(dialogue(frame), FrameLabel.of(frame), from, to))
                .orElseGet(() -> (data.u8(0) & 0x0C) == 0x08 ? new Said(Dialogue.AWARE_DATA, "data", from, to)
                        : new Said(Dialogue.AWARE_DATA_PATH, (data.u8(1) & 0x40) != 0 ? "encrypted frame"
                                : "frame of another kind", from, to));
    }

    /** {@code everybody} for group addresses. */
    private static String address(Bytes data, int offset) {
        MacAddress address = MacAddress.at(data, offset);
        return address.isGroup() ? Message.EVERYBODY : address.toString();
    }

    private static Dialogue dialogue(AirFrame frame) {
        return switch (frame.kind()) {
            case BEACON -> Dialogue.AWARE_CLUSTER;
            case SDF -> frame.value(PairingBootstrapping.class)
                    .filter(npba -> npba.type() != PairingBootstrapping.ADVERTISE).isPresent()
                    ? Dialogue.AWARE_PAIRING : Dialogue.AWARE_DISCOVERY;
            case PASN -> Dialogue.AWARE_PAIRING;
            case NAF -> Dialogue.AWARE_DATA_PATH;
            case DATA -> Dialogue.AWARE_DATA;
            case OTHER -> Dialogue.OTHER;
        };
    }
}
