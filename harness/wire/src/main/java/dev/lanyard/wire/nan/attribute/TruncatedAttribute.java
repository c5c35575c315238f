package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesWriter;

/**
 * The last attribute of a frame, whose length reaches past the end.
 *
 * @param declaredLength what its length field says
 * @param body           what is there
 */
public record TruncatedAttribute(int id, int declaredLength, Bytes body) implements NanAttribute {

    @Override
    public Bytes encode() {
        return new BytesWriter().u8(id).u16(declaredLength).bytes(body).toBytes();
    }
}
