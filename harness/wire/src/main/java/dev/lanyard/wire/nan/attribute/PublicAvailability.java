package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesWriter;
import java.util.List;

/** Public Availability, 0x27: schedule entries. */
public record PublicAvailability(List<ScheduleEntry> entries) implements NanAttribute {

    public PublicAvailability {
        entries = List.copyOf(entries);
    }

    @Override
    public int id() {
        return AttributeId.PUBLIC_AVAILABILITY;
    }

    @Override
    public Bytes body() {
        BytesWriter out = new BytesWriter();
        ScheduleEntry.writeList(entries, out);
        return out.toBytes();
    }
}
