package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesWriter;

/** Shared-Key Descriptor (SKDA), 0x24: publish id 1, RSNA key descriptor. */
public record SharedKeyDescriptor(int publishId, KeyDescriptor descriptor) implements NanAttribute {

    @Override
    public int id() {
        return AttributeId.SHARED_KEY_DESCRIPTOR;
    }

    @Override
    public Bytes body() {
        BytesWriter out = new BytesWriter().u8(publishId);
        descriptor.write(out);
        return out.toBytes();
    }
}
