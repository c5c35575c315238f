package dev.lanyard.wire.nan.sae;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.SaeFields;
import dev.lanyard.wire.nan.AwareFixtures;
import dev.lanyard.wire.nan.security.Secret;
import dev.lanyard.wire.net.MacAddress;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.Test;

/**
 * IEEE 802.11-2024 J.10: the exchange with given numbers, and the password element by hash-to-element; the mapping of
 * both groups with the vectors of RFC 9380.
 */
class SaeVectorsTest {

    private static final Map<String, Bytes> VECTOR = AwareFixtures.hex("sae.vectors");
    private static final Secret PASSWORD = Secret.of("mekmitasdigoat".getBytes(StandardCharsets.US_ASCII));

    @Test
    void derivesThePasswordElementOfTheStandard() {
        SecretElement secret = SecretElement.of(SaeGroup.P256, "byteme", PASSWORD,
                Bytes.wrap("psk4internet".getBytes(StandardCharsets.US_ASCII)));
        MacAddress one = MacAddress.parse("00095b66ec1e");
        MacAddress other = MacAddress.parse("000b6bd90246");
        Bytes expected = VECTOR.get("pwe-x").concat(VECTOR.get("pwe-y"));
        assertEquals(expected, SaeGroup.P256.encode(secret.passwordElement(one, other)));
        assertEquals(expected, SaeGroup.P256.encode(secret.passwordElement(other, one)));
    }

    @Test
    void derivesCommitAndKeysOfTheStandard() {
        SaeExchange exchange = exchangeOfTheStandard();
        assertEquals(VECTOR.get("commit").from(2), exchange.commit().scalar().concat(exchange.commit().element()));
        assertEquals(Optional.empty(), exchange.receive(commit(VECTOR.get("peer-commit"))));
        assertEquals(VECTOR.get("kck"), Bytes.wrap(exchange.kck().expose()));
        assertEquals(VECTOR.get("pmk"), Bytes.wrap(exchange.pmk().expose()));
        assertEquals(VECTOR.get("pmkid"), exchange.pmkid());
    }

    @Test
    void refusesTheCommitOfTheStandardWithAnyBitOfItsElementChanged() {
        Bytes octets = VECTOR.get("peer-commit");
        for (int bit = 34 * 8; bit < octets.length() * 8; bit++) {
            byte[] flipped = octets.toArray();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertEquals(Optional.of(SaeFailure.ELEMENT), exchangeOfTheStandard().receive(commit(Bytes.wrap(flipped))),
                    "bit " + bit);
        }
    }

    /** The password element by hunting and pecking is not ours to derive; the commit of the vector tells it. */
    private static SaeExchange exchangeOfTheStandard() {
        BigInteger mask = new BigInteger(1, VECTOR.get("mask").toArray());
        ECPoint element = SaeGroup.P256.point(VECTOR.get("commit").from(34)).orElseThrow();
        ECPoint passwordElement = element.negate().multiply(mask.modInverse(SaeGroup.P256.order())).normalize();
        return SaeExchange.of(SaeGroup.P256, passwordElement, new BigInteger(1, VECTOR.get("rand").toArray()), mask);
    }

    private static SaeFields.Commit commit(Bytes octets) {
        return new SaeFields.Commit(octets.u16le(0), octets.slice(2, 32), octets.from(34));
    }

    @Test
    void mapsTheNumbersOfTheRfc() {
        for (SaeGroup group : SaeGroup.values()) {
            for (int i = 0; i < 2; i++) {
                String name = group.name().toLowerCase(java.util.Locale.ROOT) + "-";
                BigInteger u = new BigInteger(1, VECTOR.get(name + "u" + i).toArray());
                assertEquals(VECTOR.get(name + "q" + i + "x").concat(VECTOR.get(name + "q" + i + "y")),
                        group.encode(group.map(u)), name + i);
            }
        }
    }

    @Test
    void readsCompressedAndUncompressedKeys() {
        for (SaeGroup group : SaeGroup.values()) {
            ECPoint point = group.generator().multiply(BigInteger.valueOf(77)).normalize();
            assertEquals(Optional.of(point), group.publicKey(Bytes.wrap(point.getEncoded(true))));
            assertEquals(Optional.of(point), group.publicKey(Bytes.wrap(point.getEncoded(false))));
            byte[] other = point.getEncoded(true);
            other[0] ^= 1;
            assertEquals(Optional.of(point.negate()), group.publicKey(Bytes.wrap(other)));
            assertTrue(group.publicKey(Bytes.of(0)).isEmpty());
            assertTrue(group.publicKey(Bytes.wrap(new byte[group.length() + 1])).isEmpty());
        }
    }
}
