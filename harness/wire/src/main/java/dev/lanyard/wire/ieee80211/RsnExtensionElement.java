package dev.lanyard.wire.ieee80211;

import dev.lanyard.wire.Bytes;

/**
 * RSNXE, element 244 (§9.4.2.241): a bitmap, least significant octet first, whose b0–3 say its own length minus one.
 */
public record RsnExtensionElement(Bytes bitmap) implements Element {

    /** The bit of SAE hash-to-element. */
    public static final int SAE_HASH_TO_ELEMENT = 5;

    @Override
    public int id() {
        return RSN_EXTENSION;
    }

    @Override
    public Bytes body() {
        return bitmap;
    }

    /** Whether a bit is there and set. */
    public boolean bit(int number) {
        return bitmap.has(number / 8, 1) && (bitmap.u8(number / 8) >> number % 8 & 1) != 0;
    }
}
