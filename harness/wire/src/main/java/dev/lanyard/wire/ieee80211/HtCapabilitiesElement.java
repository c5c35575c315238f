package dev.lanyard.wire.ieee80211;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;

/**
 * HT Capabilities, element 45 (§9.4.2.55): capability information 2, A-MPDU parameters 1, supported MCS set 16,
 * extended capabilities 2, transmit beamforming capabilities 4, antenna selection 1; all little-endian.
 */
public record HtCapabilitiesElement(int capabilities, int ampduParameters, Bytes mcsSet, int extendedCapabilities,
                                    long beamforming, int antennaSelection) implements Element {

    static HtCapabilitiesElement read(BytesReader in) {
        return new HtCapabilitiesElement(in.u16(), in.u8(), in.bytes(16), in.u16(), in.u32(), in.u8());
    }

    @Override
    public int id() {
        return HT_CAPABILITIES;
    }

    @Override
    public Bytes body() {
        return new BytesWriter().u16(capabilities).u8(ampduParameters).bytes(mcsSet).u16(extendedCapabilities)
                .u32(beamforming).u8(antennaSelection).toBytes();
    }
}
