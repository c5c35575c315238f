package dev.lanyard.wire.nan.security;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.net.MacAddress;

/**
 * Message integrity codes of PASN authentication frames (IEEE 802.11-2024 §12.13.8, as hostap computes them). Of each
 * body the octets of the code itself are set to zero. Who sends the frame comes first: hostap's comment on the function
 * says the reverse, its three callers do this.
 */
public final class PasnMic {

    private PasnMic() {}

    /**
     * The code of the second frame.
     *
     * @param responderElements the RSN element and RSNX element of the responder, whole, as its frame carries them
     * @param body              the frame's body from the authentication algorithm
     */
    public static Bytes second(CipherSuite suite, Secret kck, MacAddress initiator, MacAddress responder,
                               Bytes responderElements, Bytes body) {
        return code(suite, kck, responder, initiator, responderElements, body);
    }

    /** The code of the third frame, which covers the hash of the first one's body. */
    public static Bytes third(CipherSuite suite, Secret kck, MacAddress initiator, MacAddress responder,
                              Bytes firstBody, Bytes body) {
        return code(suite, kck, initiator, responder, suite.hash().digest(firstBody), body);
    }

    private static Bytes code(CipherSuite suite, Secret kck, MacAddress a, MacAddress b, Bytes data, Bytes body) {
        return suite.hash().hmac(kck, a.bytes(), b.bytes(), data, body).truncate(suite.micLength());
    }
}
