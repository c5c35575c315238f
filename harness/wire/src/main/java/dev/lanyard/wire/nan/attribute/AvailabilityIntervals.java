package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.nan.Nan;

/**
 * When a device is to be found, in the attributes of release 1: map control 1, availability intervals bitmap.
 *
 * @param mapControl b0–3 map id, b4–5 interval duration (0 16 TU, 1 32 TU, 2 64 TU), b6 repeat
 * @param bitmap     one bit per interval of the 512 TU between discovery windows: 4, 2 or 1 octets
 */
public record AvailabilityIntervals(int mapControl, Bytes bitmap) {

    static AvailabilityIntervals read(BytesReader in) {
        return new AvailabilityIntervals(in.u8(), in.rest());
    }

    void write(BytesWriter out) {
        out.u8(mapControl).bytes(bitmap);
    }

    public int mapId() {
        return mapControl & 0xF;
    }

    /** In TU; 0 for the reserved value. */
    public int intervalDuration() {
        return intervalDuration(mapControl >> 4);
    }

    /** The octets that a bitmap of {@code duration} (its two bits) has; 0 for the reserved value. */
    static int bitmapLength(int duration) {
        int interval = intervalDuration(duration);
        return interval == 0 ? 0 : Nan.DW_PERIOD / interval / 8;
    }

    private static int intervalDuration(int duration) {
        return (duration & 3) == 3 ? 0 : Nan.SLOT << (duration & 3);
    }
}
