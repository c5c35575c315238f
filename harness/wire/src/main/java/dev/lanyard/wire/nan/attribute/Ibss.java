package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.net.MacAddress;

/** IBSS, 0x07: BSSID 6, MAC address 6, map control 1, availability intervals bitmap. */
public record Ibss(MacAddress bssid, MacAddress address, AvailabilityIntervals intervals) implements NanAttribute {

    @Override
    public int id() {
        return AttributeId.IBSS;
    }

    @Override
    public Bytes body() {
        BytesWriter out = new BytesWriter().mac(bssid).mac(address);
        intervals.write(out);
        return out.toBytes();
    }
}
