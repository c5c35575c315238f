package dev.lanyard.wire.ieee80211;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesWriter;

/**
 * Vendor Specific, element 221 (§9.4.2.25): OUI 3, then what the vendor defines.
 *
 * @param oui 24 bits, the first octet sent highest
 */
public record VendorElement(int oui, Bytes content) implements Element {

    @Override
    public int id() {
        return VENDOR;
    }

    @Override
    public Bytes body() {
        return new BytesWriter().u24be(oui).bytes(content).toBytes();
    }
}
