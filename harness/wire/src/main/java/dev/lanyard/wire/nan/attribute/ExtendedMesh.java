package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.net.MacAddress;

/** Extended Mesh, 0x21: MAC address 6, channel 7, mesh id. */
public record ExtendedMesh(MacAddress address, NonNanChannel channel, Bytes meshId) implements NanAttribute {

    @Override
    public int id() {
        return AttributeId.EXTENDED_MESH;
    }

    @Override
    public Bytes body() {
        BytesWriter out = new BytesWriter().mac(address);
        channel.write(out);
        return out.bytes(meshId).toBytes();
    }
}
