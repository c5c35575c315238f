package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;

/**
 * NAN Identity Resolution (NIRA), 0x2B: cipher version 1, nonce 8, tag 8.
 *
 * @param cipherVersion 0: the tag is the first 8 octets of HMAC-SHA-256(NIK, "NIR" ‖ NMI ‖ nonce)
 */
public record IdentityResolution(int cipherVersion, Bytes nonce, Bytes tag) implements NanAttribute {

    /** Nonce and tag: the PMKID of pairing verification. */
    public Bytes npkid() {
        return nonce.concat(tag);
    }

    @Override
    public int id() {
        return AttributeId.IDENTITY_RESOLUTION;
    }

    @Override
    public Bytes body() {
        return Bytes.of(cipherVersion).concat(nonce).concat(tag);
    }
}
