package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.net.MacAddress;

/**
 * Extended P2P Operation, 0x1F: P2P device role 1, MAC address 6, channel 7.
 *
 * @param deviceRole b0 device, b1 group owner, b2 client
 */
public record ExtendedP2pOperation(int deviceRole, MacAddress address, NonNanChannel channel)
        implements NanAttribute {

    @Override
    public int id() {
        return AttributeId.EXTENDED_P2P_OPERATION;
    }

    @Override
    public Bytes body() {
        BytesWriter out = new BytesWriter().u8(deviceRole).mac(address);
        channel.write(out);
        return out.toBytes();
    }
}
