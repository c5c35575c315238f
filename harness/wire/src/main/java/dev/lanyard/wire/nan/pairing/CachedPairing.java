package dev.lanyard.wire.nan.pairing;

import dev.lanyard.wire.nan.attribute.IdentityResolution;
import dev.lanyard.wire.nan.security.CipherSuite;
import dev.lanyard.wire.nan.security.Nira;
import dev.lanyard.wire.nan.security.Secret;
import dev.lanyard.wire.net.MacAddress;
import java.time.Instant;
import java.util.Optional;

/**
 * A pairing worth keeping: enough to recognise the peer behind another address and to verify without PIN.
 *
 * @param name    what the user calls the peer; no line breaks
 * @param suite   csid 7 or 8
 * @param npk     32 octets
 * @param peerNik the peer's identity key, 16 octets
 * @param ownNik  the key under which the peer knows us
 * @param expires when the peer's key ends, where the peer said so
 */
public record CachedPairing(String name, CipherSuite suite, Secret npk, Secret peerNik, Secret ownNik,
                            Optional<Instant> expires) {

    public CachedPairing {
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the name of a pairing is one line without control characters");
        }
        if (npk.length() != 32 || peerNik.length() != Nira.NIK_LENGTH || ownNik.length() != Nira.NIK_LENGTH) {
            throw new IllegalArgumentException("an NPK has 32 octets and a NIK 16");
        }
    }

    /** Whether a NIRA in a frame of {@code nmi} is this peer's. */
    public boolean isPeer(IdentityResolution nira, MacAddress nmi) {
        return nira.cipherVersion() == 0 && Nira.matches(peerNik, nmi, nira.nonce(), nira.tag());
    }

    public boolean isExpired(Instant now) {
        return expires.filter(end -> !now.isBefore(end)).isPresent();
    }

    /** What verification with this peer brings to an exchange. */
    public PasnCredential.Cached credential() {
        return new PasnCredential.Cached(npk, Optional.of(peerNik));
    }
}
