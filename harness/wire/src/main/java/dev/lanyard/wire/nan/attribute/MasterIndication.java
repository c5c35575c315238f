package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;

/**
 * Master Indication, 0x00: master preference 1, random factor 1.
 *
 * @param masterPreference 0 never becomes master; 255 is for tests
 */
public record MasterIndication(int masterPreference, int randomFactor) implements NanAttribute {

    @Override
    public int id() {
        return AttributeId.MASTER_INDICATION;
    }

    @Override
    public Bytes body() {
        return Bytes.of(masterPreference, randomFactor);
    }
}
