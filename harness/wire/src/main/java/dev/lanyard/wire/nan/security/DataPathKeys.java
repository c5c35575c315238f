package dev.lanyard.wire.nan.security;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.net.MacAddress;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;

/** The ND-PTK of a secured data path: KCK, KEK and TK, and the codes made with them. */
public final class DataPathKeys {

    /** Octets of a PMKID, and of an authentication token. */
    public static final int PMKID_LENGTH = 16;

    private static final int ITERATIONS = 4096;
    private static final int PMK_LENGTH = 32;
    private static final Bytes PMKID_LABEL = Bytes.wrap("NAN PMK Name".getBytes(StandardCharsets.US_ASCII));

    private final CipherSuite suite;
    private final Secret kck;
    private final Secret kek;
    private final Secret tk;

    private DataPathKeys(CipherSuite suite, Secret ptk) {
        this.suite = suite;
        this.kck = ptk.slice(0, suite.kckLength());
        this.kek = ptk.slice(suite.kckLength(), suite.kekLength());
        this.tk = ptk.slice(suite.kckLength() + suite.kekLength(), suite.tkLength());
    }

    /**
     * From the ND-PMK, the two data interface addresses and the nonces of M1 and M2.
     *
     * @param suite csid 1 or 2
     */
    public static DataPathKeys derive(CipherSuite suite, Secret ndPmk, MacAddress initiatorNdi,
                                      MacAddress responderNdi, Bytes initiatorNonce, Bytes responderNonce) {
        Bytes context = initiatorNdi.bytes().concat(responderNdi.bytes()).concat(initiatorNonce)
                .concat(responderNonce);
        int bits = 8 * (suite.kckLength() + suite.kekLength() + suite.tkLength());
        return new DataPathKeys(suite, suite.hash().derive(ndPmk, "NAN Pairwise key expansion", context, bits));
    }

    /**
     * The ND-PMK of a passphrase (PBKDF2 with the suite's hash, 4096 iterations).
     *
     * @param suite     csid 1 or 2
     * @param serviceId 6 octets
     */
    public static Secret ndPmk(CipherSuite suite, Secret passphrase, Bytes serviceId, MacAddress publisher) {
        PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(
                suite.hash() == KeyHash.SHA_256 ? SHA256Digest.newInstance() : new SHA384Digest());
        Bytes salt = Bytes.of(0, suite.csid()).concat(serviceId).concat(publisher.bytes());
        generator.init(passphrase.expose(), salt.toArray(), ITERATIONS);
        return Secret.of(((KeyParameter) generator.generateDerivedParameters(8 * PMK_LENGTH)).getKey());
    }

    /**
     * The ND-PMKID. In the Security Context Information of a Publish the initiator is FF:FF:FF:FF:FF:FF.
     *
     * @param serviceId 6 octets
     */
    public static Bytes pmkid(CipherSuite suite, Secret ndPmk, MacAddress initiatorNmi, MacAddress responderNmi,
                              Bytes serviceId) {
        return suite.hash().hmac(ndPmk, PMKID_LABEL, initiatorNmi.bytes(), responderNmi.bytes(), serviceId)
                .truncate(PMKID_LENGTH);
    }

    /** The token of M1 that the code of M3 covers: of the body of M1 from its category octet. */
    public static Bytes authenticationToken(CipherSuite suite, Bytes firstBody) {
        return suite.hash().digest(firstBody).truncate(PMKID_LENGTH);
    }

    /**
     * The message integrity code of M2 or M4.
     *
     * @param body the frame's body from its category octet, with the octets of the code set to zero
     */
    public Bytes mic(Bytes body) {
        return suite.hash().hmac(kck, body).truncate(suite.micLength());
    }

    /** The message integrity code of M3, which covers the token of M1 too. */
    public Bytes mic(Bytes authenticationToken, Bytes body) {
        return suite.hash().hmac(kck, authenticationToken, body).truncate(suite.micLength());
    }

    public Secret kck() {
        return kck;
    }

    public Secret kek() {
        return kek;
    }

    /** Protects the frames between the two data interfaces. */
    public Secret tk() {
        return tk;
    }

    /** Forgets KCK, KEK and TK. */
    public void destroy() {
        kck.destroy();
        kek.destroy();
        tk.destroy();
    }

    @Override
    public String toString() {
        return "DataPathKeys[" + suite + "]";
    }
}
