package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.net.MacAddress;

/**
 * P2P Operation, 0x06: P2P device role 1, MAC address 6, map control 1, availability intervals bitmap.
 *
 * @param deviceRole b0 device, b1 group owner, b2 client
 */
public record P2pOperation(int deviceRole, MacAddress address, AvailabilityIntervals intervals)
        implements NanAttribute {

    @Override
    public int id() {
        return AttributeId.P2P_OPERATION;
    }

    @Override
    public Bytes body() {
        BytesWriter out = new BytesWriter().u8(deviceRole).mac(address);
        intervals.write(out);
        return out.toBytes();
    }
}
