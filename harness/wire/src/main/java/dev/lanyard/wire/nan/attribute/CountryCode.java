package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;

/** Country Code, 0x0B: two letters; condition bits may follow. */
public record CountryCode(Bytes code) implements NanAttribute {

    @Override
    public int id() {
        return AttributeId.COUNTRY_CODE;
    }

    @Override
    public Bytes body() {
        return code;
    }
}
