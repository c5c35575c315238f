package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;

/**
 * NAN Connection Capability, 0x04: bitmap 2: b0 Wi-Fi Direct, b1 P2P services, b2 TDLS, b3 WLAN infrastructure, b4
 * IBSS, b5 mesh.
 */
public record ConnectionCapability(int bitmap) implements NanAttribute {

    @Override
    public int id() {
        return AttributeId.CONNECTION_CAPABILITY;
    }

    @Override
    public Bytes body() {
        return Bytes.of(bitmap, bitmap >> 8);
    }
}
