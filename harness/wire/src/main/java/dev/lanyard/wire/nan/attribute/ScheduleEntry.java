package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * An entry of a schedule: map id 1, time bitmap.
 *
 * @param mapId b0–3 the map of the NAN Availability attribute that says the channels
 */
public record ScheduleEntry(int mapId, TimeBitmap timeBitmap) {

    static List<ScheduleEntry> readList(BytesReader in) {
        List<ScheduleEntry> entries = new ArrayList<>();
        while (in.more()) {
            entries.add(new ScheduleEntry(in.u8(), TimeBitmap.read(in)));
        }
        return entries;
    }

    static void writeList(List<ScheduleEntry> entries, BytesWriter out) {
        for (ScheduleEntry entry : entries) {
            out.u8(entry.mapId);
            entry.timeBitmap.write(out);
        }
    }
}
