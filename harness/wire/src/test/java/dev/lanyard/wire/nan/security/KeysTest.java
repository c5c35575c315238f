package dev.lanyard.wire.nan.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.AwareFixtures;
import dev.lanyard.wire.net.MacAddress;
import dev.lanyard.wire.nan.security.KeyData.Lifetime;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * The vectors: PASN of IEEE 802.11-2024 J.12, CCMP of IEEE 802.11-2012 M.9.2, and the secured data path that hostap's
 * own code set up, whose frames are in {@link DataPathVector}. Each must fail when one bit is another.
 */
class KeysTest {

    private static final Map<String, Bytes> VECTOR = AwareFixtures.hex("pairing.keys");
    private static final Bytes PMK = VECTOR.get("pmk");
    private static final MacAddress SPA = MacAddress.at(VECTOR.get("spa"), 0);
    private static final MacAddress BSSID = MacAddress.at(VECTOR.get("bssid"), 0);
    private static final Bytes DH = VECTOR.get("dhss");

    @Test
    void derivesThePasnKeysOfTheStandard() {
        PairingKeys keys = pasn(PMK, DH);
        assertSecret(VECTOR.get("kck").toHex(), keys.kck());
        assertSecret(VECTOR.get("tk").toHex(), keys.tk());
        assertSecret(VECTOR.get("kdk").toHex(), keys.kdk());
        everyFlipChanges(PMK, pmk -> shown(pasn(pmk, DH).kck()));
        everyFlipChanges(DH, dh -> shown(pasn(PMK, dh).kdk()));
    }

    @Test
    void derivesWhatFollowsFromTheKeyDerivationKey() {
        PairingKeys keys = pasn(PMK, DH);
        assertSecret(VECTOR.get("npk").toHex(), keys.opportunisticNpk());
        assertSecret(VECTOR.get("kek-16").toHex(), keys.kek());
        assertSecret(VECTOR.get("nd-pmk").toHex(), keys.ndPmk());
        assertSecret(VECTOR.get("kek-32").toHex(), KeyHash.SHA_256.derive(Secret.of(VECTOR.get("kdk")),
                "NAN Management KEK Derivation", SPA.bytes().concat(BSSID.bytes()), 256));
        assertSecret("504d4b7a" + "00".repeat(28), PairingKeys.opportunisticPmk());
    }

    @Test
    void aReversedPairGivesOtherKeys() {
        PairingKeys reversed = PairingKeys.derive(CipherSuite.NCS_PK_PASN_128, KeyHash.SHA_256, Secret.of(PMK), BSSID, SPA,
                Secret.of(DH));
        assertNotEquals(pasn(PMK, DH).kck(), reversed.kck());
    }

    @Test
    void verifiesAnIdentityTag() {
        Bytes nik = VECTOR.get("nik");
        MacAddress nmi = MacAddress.at(VECTOR.get("nira-nmi"), 0);
        Bytes nonce = VECTOR.get("nira-nonce");
        Bytes tag = VECTOR.get("nira-tag");
        assertTrue(Nira.matches(Secret.of(nik), nmi, nonce, tag));
        forEachFlip(nik, flipped -> assertFalse(Nira.matches(Secret.of(flipped), nmi, nonce, tag)));
        forEachFlip(nonce, flipped -> assertFalse(Nira.matches(Secret.of(nik), nmi, flipped, tag)));
        forEachFlip(tag, flipped -> assertFalse(Nira.matches(Secret.of(nik), nmi, nonce, flipped)));
        forEachFlip(nmi.bytes(), flipped -> assertFalse(
                Nira.matches(Secret.of(nik), MacAddress.at(flipped, 0), nonce, tag)));
    }

    @Test
    void derivesTheKeysOfHostapsDataPath() {
        DataPathKeys keys = DataPathVector.keys(DataPathVector.PMK);
        assertSecret(DataPathVector.value("kck").toHex(), keys.kck());
        assertSecret(DataPathVector.value("kek").toHex(), keys.kek());
        assertSecret(DataPathVector.value("tk").toHex(), keys.tk());
        assertEquals(DataPathVector.PMKID, pmkid(DataPathVector.PMK));
        everyFlipChanges(DataPathVector.PMK, pmk -> pmkid(pmk).toHex());
    }

    @Test
    void verifiesTheCodesOfHostapsDataPath() {
        DataPathKeys keys = DataPathVector.keys(DataPathVector.PMK);
        Bytes token = DataPathKeys.authenticationToken(CipherSuite.NCS_SK_128, DataPathVector.body(0));
        assertEquals(DataPathVector.value("auth-token"), token);
        List<Function<Bytes, Bytes>> codes = List.of(keys::mic, body -> keys.mic(token, body), keys::mic);
        for (int i = 0; i < codes.size(); i++) {
            Bytes received = DataPathVector.mic(i + 1);
            Bytes body = DataPathVector.bodyWithoutMic(i + 1);
            Function<Bytes, Bytes> code = codes.get(i);
            assertEquals(received, code.apply(body), "M" + (i + 2));
            forEachFlip(body, flipped -> assertNotEquals(received, code.apply(flipped)));
        }
        forEachFlip(DataPathVector.body(0), flipped -> assertNotEquals(token,
                DataPathKeys.authenticationToken(CipherSuite.NCS_SK_128, flipped)));
    }

    @Test
    void decryptsTheManagementFrameOfTheStandard() {
        Secret tk = Secret.of(Bytes.hex("66ed21042f9f26d7115706e40414cf2e"));
        Bytes frame = Bytes.hex("c0400000020000000100020000000000020000000000600001000020000000001d07cafd0409bb8bafef");
        assertEquals(Optional.of(Bytes.hex("0200")), FrameCipher.decrypt(tk, frame));
        assertEquals(frame, FrameCipher.encrypt(tk, frame.truncate(24), 1, Bytes.hex("0200")));
        Bytes covered = frame.slice(0, 2).concat(frame.from(4));
        for (int bit = 0; bit < covered.length() * 8; bit++) {
            byte[] flipped = frame.toArray();
            int octet = bit / 8 < 2 ? bit / 8 : bit / 8 + 2;
            flipped[octet] ^= (byte) (1 << bit % 8);
            boolean mayChange = octet == 1 && (bit % 8 == 3 || bit % 8 == 4 || bit % 8 == 5 || bit % 8 == 6)
                    || octet == 22 && bit % 8 >= 4 || octet == 23 || octet == 26 || octet == 27;
            assertEquals(mayChange, FrameCipher.decrypt(tk, Bytes.wrap(flipped)).isPresent(), "bit " + bit);
        }
    }

    @Test
    void returnsWhatItEncrypted() {
        for (int keyLength : new int[] {16, 32}) {
            Secret tk = Secret.of(new byte[keyLength]);
            for (String header : List.of("d040" + "00".repeat(22), "8842" + "01".repeat(22) + "0500",
                    "8843" + "01".repeat(28) + "0700")) {
                Bytes body = Bytes.hex("0102030405");
                Bytes frame = FrameCipher.encrypt(tk, Bytes.hex(header), 0x0102_0304_0506L, body);
                assertEquals(Optional.of(body), FrameCipher.decrypt(tk, frame), header);
                assertEquals(Optional.empty(), FrameCipher.decrypt(Secret.of(Bytes.hex("01".repeat(keyLength))),
                        frame));
            }
        }
        assertEquals(Optional.empty(), FrameCipher.decrypt(Secret.of(new byte[16]), Bytes.hex("d040")));
        assertEquals(Optional.empty(), FrameCipher.decrypt(Secret.of(new byte[5]), Bytes.hex("d040".repeat(20))));
    }

    /** RFC 3394 §4.1. */
    @Test
    void unwrapsTheVectorOfTheRfc() {
        Secret kek = Secret.of(Bytes.hex("000102030405060708090A0B0C0D0E0F"));
        Bytes wrapped = Bytes.hex("1FA68B0A8112B447AEF34BD8FB5A7B829D3E862371D2CFE5");
        assertEquals(Optional.of(Secret.of(Bytes.hex("00112233445566778899AABBCCDDEEFF"))),
                KeyData.unwrap(kek, wrapped));
        forEachFlip(wrapped, flipped -> assertEquals(Optional.empty(), KeyData.unwrap(kek, flipped)));
        assertEquals(Optional.empty(), KeyData.unwrap(kek, wrapped.truncate(23)));
    }

    @Test
    void findsIdentityKeyAndLifetimeInKeyData() {
        Bytes nik = VECTOR.get("nik");
        Secret kek = Secret.of(new byte[16]);
        Bytes plain = Bytes.hex("dd15506f9a2400").concat(nik).concat(Bytes.hex("dd0a506f9a2508000000a8c0"));
        Secret unwrapped = KeyData.unwrap(kek, KeyData.wrap(kek, Secret.of(plain))).orElseThrow();
        List<KeyData.Kde> kdes = KeyData.kdes(unwrapped);
        assertEquals(List.of(Optional.of(Secret.of(nik)), Optional.empty()),
                kdes.stream().map(KeyData::nik).toList());
        assertEquals(Optional.of(new Lifetime(8, 43200)), KeyData.lifetime(kdes.get(1)));
        assertEquals(List.of(), KeyData.kdes(Secret.of(Bytes.hex("ddff506f9a24"))));
    }

    @Test
    void derivesThePmkOfAPassphrase() {
        Secret passphrase = Secret.of("secret phrase".getBytes(StandardCharsets.UTF_8));
        MacAddress publisher = MacAddress.parse("021122334455");
        Bytes service = Bytes.hex("96b74ebcc024");
        // Computed with Python's hashlib.pbkdf2_hmac.
        assertSecret("8553fdb5cd548fda3c99f90101c6b9603d84e1c1ad698e1662538a3ced6e8e09", DataPathKeys.ndPmk(CipherSuite.NCS_SK_128, passphrase, service, publisher));
        assertSecret("274b1a3be977a093e5c341284c682015e283a21ab30667b18006942bd3dcfb87", DataPathKeys.ndPmk(CipherSuite.NCS_SK_256, passphrase, service, publisher));
    }

    /** Wi-Fi Aware v4.0 annex M.1. */
    @Test
    void derivesThePmkOfTheSpecificationsPassphrase() {
        Map<String, Bytes> vector = AwareFixtures.hex("hostap/data-path.vectors");
        Secret passphrase = Secret.of("NAN".getBytes(StandardCharsets.UTF_8));
        assertSecret(vector.get("m1-nd-pmk").toHex(), DataPathKeys.ndPmk(CipherSuite.NCS_SK_128, passphrase,
                vector.get("m1-service-id"), MacAddress.at(vector.get("m1-publisher"), 0)));
    }

    @Test
    void derivesDataPathKeysOfBothSuitesAsHostap() {
        Map<String, Bytes> vector = AwareFixtures.hex("hostap/data-path.vectors");
        MacAddress initiator = MacAddress.at(vector.get("initiator"), 0);
        MacAddress responder = MacAddress.at(vector.get("responder"), 0);
        Secret pmk = Secret.of(vector.get("pmk"));
        for (CipherSuite suite : List.of(CipherSuite.NCS_SK_128, CipherSuite.NCS_SK_256)) {
            String name = "csid" + suite.csid() + "-";
            DataPathKeys keys = DataPathKeys.derive(suite, pmk, initiator, responder, vector.get("initiator-nonce"),
                    vector.get("responder-nonce"));
            assertSecret(vector.get(name + "kck").toHex(), keys.kck());
            assertSecret(vector.get(name + "kek").toHex(), keys.kek());
            assertSecret(vector.get(name + "tk").toHex(), keys.tk());
            assertEquals(vector.get(name + "pmkid"), DataPathKeys.pmkid(suite, pmk, initiator, responder,
                    vector.get("service-id")));
        }
    }

    @Test
    void noTextShowsAKey() {
        PairingKeys pairing = pasn(PMK, DH);
        DataPathKeys path = DataPathVector.keys(DataPathVector.PMK);
        String texts = pairing + " " + pairing.kck() + " " + path + " " + path.tk()
                + " " + new KeyData.Kde(Bytes.hex("506f9a"), 36, Secret.of(PMK));
        for (Secret key : List.of(pairing.kck(), pairing.tk(), pairing.kdk(), path.kck(), path.kek(), path.tk(),
                Secret.of(PMK))) {
            assertFalse(texts.contains(shown(key).substring(0, 8)));
        }
        assertEquals("(secret of 32 octets)", pairing.kck().toString());
        assertEquals(Secret.of(PMK).hashCode(), Secret.of(DH).hashCode());
    }

    private static PairingKeys pasn(Bytes pmk, Bytes dh) {
        return PairingKeys.derive(CipherSuite.NCS_PK_PASN_128, KeyHash.SHA_256, Secret.of(pmk), SPA, BSSID,
                Secret.of(dh));
    }

    private static Bytes pmkid(Bytes pmk) {
        return DataPathKeys.pmkid(CipherSuite.NCS_SK_128, Secret.of(pmk),
                MacAddress.at(DataPathVector.value("initiator-nmi"), 0),
                MacAddress.at(DataPathVector.value("responder-nmi"), 0), DataPathVector.value("service-id"));
    }

    private static void assertSecret(String expected, Secret actual) {
        assertEquals(expected, shown(actual));
    }

    private static String shown(Secret secret) {
        return Bytes.wrap(secret.expose()).toHex();
    }

    private static void everyFlipChanges(Bytes input, Function<Bytes, String> derivation) {
        String right = derivation.apply(input);
        forEachFlip(input, flipped -> assertNotEquals(right, derivation.apply(flipped)));
    }

    private static void forEachFlip(Bytes input, Consumer<Bytes> check) {
        for (int bit = 0; bit < input.length() * 8; bit++) {
            byte[] flipped = input.toArray();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            check.accept(Bytes.wrap(flipped));
        }
    }
}
