package dev.lanyard.wire.ieee80211;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import java.util.List;

/**
 * Management MIC, element 76 (§9.4.2.54): key id 2 LE, IPN or BIPN 6 LE, MIC 8 or 16. Beacons that are protected and
 * group-addressed frames under an IGTK end with it.
 *
 * @param packetNumber 48 bits; has to grow
 */
public record ManagementMicElement(int keyId, long packetNumber, Bytes mic) implements Element {

    static final List<Integer> LENGTHS = List.of(16, 24);

    static ManagementMicElement read(BytesReader in) {
        if (!LENGTHS.contains(in.remaining())) {
            in.fail();
        }
        int keyId = in.u16();
        long low = in.u16();
        return new ManagementMicElement(keyId, low | in.u32() << 16, in.rest());
    }

    @Override
    public int id() {
        return MANAGEMENT_MIC;
    }

    @Override
    public Bytes body() {
        return new BytesWriter().u16(keyId).u16((int) packetNumber).u32(packetNumber >> 16).bytes(mic).toBytes();
    }
}
