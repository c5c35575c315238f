package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.net.MacAddress;

/** Mesh, 0x08: MAC address 6, map control 1, availability intervals bitmap, mesh id. */
public record Mesh(MacAddress address, AvailabilityIntervals intervals, Bytes meshId) implements NanAttribute {

    static Mesh read(BytesReader in) {
        MacAddress address = in.mac();
        int mapControl = in.u8();
        Bytes bitmap = in.bytes(AvailabilityIntervals.bitmapLength(mapControl >> 4));
        return new Mesh(address, new AvailabilityIntervals(mapControl, bitmap), in.rest());
    }

    @Override
    public int id() {
        return AttributeId.MESH;
    }

    @Override
    public Bytes body() {
        BytesWriter out = new BytesWriter().mac(address);
        intervals.write(out);
        return out.bytes(meshId).toBytes();
    }
}
