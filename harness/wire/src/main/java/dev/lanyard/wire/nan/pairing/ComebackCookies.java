package dev.lanyard.wire.nan.pairing;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.security.KeyHash;
import dev.lanyard.wire.nan.security.Secret;
import dev.lanyard.wire.net.MacAddress;

/**
 * Cookies that a responder hands out before it computes anything, and needs not remember: a flood of first messages
 * from addresses that nobody hears costs it one hash each (anti-clogging, IEEE 802.11-2024 §12.13.3.2).
 *
 * @param key     of the responder alone
 * @param afterTu how long the initiator is to wait
 */
public record ComebackCookies(Secret key, int afterTu) {

    private static final int LENGTH = 8;

    /** The cookie of an address. */
    public Bytes cookie(MacAddress initiator) {
        return KeyHash.SHA_256.hmac(key, initiator.bytes()).truncate(LENGTH);
    }

    /** Whether {@code cookie} was given to {@code initiator}. */
    public boolean isFor(MacAddress initiator, Bytes cookie) {
        return KeyHash.same(cookie(initiator), cookie);
    }
}
