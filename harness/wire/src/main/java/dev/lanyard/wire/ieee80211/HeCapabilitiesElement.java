package dev.lanyard.wire.ieee80211;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * HE Capabilities, element 255/35 (IEEE 802.11ax-2021 §9.4.2.248, unchecked): MAC capabilities 6 LE, PHY capabilities
 * 11, pairs of receive and transmit MCS maps of 2 LE each, [PPE thresholds].
 *
 * @param macCapabilities 48 bits
 * @param phyCapabilities b3 160 MHz, b4 80+80 MHz: each brings a pair of maps besides the one of 80 MHz
 * @param mcsMaps         receive, transmit, receive, transmit…
 */
public record HeCapabilitiesElement(long macCapabilities, Bytes phyCapabilities, List<Integer> mcsMaps,
                                    Bytes ppeThresholds) implements Element {

    private static final int PHY_LENGTH = 11;
    private static final int WIDTH_160 = 0x08;
    private static final int WIDTH_80_80 = 0x10;

    public HeCapabilitiesElement {
        mcsMaps = List.copyOf(mcsMaps);
    }

    /** Reads what follows the extension id. */
    static HeCapabilitiesElement read(BytesReader in) {
        long low = in.u16();
        long mac = low | in.u32() << 16;
        int widths = Math.max(0, in.peek(0));
        Bytes phy = in.bytes(PHY_LENGTH);
        int pairs = 1 + ((widths & WIDTH_160) != 0 ? 1 : 0) + ((widths & WIDTH_80_80) != 0 ? 1 : 0);
        List<Integer> maps = new ArrayList<>();
        for (int map = 0; map < 2 * pairs; map++) {
            maps.add(in.u16());
        }
        return new HeCapabilitiesElement(mac, phy, maps, in.rest());
    }

    @Override
    public int id() {
        return EXTENSION;
    }

    @Override
    public Bytes body() {
        BytesWriter out = new BytesWriter().u8(EXTENSION_HE_CAPABILITIES).u16((int) macCapabilities)
                .u32(macCapabilities >> 16).bytes(phyCapabilities);
        mcsMaps.forEach(out::u16);
        return out.bytes(ppeThresholds).toBytes();
    }
}
