package dev.lanyard.wire.nan.security;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.Suite;
import dev.lanyard.wire.net.MacAddress;

/**
 * Message integrity codes of PASN authentication frames (IEEE 802.11-2024 §12.13.8, as hostap computes them). Of each
 * body the octets of the code itself are set to zero. Who sends the frame comes first: hostap's comment on the function
 * says the reverse, its three callers do this.
 */
public final class PasnMic {

    private PasnMic() {}

    /**
     * The hash of PTK and codes (IEEE 802.11-2024 §12.13.8): that of the base AKM, so SHA-256 with SAE whatever the
     * cipher; without base AKM the cipher's. What Wi-Fi Aware derives from the NM-KDK goes by the cipher suite instead.
     */
    public static KeyHash hash(Suite akm, CipherSuite suite) {
        return akm.equals(Suite.AKM_PASN) ? suite.hash() : KeyHash.SHA_256;
    }

    /**
     * The code of the second frame.
     *
     * @param hash              see {@link #hash}
     * @param responderElements the RSN element and RSNX element of the responder, whole, as its frame carries them
     * @param body              the frame's body from the authentication algorithm
     */
    public static Bytes second(KeyHash hash, Secret kck, MacAddress initiator, MacAddress responder,
                               Bytes responderElements, Bytes body) {
        return code(hash, kck, responder, initiator, responderElements, body);
    }

    /** The code of the third frame, which covers the hash of the first one's body. */
    public static Bytes third(KeyHash hash, Secret kck, MacAddress initiator, MacAddress responder,
                              Bytes firstBody, Bytes body) {
        return code(hash, kck, initiator, responder, hash.digest(firstBody), body);
    }

    private static Bytes code(KeyHash hash, Secret kck, MacAddress a, MacAddress b, Bytes data, Bytes body) {
        return hash.hmac(kck, a.bytes(), b.bytes(), data, body).truncate(hash.micLength());
    }
}
