package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.net.MacAddress;

/**
 * Ranging, 0x0C: MAC address 6, map control 1, ranging protocol 1, availability intervals bitmap.
 *
 * @param protocol b0 fine timing measurement
 */
public record Ranging(MacAddress address, int mapControl, int protocol, Bytes bitmap) implements NanAttribute {

    static Ranging read(BytesReader in) {
        return new Ranging(in.mac(), in.u8(), in.u8(), in.rest());
    }

    /** Map control and bitmap together. */
    public AvailabilityIntervals intervals() {
        return new AvailabilityIntervals(mapControl, bitmap);
    }

    @Override
    public int id() {
        return AttributeId.RANGING;
    }

    @Override
    public Bytes body() {
        return new BytesWriter().mac(address).u8(mapControl).u8(protocol).bytes(bitmap).toBytes();
    }
}
