package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.net.MacAddress;

/** Extended IBSS, 0x20: BSSID 6, MAC address 6, channel 7. */
public record ExtendedIbss(MacAddress bssid, MacAddress address, NonNanChannel channel) implements NanAttribute {

    @Override
    public int id() {
        return AttributeId.EXTENDED_IBSS;
    }

    @Override
    public Bytes body() {
        BytesWriter out = new BytesWriter().mac(bssid).mac(address);
        channel.write(out);
        return out.toBytes();
    }
}
