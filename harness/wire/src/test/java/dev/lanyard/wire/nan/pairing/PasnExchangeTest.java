package dev.lanyard.wire.nan.pairing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.MicElement;
import dev.lanyard.wire.nan.security.CipherSuite;
import dev.lanyard.wire.nan.security.Secret;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PasnExchangeTest {

    @ParameterizedTest
    @EnumSource(names = {"NCS_PK_PASN_128", "NCS_PK_PASN_256"})
    void bothSidesOfAPinHaveTheSameKeys(CipherSuite suite) {
        PasnPair pair = PasnPair.of(suite, PasnCredential.Password.of("000123"), PasnCredential.Password.of("000123"));
        pair.run();
        assertSame(pair);
        assertEquals(pair.association(true).npk(), pair.association(false).npk());
    }

    @ParameterizedTest
    @EnumSource(names = {"NCS_PK_PASN_128", "NCS_PK_PASN_256"})
    void opportunisticPairingGivesAKeyForVerification(CipherSuite suite) {
        PasnPair pair = PasnPair.of(suite, new PasnCredential.Opportunistic(), new PasnCredential.Opportunistic());
        pair.run();
        assertSame(pair);
        assertEquals(pair.association(true).keys().opportunisticNpk(), pair.association(false).npk());
        Secret npk = pair.association(true).npk();

        PasnPair again = PasnPair.verification(suite, npk, npk);
        again.run();
        assertSame(again);
        assertEquals(npk, again.association(true).npk());
        assertNotEquals(pair.association(true).keys().tk(), again.association(true).keys().tk());
    }

    @Test
    void aWrongPinIsNamedOnBothSides() {
        PasnPair pair = PasnPair.of(CipherSuite.NCS_PK_PASN_128, PasnCredential.Password.of("123456"),
                PasnCredential.Password.of("123457"));
        pair.run();
        assertEquals(PasnExchange.State.AWAITING_SECOND, pair.side(true).state());
        pair.timeOut();
        assertEquals(Optional.of(PasnFailure.WRONG_PASSWORD), pair.failure(true));
        assertEquals(Optional.of(PasnFailure.WRONG_PASSWORD), pair.failure(false));
        assertEquals(15, pair.sent().getLast().status());
    }

    @Test
    void anotherSsidIsAWrongPassword() {
        PasnPair pair = PasnPair.of(CipherSuite.NCS_PK_PASN_128, PasnCredential.Password.of("1"),
                PasnCredential.Password.of("1"), one -> one.withSsid("other"), one -> one);
        pair.run();
        pair.timeOut();
        assertEquals(Optional.of(PasnFailure.WRONG_PASSWORD), pair.failure(true));
    }

    @Test
    void verificationWithAnotherKeyFailsAtTheCode() {
        PasnPair pair = PasnPair.verification(CipherSuite.NCS_PK_PASN_128, Secret.of(new byte[32]),
                Secret.of(Bytes.hex("01".repeat(32))));
        pair.run();
        pair.timeOut();
        assertEquals(Optional.of(PasnFailure.WRONG_MIC), pair.failure(true));
        assertEquals(Optional.of(PasnFailure.PEER_REFUSED), pair.failure(false));
    }

    @Test
    void comesBackWithTheCookie() {
        ComebackCookies jar = new ComebackCookies(Secret.of(new byte[16]), 100);
        PasnPair pair = PasnPair.of(CipherSuite.NCS_PK_PASN_128, PasnCredential.Password.of("1"),
                PasnCredential.Password.of("1"), one -> one, one -> one.demandingCookies(jar));
        pair.run();
        PasnStep.ComeBack asked = assertInstanceOf(PasnStep.ComeBack.class, pair.last(true).result());
        assertEquals(100, asked.afterTu());
        assertEquals(PasnExchange.State.PAUSED, pair.side(true).state());
        assertEquals(PasnExchange.State.AWAITING_FIRST, pair.side(false).state());
        pair.deliver(true, pair.side(true).resume());
        assertSame(pair);
    }

    @Test
    void takesNoCookieOfAnother() {
        PasnPair pair = PasnPair.of(CipherSuite.NCS_PK_PASN_128, PasnCredential.Password.of("1"),
                PasnCredential.Password.of("1"), one -> one,
                one -> one.demandingCookies(new ComebackCookies(Secret.of(new byte[16]), 1)));
        pair.run();
        PasnExchange other = PasnExchange.responder(pair.side(false).parameters().demandingCookies(
                new ComebackCookies(Secret.of(Bytes.hex("02".repeat(16))), 1)), new Random(1));
        PasnStep step = other.receive(pair.frame(true, pair.side(true).resume().send().orElseThrow()));
        assertEquals(Optional.of(PasnFailure.WRONG_COOKIE), step.failure());
    }

    @Test
    void aLostThirdMessageIsSentAgainForARepeatedSecond() {
        PasnPair pair = PasnPair.of(CipherSuite.NCS_PK_PASN_128, PasnCredential.Password.of("1"),
                PasnCredential.Password.of("1"));
        PasnStep first = pair.side(true).start();
        PasnStep second = pair.side(false).receive(pair.frame(true, first.send().orElseThrow()));
        PasnStep third = pair.side(true).receive(pair.frame(false, second.send().orElseThrow()));
        PasnStep secondAgain = pair.side(false).receive(pair.frame(true, first.send().orElseThrow()));
        assertEquals(second.send(), secondAgain.send());
        PasnStep thirdAgain = pair.side(true).receive(pair.frame(false, secondAgain.send().orElseThrow()));
        assertEquals(third.send(), thirdAgain.send());
        assertTrue(pair.side(false).receive(pair.frame(true, thirdAgain.send().orElseThrow())).association()
                .isPresent());
    }

    /** IEEE 802.11-2024 §12.13.8: with SAE the hash is SHA-256 whatever the cipher, without base AKM the cipher's. */
    @Test
    void theBaseAkmDecidesTheHashOfTheCode() {
        PasnPair pin = PasnPair.of(CipherSuite.NCS_PK_PASN_256, PasnCredential.Password.of("1"),
                PasnCredential.Password.of("1"));
        PasnPair open = PasnPair.of(CipherSuite.NCS_PK_PASN_256, new PasnCredential.Opportunistic(),
                new PasnCredential.Opportunistic());
        pin.run();
        open.run();
        assertEquals(16, pin.sent().get(1).elements().first(MicElement.class).orElseThrow().mic().length());
        assertEquals(24, open.sent().get(1).elements().first(MicElement.class).orElseThrow().mic().length());
    }

    private static void assertSame(PasnPair pair) {
        assertEquals(PasnExchange.State.ESTABLISHED, pair.side(true).state());
        assertEquals(PasnExchange.State.ESTABLISHED, pair.side(false).state());
        assertEquals(pair.association(true).keys().tk(), pair.association(false).keys().tk());
        assertEquals(pair.association(true).keys().kdk(), pair.association(false).keys().kdk());
        assertEquals(pair.association(true).keys().kck(), pair.association(false).keys().kck());
    }
}
