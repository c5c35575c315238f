package dev.lanyard.wire.nan.pairing;

import dev.lanyard.wire.ieee80211.Suite;
import dev.lanyard.wire.nan.security.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What two devices prove to each other, and hence where the PMK of PASN comes from. */
public sealed interface PasnCredential {

    /** The AKM that the RSN element announces. */
    default Suite akm() {
        return this instanceof Opportunistic ? Suite.AKM_PASN : Suite.AKM_SAE;
    }

    /** A PIN or passphrase, by SAE. */
    record Password(Secret octets) implements PasnCredential {

        /** Of a text, in UTF-8; a PIN keeps its leading zeros. */
        public static Password of(String text) {
            return new Password(Secret.of(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** Nothing: the key agreement alone, with whoever answers. */
    record Opportunistic() implements PasnCredential {}

    /**
     * The NPK of an earlier pairing: pairing verification. Both sides name it by the NIRA among their attributes.
     *
     * @param peerIdentity the peer's NIK; empty leaves its NIRA unverified
     */
    record Cached(Secret npk, Optional<Secret> peerIdentity) implements PasnCredential {}
}
