package dev.lanyard.wire.nan.security;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.net.MacAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a PASN exchange leaves (IEEE 802.11-2024 §12.13, with Wi-Fi Aware's key derivation key): KCK 32, NM-TK 16 or 32,
 * NM-KDK 32 octets, and what is derived from the last. Initiator and responder are the NMIs of the exchange.
 */
public final class PairingKeys {

    private static final int KDK_LENGTH = 32;
    private static final int PMK_BITS = 256;

    private final CipherSuite suite;
    private final Bytes parties;
    private final Secret kck;
    private final Secret tk;
    private final Secret kdk;

    private PairingKeys(CipherSuite suite, Bytes parties, Secret ptk) {
        this(suite, parties, ptk.slice(0, suite.kckLength()), ptk.slice(suite.kckLength(), suite.tkLength()),
                ptk.slice(suite.kckLength() + suite.tkLength(), KDK_LENGTH));
    }

    private PairingKeys(CipherSuite suite, Bytes parties, Secret kck, Secret tk, Secret kdk) {
        this.suite = suite;
        this.parties = parties;
        this.kck = kck;
        this.tk = tk;
        this.kdk = kdk;
    }

    /**
     * From PMK and Diffie-Hellman secret.
     *
     * @param suite csid 7 or 8
     * @param hash  of the PTK, see {@link PasnMic#hash}
     */
    public static PairingKeys derive(CipherSuite suite, KeyHash hash, Secret pmk, MacAddress initiator,
                                     MacAddress responder, Secret dhSharedSecret) {
        Bytes parties = parties(initiator, responder);
        Bytes context = parties.concat(Bytes.wrap(dhSharedSecret.expose()));
        int bits = 8 * (suite.kckLength() + suite.tkLength() + KDK_LENGTH);
        return new PairingKeys(suite, parties, hash.derive(pmk, "PASN PTK Derivation", context, bits));
    }

    /** From the three keys, where somebody took them down. */
    public static PairingKeys of(CipherSuite suite, MacAddress initiator, MacAddress responder, Secret kck, Secret tk,
                                 Secret kdk) {
        return new PairingKeys(suite, parties(initiator, responder), kck, tk, kdk);
    }

    /** The PMK of opportunistic pairing (AKM 00-0F-AC:21): a constant, so that all secrecy is in the key agreement. */
    public static Secret opportunisticPmk() {
        return Secret.of(Arrays.copyOf("PMKz".getBytes(StandardCharsets.US_ASCII), PMK_BITS / 8));
    }

    public Secret kck() {
        return kck;
    }

    /** NM-TK: protects management frames between the two NMIs. */
    public Secret tk() {
        return tk;
    }

    public Secret kdk() {
        return kdk;
    }

    /** NPK of an opportunistic pairing; of a pairing with SAE it is the PMK itself. */
    public Secret opportunisticNpk() {
        return derive("NAN Opportunistic NPK Derivation", PMK_BITS);
    }

    /** NM-KEK: wraps the key data of follow-ups. */
    public Secret kek() {
        return derive("NAN Management KEK Derivation", 8 * suite.kekLength());
    }

    /** ND-PMK: the PMK of data paths between the two. */
    public Secret ndPmk() {
        return derive("NDP PMK Derivation", PMK_BITS);
    }

    /** Forgets KCK, NM-TK and NM-KDK; what was derived from them stays. */
    public void destroy() {
        kck.destroy();
        tk.destroy();
        kdk.destroy();
    }

    private Secret derive(String label, int bits) {
        return suite.hash().derive(kdk, label, parties, bits);
    }

    private static Bytes parties(MacAddress initiator, MacAddress responder) {
        return initiator.bytes().concat(responder.bytes());
    }

    @Override
    public String toString() {
        return "PairingKeys[" + suite + "]";
    }
}
