package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesWriter;

/** Further NAN Service Discovery, 0x09: map control 1, availability intervals bitmap. */
public record FurtherServiceDiscovery(AvailabilityIntervals intervals) implements NanAttribute {

    @Override
    public int id() {
        return AttributeId.FURTHER_SERVICE_DISCOVERY;
    }

    @Override
    public Bytes body() {
        BytesWriter out = new BytesWriter();
        intervals.write(out);
        return out.toBytes();
    }
}
