package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.net.MacAddress;

/**
 * WLAN Infrastructure, 0x05: BSSID 6, MAC address 6, map control 1, availability intervals bitmap, device role 1.
 *
 * @param deviceRole 0 AP, 1 station associated with the AP, 2 station listening to it
 */
public record WlanInfrastructure(MacAddress bssid, MacAddress address, AvailabilityIntervals intervals, int deviceRole)
        implements NanAttribute {

    static WlanInfrastructure read(BytesReader in) {
        MacAddress bssid = in.mac();
        MacAddress address = in.mac();
        AvailabilityIntervals intervals = AvailabilityIntervals.read(in.sub(Math.max(1, in.remaining() - 1)));
        return new WlanInfrastructure(bssid, address, intervals, in.u8());
    }

    @Override
    public int id() {
        return AttributeId.WLAN_INFRASTRUCTURE;
    }

    @Override
    public Bytes body() {
        BytesWriter out = new BytesWriter().mac(bssid).mac(address);
        intervals.write(out);
        return out.u8(deviceRole).toBytes();
    }
}
