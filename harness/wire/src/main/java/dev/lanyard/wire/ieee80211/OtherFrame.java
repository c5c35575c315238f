package dev.lanyard.wire.ieee80211;

import dev.lanyard.wire.Bytes;
import java.util.List;

/** A control or extension frame, or one too short to be read; kept as its octets. */
public record OtherFrame(Bytes octets, List<FrameDefect> defects) implements Dot11Frame {

    public OtherFrame {
        defects = List.copyOf(defects);
    }

    @Override
    public Bytes encode() {
        return octets;
    }
}
