package dev.lanyard.drivers.aware;

import dev.lanyard.wire.nan.pairing.PairingAssociation;
import dev.lanyard.wire.nan.security.PairingKeys;
import dev.lanyard.wire.nan.security.ProtectedFrames;

/**
 * A pairing or verification that is in force.
 *
 * @param association what PASN left
 * @param frames      those under the NM-TK
 */
record PairedKeys(PairingAssociation association, ProtectedFrames frames) {

    PairingKeys keys() {
        return association.keys();
    }

    @Override
    public String toString() {
        return "keys of a pairing";
    }
}
