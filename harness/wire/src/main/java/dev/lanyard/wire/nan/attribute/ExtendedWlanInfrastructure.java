package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.net.MacAddress;

/**
 * Extended WLAN Infrastructure, 0x1E: BSSID 6, MAC address 6, device role 1, channel 7.
 *
 * @param deviceRole 0 AP, 1 station associated with the AP, 2 station listening to it
 */
public record ExtendedWlanInfrastructure(MacAddress bssid, MacAddress address, int deviceRole, NonNanChannel channel)
        implements NanAttribute {

    @Override
    public int id() {
        return AttributeId.EXTENDED_WLAN_INFRASTRUCTURE;
    }

    @Override
    public Bytes body() {
        BytesWriter out = new BytesWriter().mac(bssid).mac(address).u8(deviceRole);
        channel.write(out);
        return out.toBytes();
    }
}
