package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;

/**
 * Device Capability Extension (DCEA), 0x2A: two octets; more may come in later releases.
 *
 * @param regulatory b0 valid, b1–3 6 GHz access point type (0 indoor, 1 standard power, 2 very low power, 3 indoor
 *                   enabled, 4 indoor standard power)
 * @param pairing    b0 pairing setup enabled, b1 NPK and NIK caching enabled
 */
public record DeviceCapabilityExtension(int regulatory, int pairing) implements NanAttribute {

    public static final int PAIRING_SETUP = 1;
    public static final int CACHING = 2;

    public boolean pairingSetupEnabled() {
        return (pairing & PAIRING_SETUP) != 0;
    }

    public boolean cachingEnabled() {
        return (pairing & CACHING) != 0;
    }

    /** Whether the 6 GHz access point type means something. */
    public boolean regulatoryValid() {
        return (regulatory & 1) != 0;
    }

    public int accessPointType() {
        return regulatory >> 1 & 7;
    }

    @Override
    public int id() {
        return AttributeId.DEVICE_CAPABILITY_EXTENSION;
    }

    @Override
    public Bytes body() {
        return Bytes.of(regulatory, pairing);
    }
}
