package dev.lanyard.drivers.aware;

import dev.lanyard.wire.nan.security.Secret;

/**
 * Takes the keys of a peer as it comes to know them, for whoever wants its frames opened later. Called on the loop of the
 * air, with the same key as often as it is agreed on; not for events, since what is recorded stands in reports.
 */
@FunctionalInterface
public interface KeySink {

    /** For whoever wants none. */
    KeySink NONE = (kind, key) -> { };

    /** What a key is for. */
    enum Kind {
        /** Identity key of either end, 16 octets. */
        NIK,
        /** NPK: the PMK of a pairing and of its verifications, 32 octets. */
        NPK,
        /** ND-PMK of data paths, 32 octets. */
        PMK,
        /** NM-KEK, 16 or 32 octets. */
        NM_KEK,
        /** NM-TK, or TK of a data path, 16 or 32 octets. */
        TK,
        /** KCK of a PASN exchange, 32 octets. */
        PASN_KCK
    }

    void keep(Kind kind, Secret key);
}
