package dev.lanyard.wire.ieee80211;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import java.util.List;

/**
 * The body of a beacon or probe response (§9.3.3.2): timestamp 8 LE, beacon interval 2 LE, capability 2 LE, elements.
 *
 * @param timestamp      the sender's TSF in microseconds, all 64 bits
 * @param beaconInterval in TU
 */
public record BeaconBody(long timestamp, int beaconInterval, int capability, Elements elements)
        implements ManagementBody {

    private static final int FIXED = 12;

    static BeaconBody read(Bytes octets, int offset, List<FrameDefect> defects) {
        if (!octets.has(0, FIXED)) {
            return null;
        }
        BytesReader in = new BytesReader(octets, offset);
        return new BeaconBody(in.u64(), in.u16(), in.u16(), Elements.read(in, defects));
    }

    @Override
    public Bytes encode() {
        return new BytesWriter().u64(timestamp).u16(beaconInterval).u16(capability).bytes(elements.encode())
                .toBytes();
    }
}
