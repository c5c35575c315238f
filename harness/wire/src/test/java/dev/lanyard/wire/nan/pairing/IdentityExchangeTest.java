package dev.lanyard.wire.nan.pairing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.attribute.IdentityResolution;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.security.CipherSuite;
import dev.lanyard.wire.nan.security.KeyData;
import dev.lanyard.wire.nan.security.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Identity keys after a pairing, and the pairings that are kept. */
class IdentityExchangeTest {

    private static final Secret PHONE_NIK = Secret.of(Bytes.hex("000102030405060708090a0b0c0d0e0f"));
    private static final Secret ACCESSORY_NIK = Secret.of(Bytes.hex("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"));

    private static PairingAssociation phone;
    private static PairingAssociation accessory;

    private final IdentityExchange ofPhone = IdentityExchange.of(phone, PasnPair.PHONE, PHONE_NIK);
    private final IdentityExchange ofAccessory = IdentityExchange.of(accessory, PasnPair.ACCESSORY, ACCESSORY_NIK);

    @BeforeAll
    static void pair() {
        PasnPair pair = PasnPair.of(CipherSuite.NCS_PK_PASN_128, new PasnCredential.Opportunistic(),
                new PasnCredential.Opportunistic());
        pair.run();
        phone = pair.association(true);
        accessory = pair.association(false);
    }

    @Test
    void bothSidesLearnTheOthersKey() {
        IdentityExchange.PeerIdentity first = received(ofAccessory.receive(ofPhone.send(1, new Random(1))));
        assertEquals(PHONE_NIK, first.nik());
        assertEquals(Optional.of(new KeyData.Lifetime(KeyData.LIFETIME_OF_NIK, 43_200)), first.lifetime());
        assertTrue(first.niraVerified());
        assertEquals(IdentityExchange.State.RECEIVED, ofAccessory.state());
        assertEquals(ACCESSORY_NIK, received(ofPhone.receive(ofAccessory.send(1, new Random(2)))).nik());
        assertEquals(IdentityExchange.State.COMPLETE, ofPhone.state());
        assertEquals(IdentityExchange.State.COMPLETE, ofAccessory.state());
    }

    @Test
    void takesWhatAnIphoneSendsAndWhatLacksANira() {
        IdentityExchange.PeerIdentity identity = received(ofAccessory.receive(ofPhone.withoutLifetime()
                .send(1, new Random(1))));
        assertEquals(Optional.empty(), identity.lifetime());
        IdentityExchange other = IdentityExchange.of(accessory, PasnPair.ACCESSORY, ACCESSORY_NIK);
        assertFalse(received(other.receive(ofPhone.withoutNira().send(1, new Random(1)))).niraVerified());
    }

    @Test
    void refusesAKeyOfAnotherPairing() {
        PasnPair other = PasnPair.of(CipherSuite.NCS_PK_PASN_128, PasnCredential.Password.of("1"),
                PasnCredential.Password.of("1"));
        other.run();
        IdentityExchange stranger = IdentityExchange.of(other.association(true), PasnPair.PHONE, PHONE_NIK);
        assertInstanceOf(IdentityExchange.Refused.class, ofAccessory.receive(stranger.send(1, new Random(1))));
        assertEquals(IdentityExchange.State.NOTHING, ofAccessory.state());
    }

    @Test
    void refusesAForeignNiraAndIgnoresRepetitions() {
        List<NanAttribute> sent = ofPhone.send(1, new Random(1));
        IdentityResolution foreign = IdentityExchange.nira(ACCESSORY_NIK, PasnPair.PHONE, new Random(3));
        assertInstanceOf(IdentityExchange.Refused.class, ofAccessory.receive(List.of(sent.getFirst(), foreign)));
        assertInstanceOf(IdentityExchange.Received.class, ofAccessory.receive(sent));
        assertInstanceOf(IdentityExchange.Ignored.class, ofAccessory.receive(sent));
        assertInstanceOf(IdentityExchange.Ignored.class, ofAccessory.receive(List.of(foreign)));
    }

    private static IdentityExchange.PeerIdentity received(IdentityExchange.Outcome outcome) {
        return assertInstanceOf(IdentityExchange.Received.class, outcome).identity();
    }

    // --- the cache ---

    private static CachedPairing cached(String name, Secret peerNik, Optional<Instant> expires) {
        return new CachedPairing(name, CipherSuite.NCS_PK_PASN_128, phone.npk(), peerNik, PHONE_NIK, expires);
    }

    @Test
    void keepsPairingsAndFindsThemByNira() throws PairingCache.FormatException {
        Instant end = Instant.parse("2030-01-02T03:04:05Z");
        PairingCache cache = PairingCache.EMPTY.with(cached("Größe = 1", ACCESSORY_NIK, Optional.of(end)))
                .with(cached("other", PHONE_NIK, Optional.empty()));
        String text = new String(cache.encode().expose(), java.nio.charset.StandardCharsets.UTF_8);
        PairingCache read = PairingCache.decode(text);
        assertEquals(cache, read);
        IdentityResolution nira = IdentityExchange.nira(ACCESSORY_NIK, PasnPair.ACCESSORY, new Random(9));
        assertEquals("Größe = 1", read.resolve(nira, PasnPair.ACCESSORY).orElseThrow().name());
        assertEquals(Optional.empty(), read.resolve(nira, PasnPair.PHONE));
        assertEquals(1, read.at(end).pairings().size());
        assertEquals(1, read.with(cached("again", ACCESSORY_NIK, Optional.empty())).pairings().stream()
                .filter(one -> one.peerNik().equals(ACCESSORY_NIK)).count());
        assertFalse(cache.toString().contains("f0f1f2f3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "lanyard-pairings 2", "lanyard-pairings 1\nname=x",
        "lanyard-pairings 1\ncsid=7\tnpk=secretsecret\tpeer-nik=00\town-nik=00\texpires=never\tname=x",
        "lanyard-pairings 1\ncsid=7\tcsid=7", "lanyard-pairings 1\nrubbish"})
    void aDamagedTextIsNamedAndNotQuoted(String text) {
        PairingCache.FormatException damaged = assertThrows(PairingCache.FormatException.class,
                () -> PairingCache.decode(text));
        assertTrue(damaged.getMessage().startsWith("line "));
        assertFalse(damaged.getMessage().contains("secretsecret"));
    }
}
