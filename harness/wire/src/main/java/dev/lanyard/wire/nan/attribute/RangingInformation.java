package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import java.util.OptionalInt;

/**
 * Ranging Information, 0x1A: location information availability 1, [last movement indication 2].
 *
 * @param availability b0 local coordinates, b1 geospatial, b2 civic location, b3 last movement indication present
 */
public record RangingInformation(int availability, OptionalInt lastMovement) implements NanAttribute {

    public static final int LAST_MOVEMENT_PRESENT = 8;

    static RangingInformation read(BytesReader in) {
        int availability = in.u8();
        return new RangingInformation(availability, (availability & LAST_MOVEMENT_PRESENT) != 0
                ? OptionalInt.of(in.u16()) : OptionalInt.empty());
    }

    @Override
    public int id() {
        return AttributeId.RANGING_INFORMATION;
    }

    @Override
    public Bytes body() {
        BytesWriter out = new BytesWriter().u8(availability);
        lastMovement.ifPresent(out::u16);
        return out.toBytes();
    }
}
