package dev.lanyard.wire.ieee80211;

import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;

/**
 * A cipher or AKM suite selector (§9.4.2.24.2): OUI 3, type 1.
 *
 * @param oui 24 bits, the first octet sent highest
 */
public record Suite(int oui, int type) {

    /** The OUI of the suites that IEEE 802.11 defines. */
    public static final int IEEE = 0x000FAC;

    public static final Suite CCMP_128 = new Suite(IEEE, 4);
    public static final Suite BIP_CMAC_128 = new Suite(IEEE, 6);
    /** Group addressed traffic not allowed. */
    public static final Suite NO_GROUP_TRAFFIC = new Suite(IEEE, 7);
    public static final Suite GCMP_256 = new Suite(IEEE, 9);
    public static final Suite AKM_SAE = new Suite(IEEE, 8);
    public static final Suite AKM_PASN = new Suite(IEEE, 21);

    static Suite read(BytesReader in) {
        return new Suite(in.u24be(), in.u8());
    }

    void write(BytesWriter out) {
        out.u24be(oui).u8(type);
    }

    /** {@code 00-0F-AC:7}. */
    @Override
    public String toString() {
        return "%02X-%02X-%02X:%d".formatted(oui >> 16, oui >> 8 & 0xFF, oui & 0xFF, type);
    }
}
