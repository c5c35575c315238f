package dev.lanyard.wire.ieee80211;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesWriter;

/**
 * The last element of a list, whose length reaches past the end.
 *
 * @param declaredLength what its length octet says
 * @param body           what is there
 */
public record TruncatedElement(int id, int declaredLength, Bytes body) implements Element {

    @Override
    public Bytes encode() {
        return new BytesWriter().u8(id).u8(declaredLength).bytes(body).toBytes();
    }
}
