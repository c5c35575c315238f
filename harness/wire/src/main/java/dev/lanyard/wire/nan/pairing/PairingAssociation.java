package dev.lanyard.wire.nan.pairing;

import dev.lanyard.wire.nan.security.CipherSuite;
import dev.lanyard.wire.nan.security.PairingKeys;
import dev.lanyard.wire.nan.security.Secret;
import dev.lanyard.wire.net.MacAddress;

/**
 * What a finished PASN exchange leaves on both sides.
 *
 * @param keys KCK, NM-TK and NM-KDK, with NM-KEK and ND-PMK derived from it
 * @param npk  the PMK of later verification: with SAE the PMK, opportunistically derived, in verification the same
 */
public record PairingAssociation(MacAddress initiator, MacAddress responder, CipherSuite suite, PairingKeys keys,
                                 Secret npk) {

    /** Forgets all keys. */
    public void destroy() {
        keys.destroy();
        npk.destroy();
    }
}
