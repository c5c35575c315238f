package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import java.util.ArrayList;
import java.util.List;

/** Further Availability Map, 0x0A: map id 1, entries. */
public record FurtherAvailabilityMap(int mapId, List<FurtherAvailabilityMap.Entry> entries) implements NanAttribute {

    /**
     * Control 1, operating class 1, channel 1, availability intervals bitmap of 4, 2 or 1 octets.
     *
     * @param control b0–1 interval duration: 0 16 TU, 1 32 TU, 2 64 TU
     */
    public record Entry(int control, int operatingClass, int channel, Bytes bitmap) {}

    public FurtherAvailabilityMap {
        entries = List.copyOf(entries);
    }

    static FurtherAvailabilityMap read(BytesReader in) {
        int mapId = in.u8();
        List<Entry> entries = new ArrayList<>();
        while (in.more()) {
            int control = in.u8();
            entries.add(new Entry(control, in.u8(), in.u8(), in.bytes(AvailabilityIntervals.bitmapLength(control))));
        }
        return new FurtherAvailabilityMap(mapId, entries);
    }

    @Override
    public int id() {
        return AttributeId.FURTHER_AVAILABILITY_MAP;
    }

    @Override
    public Bytes body() {
        BytesWriter out = new BytesWriter().u8(mapId);
        entries.forEach(entry -> out.u8(entry.control()).u8(entry.operatingClass()).u8(entry.channel())
                .bytes(entry.bitmap()));
        return out.toBytes();
    }
}
