package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.net.MacAddress;
import java.util.List;

/**
 * NDC, 0x13: NDC id 6, control 1, schedule entries.
 *
 * @param control b0 this NDC is selected for the NDL
 */
public record Ndc(MacAddress ndcId, int control, List<ScheduleEntry> entries) implements NanAttribute {

    public static final int SELECTED = 1;

    public Ndc {
        entries = List.copyOf(entries);
    }

    static Ndc read(BytesReader in) {
        return new Ndc(in.mac(), in.u8(), ScheduleEntry.readList(in));
    }

    @Override
    public int id() {
        return AttributeId.NDC;
    }

    @Override
    public Bytes body() {
        BytesWriter out = new BytesWriter().mac(ndcId).u8(control);
        ScheduleEntry.writeList(entries, out);
        return out.toBytes();
    }
}
