package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;

/**
 * Where and when a network other than NAN works: operating class 1, channel 1, centre frequency segment 1, TBTT offset
 * 2, beacon interval 2.
 *
 * @param tbttOffset     between discovery window and beacon, in TU
 * @param beaconInterval in TU
 */
public record NonNanChannel(int operatingClass, int channel, int centreFrequency, int tbttOffset,
                            int beaconInterval) {

    static NonNanChannel read(BytesReader in) {
        return new NonNanChannel(in.u8(), in.u8(), in.u8(), in.u16(), in.u16());
    }

    void write(BytesWriter out) {
        out.u8(operatingClass).u8(channel).u8(centreFrequency).u16(tbttOffset).u16(beaconInterval);
    }
}
