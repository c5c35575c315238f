package dev.lanyard.wire.ieee80211;

import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;

/**
 * The header of CCMP and GCMP (§12.5.2.2, §12.5.4.2): PN0, PN1, reserved, key id octet (b5 Ext IV, b6–7 key id), PN2,
 * PN3, PN4, PN5.
 *
 * @param packetNumber 48 bits
 * @param reserved     the third octet
 * @param keyOctet     the fourth octet
 */
public record SecurityHeader(long packetNumber, int reserved, int keyOctet) {

    /** Octets of this header. */
    public static final int LENGTH = 8;

    static SecurityHeader read(BytesReader in) {
        long low = in.u16();
        int reserved = in.u8();
        int key = in.u8();
        return new SecurityHeader(low | in.u32() << 16, reserved, key);
    }

    void write(BytesWriter out) {
        out.u16((int) packetNumber).u8(reserved).u8(keyOctet).u32(packetNumber >> 16);
    }

    public int keyId() {
        return keyOctet >> 6 & 3;
    }
}
