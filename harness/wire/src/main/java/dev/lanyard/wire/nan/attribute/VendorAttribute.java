package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesWriter;

/**
 * Vendor Specific, 0xDD: OUI 3, then what the vendor defines (usually a type octet first).
 *
 * @param oui 24 bits, the first octet sent highest
 */
public record VendorAttribute(int oui, Bytes content) implements NanAttribute {

    @Override
    public int id() {
        return AttributeId.VENDOR_SPECIFIC;
    }

    @Override
    public Bytes body() {
        return new BytesWriter().u24be(oui).bytes(content).toBytes();
    }
}
