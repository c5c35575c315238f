package dev.lanyard.wire.ieee80211;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;

/**
 * VHT Capabilities, element 191 (§9.4.2.157): capability information 4 LE, then the supported MCS and NSS set: receive
 * map 2 LE, highest receive rate 2 LE, transmit map 2 LE, highest transmit rate 2 LE.
 *
 * @param receiveRate  b0–12 Mbit/s, b13–15 maximum NSTS total
 * @param transmitRate b0–12 Mbit/s, b13 extended NSS bandwidth capable
 */
public record VhtCapabilitiesElement(long capabilities, int receiveMap, int receiveRate, int transmitMap,
                                     int transmitRate) implements Element {

    static VhtCapabilitiesElement read(BytesReader in) {
        return new VhtCapabilitiesElement(in.u32(), in.u16(), in.u16(), in.u16(), in.u16());
    }

    @Override
    public int id() {
        return VHT_CAPABILITIES;
    }

    @Override
    public Bytes body() {
        return new BytesWriter().u32(capabilities).u16(receiveMap).u16(receiveRate).u16(transmitMap)
                .u16(transmitRate).toBytes();
    }
}
