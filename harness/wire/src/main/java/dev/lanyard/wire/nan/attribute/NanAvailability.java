package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * NAN Availability, 0x12: sequence id 1, control 2, entries.
 *
 * @param sequenceId grows when the content changes
 * @param control    b0–3 map id, b4 committed, b5 potential, b6 public availability, b7 NDC changed
 */
public record NanAvailability(int sequenceId, int control, List<AvailabilityEntry> entries) implements NanAttribute {

    public static final int COMMITTED_CHANGED = 0x10;
    public static final int POTENTIAL_CHANGED = 0x20;

    public NanAvailability {
        entries = List.copyOf(entries);
    }

    static NanAvailability read(BytesReader in) {
        int sequenceId = in.u8();
        int control = in.u16();
        List<AvailabilityEntry> entries = new ArrayList<>();
        while (in.more()) {
            entries.add(AvailabilityEntry.read(in));
        }
        return new NanAvailability(sequenceId, control, entries);
    }

    public int mapId() {
        return control & 0xF;
    }

    @Override
    public int id() {
        return AttributeId.AVAILABILITY;
    }

    @Override
    public Bytes body() {
        BytesWriter out = new BytesWriter().u8(sequenceId).u16(control);
        entries.forEach(entry -> entry.write(out));
        return out.toBytes();
    }
}
