package dev.lanyard.wire.nan.pairing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.AuthenticationBody;
import dev.lanyard.wire.ieee80211.Element;
import dev.lanyard.wire.ieee80211.Elements;
import dev.lanyard.wire.ieee80211.MicElement;
import dev.lanyard.wire.ieee80211.PasnParametersElement;
import dev.lanyard.wire.ieee80211.Placed;
import dev.lanyard.wire.ieee80211.RsnElement;
import dev.lanyard.wire.ieee80211.RsnExtensionElement;
import dev.lanyard.wire.ieee80211.SaeFields;
import dev.lanyard.wire.ieee80211.Suite;
import dev.lanyard.wire.ieee80211.WrappedDataElement;
import dev.lanyard.wire.nan.attribute.AttributeList;
import dev.lanyard.wire.nan.attribute.CipherSuiteInfo;
import dev.lanyard.wire.nan.attribute.PairingBootstrapping;
import dev.lanyard.wire.nan.frame.NanFrame;
import dev.lanyard.wire.nan.frame.PasnFrame;
import dev.lanyard.wire.nan.pairing.PasnParameters.Tolerance;
import dev.lanyard.wire.nan.sae.SaeGroup;
import dev.lanyard.wire.nan.security.CipherSuite;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a peer sends, it gets no key that it has no right to, and the exchange ends or stays as it was. */
class HostilePeersTest {

    private static final PasnCredential PIN = PasnCredential.Password.of("1");
    private static final PasnCredential OPEN = new PasnCredential.Opportunistic();
    private static final int LENGTH = 32;

    private static PasnPair pair(PasnCredential credential) {
        return PasnPair.of(CipherSuite.NCS_PK_PASN_128, credential, credential);
    }

    // --- frames ---

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void noBitOfAMessageWithCodeMayChange(int message) {
        PasnPair genuine = pair(OPEN);
        PasnStep first = genuine.side(true).start();
        PasnStep second = genuine.side(false).receive(genuine.frame(true, first.send().orElseThrow()));
        PasnStep third = genuine.side(true).receive(genuine.frame(false, second.send().orElseThrow()));
        Bytes octets = PasnPair.octets(message == 3, (message == 2 ? second : third).send().orElseThrow());
        for (int bit = 24 * 8; bit < octets.length() * 8; bit++) {
            byte[] flipped = octets.toArray();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Optional<PasnFrame> frame = PasnPair.decode(Bytes.wrap(flipped));
            if (frame.isPresent()) {
                PasnPair fresh = pair(OPEN);
                AuthenticationBody begun = fresh.side(true).start().send().orElseThrow();
                fresh.side(false).receive(fresh.frame(true, begun));
                PasnStep step = fresh.side(message == 2).receive(frame.get());
                assertTrue(step.association().isEmpty(), "bit " + bit);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void noMessageMayBeCut(int message) {
        PasnPair genuine = pair(OPEN);
        genuine.run();
        Bytes octets = PasnPair.octets(message != 2, genuine.sent().get(message - 1));
        for (int length = 24; length < octets.length(); length++) {
            PasnPair fresh = pair(OPEN);
            AuthenticationBody begun = fresh.side(true).start().send().orElseThrow();
            if (message == 3) {
                fresh.side(false).receive(fresh.frame(true, begun));
            }
            Optional<PasnFrame> frame = PasnPair.decode(octets.truncate(length));
            if (frame.isPresent()) {
                PasnStep step = fresh.side(message == 2).receive(frame.get());
                assertTrue(step.association().isEmpty(), "length " + length);
                assertFalse(message == 1 && fresh.side(false).state() == PasnExchange.State.AWAITING_THIRD,
                        "length " + length);
            }
        }
    }

    @Test
    void messagesOutOfOrderChangeNothing() {
        PasnPair done = pair(PIN);
        done.run();
        PasnPair fresh = pair(PIN);
        for (int message : new int[] {2, 3}) {
            assertInstanceOf(PasnStep.Ignored.class, fresh.side(false).receive(
                    fresh.frame(message == 3, done.sent().get(message - 1))).result());
        }
        assertEquals(PasnExchange.State.AWAITING_FIRST, fresh.side(false).state());
        assertInstanceOf(PasnStep.Ignored.class, fresh.side(true).receive(
                fresh.frame(false, done.sent().get(1))).result());
        assertEquals(PasnExchange.State.IDLE, fresh.side(true).state());
        // An exchange that is over takes nothing any more, and gives no second association.
        for (int i = 0; i < done.sent().size(); i++) {
            PasnStep again = done.side(i % 2 != 0).receive(done.frame(i % 2 == 0, done.sent().get(i)));
            assertTrue(again.association().isEmpty());
        }
    }

    @Test
    void framesOfOthersAreIgnored() {
        PasnPair pair = pair(PIN);
        AuthenticationBody first = pair.side(true).start().send().orElseThrow();
        byte[] octets = PasnPair.octets(true, first).toArray();
        for (int at : new int[] {4, 10, 16}) {
            byte[] other = octets.clone();
            other[at + 5] ^= 1;
            assertInstanceOf(PasnStep.Ignored.class, pair.side(false).receive(
                    PasnPair.decode(Bytes.wrap(other)).orElseThrow()).result());
        }
        assertEquals(PasnExchange.State.AWAITING_FIRST, pair.side(false).state());
    }

    @Test
    void aFloodAfterTheFirstMessageIsAnsweredByNothing() {
        PasnPair pair = pair(PIN);
        PasnStep first = pair.side(true).start();
        pair.side(false).receive(pair.frame(true, first.send().orElseThrow()));
        PasnFrame other = pair.frame(true, pair(OPEN).side(true).start().send().orElseThrow());
        for (int i = 0; i < 10_000; i++) {
            PasnStep step = pair.side(false).receive(other);
            assertTrue(step.send().isEmpty());
        }
        assertEquals(PasnExchange.State.AWAITING_THIRD, pair.side(false).state());
    }

    @Test
    void aPeerThatAlwaysAsksToComeBackIsLeft() {
        PasnPair pair = pair(PIN);
        AuthenticationBody comeback = AuthenticationBody.pasn(2, PasnExchange.STATUS_REJECTED_TEMPORARILY,
                Elements.of(new PasnParametersElement(PasnParametersElement.COMEBACK_PRESENT, 0, Optional.of(
                        new PasnParametersElement.Comeback(java.util.OptionalInt.of(1), Bytes.of(1, 2))),
                        java.util.OptionalInt.empty(), Bytes.EMPTY)));
        PasnStep step = pair.side(true).start();
        for (int i = 0; i < 10 && step.failure().isEmpty(); i++) {
            step = pair.side(true).receive(pair.frame(false, comeback));
            if (step.failure().isEmpty()) {
                pair.side(true).resume();
            }
        }
        assertEquals(Optional.of(PasnFailure.COMEBACK_TOO_OFTEN), pair.side(true).timeOut().failure());
    }

    // --- answers of somebody else than the peer ---

    /** Everything that fits the state and is not authentic: nothing of it keeps the genuine message from being taken. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aForgedMessageEndsNoExchange(int message) {
        for (PasnCredential credential : List.of(PIN, OPEN)) {
            PasnPair pair = pair(credential);
            AuthenticationBody first = pair.side(true).start().send().orElseThrow();
            AuthenticationBody second = pair.side(false).receive(pair.frame(true, first)).send().orElseThrow();
            AuthenticationBody genuine = message == 2 ? second : pair.side(true).receive(pair.frame(false, second))
                    .send().orElseThrow();
            boolean toInitiator = message == 2;
            for (AuthenticationBody forged : List.of(AuthenticationBody.pasn(message, 1, Elements.NONE),
                    AuthenticationBody.pasn(message, 15, Elements.NONE),
                    AuthenticationBody.pasn(message, 0, Elements.NONE),
                    changed(genuine, replace(MicElement.class, _ -> null)),
                    changed(genuine, replace(MicElement.class, one -> new MicElement(Bytes.wrap(
                            new byte[one.mic().length()])))),
                    changed(genuine, replace(PasnParametersElement.class, _ -> null)))) {
                PasnStep step = pair.side(toInitiator).receive(pair.frame(!toInitiator, forged));
                assertTrue(step.send().isEmpty() && step.association().isEmpty(), forged.toString());
                assertInstanceOf(PasnStep.Dropped.class, step.result(), forged.toString());
            }
            assertTrue(pair.side(toInitiator).receive(pair.frame(!toInitiator, genuine)).association().isPresent());
        }
    }

    @Test
    void aForgedComebackDoesNotKeepTheGenuineAnswerOut() {
        PasnPair pair = pair(PIN);
        AuthenticationBody first = pair.side(true).start().send().orElseThrow();
        AuthenticationBody second = pair.side(false).receive(pair.frame(true, first)).send().orElseThrow();
        PasnStep paused = pair.side(true).receive(pair.frame(false, AuthenticationBody.pasn(2,
                PasnExchange.STATUS_REJECTED_TEMPORARILY, Elements.of(new PasnParametersElement(
                        PasnParametersElement.COMEBACK_PRESENT, 0, Optional.of(new PasnParametersElement.Comeback(
                                java.util.OptionalInt.of(65_535), Bytes.of(1))), java.util.OptionalInt.empty(),
                        Bytes.EMPTY)))));
        assertInstanceOf(PasnStep.ComeBack.class, paused.result());
        assertTrue(pair.side(true).receive(pair.frame(false, second)).association().isPresent());
    }

    /** A flood of answers, each from somebody who has guessed another PIN, costs so many computations and no more. */
    @Test
    void soManyGuessesAtThePinAreLookedInto() {
        PasnPair pair = pair(PIN);
        AuthenticationBody first = pair.side(true).start().send().orElseThrow();
        List<AuthenticationBody> guesses = new ArrayList<>();
        for (int guess = 2; guess < 2 + PasnExchange.MOST_DOUBTS; guess++) {
            PasnPair guessing = PasnPair.of(CipherSuite.NCS_PK_PASN_128, PIN,
                    PasnCredential.Password.of(Integer.toString(guess)));
            guesses.add(guessing.side(false).receive(guessing.frame(true, first)).send().orElseThrow());
            assertInstanceOf(PasnStep.Dropped.class, pair.side(true).receive(pair.frame(false, guesses.getLast()))
                    .result());
            // The same once more is no further guess.
            assertInstanceOf(PasnStep.Ignored.class, pair.side(true).receive(pair.frame(false, guesses.getLast()))
                    .result());
        }
        AuthenticationBody genuine = pair.side(false).receive(pair.frame(true, first)).send().orElseThrow();
        assertInstanceOf(PasnStep.Ignored.class, pair.side(true).receive(pair.frame(false, genuine)).result());
        assertEquals(Optional.of(PasnFailure.WRONG_PASSWORD), pair.side(true).timeOut().failure());
    }

    // --- contents of message 1 ---

    @Test
    void namesWhatIsWrongWithTheFirstMessage() {
        assertEquals(PasnFailure.WRONG_AKM, first(replace(RsnElement.class, rsn -> withAkm(Suite.AKM_PASN))));
        assertEquals(PasnFailure.WRONG_CIPHER, first(replace(RsnElement.class, rsn -> rsn(List.of(Suite.GCMP_256),
                List.of(Suite.AKM_SAE), 0xC0))));
        assertEquals(PasnFailure.WRONG_RSN, first(replace(RsnElement.class, rsn -> rsn(List.of(Suite.CCMP_128),
                List.of(Suite.AKM_SAE), 0x80))));
        assertEquals(PasnFailure.WRONG_RSN, first(replace(RsnElement.class, rsn -> rsn(List.of(Suite.CCMP_128),
                List.of(Suite.AKM_SAE, Suite.AKM_PASN), 0xC0))));
        assertEquals(PasnFailure.MALFORMED, first(replace(RsnElement.class, rsn -> null)));
        assertEquals(PasnFailure.NO_HASH_TO_ELEMENT, first(replace(RsnExtensionElement.class,
                one -> new RsnExtensionElement(Bytes.of(1)))));
        assertEquals(PasnFailure.WRONG_GROUP, first(replace(PasnParametersElement.class, one ->
                PasnParametersElement.of(one.wrappedDataFormat(), 20, one.publicKey()))));
        assertEquals(PasnFailure.WRONG_GROUP, first(replace(PasnParametersElement.class, one ->
                PasnParametersElement.of(one.wrappedDataFormat(), 1, one.publicKey()))));
        assertEquals(PasnFailure.WRONG_WRAPPED_DATA, first(replace(WrappedDataElement.class, one -> null)));
        assertEquals(PasnFailure.WRONG_CIPHER_SUITE, first(replaceAttributes(CipherSuiteInfo.PK_PASN_256, 0x20)));
        assertEquals(PasnFailure.WRONG_BOOTSTRAPPING, first(replaceAttributes(CipherSuiteInfo.PK_PASN_128, 0x01)));
    }

    @Test
    void takesNoKeyOffTheCurve() {
        for (String key : List.of("", "00", "02", "02" + "ff".repeat(LENGTH), "02" + "00".repeat(LENGTH - 1) + "01",
                "04" + "00".repeat(2 * LENGTH), "04" + "01".repeat(2 * LENGTH), "05" + "01".repeat(LENGTH))) {
            assertEquals(PasnFailure.WRONG_PUBLIC_KEY, first(replace(PasnParametersElement.class, one ->
                    PasnParametersElement.of(one.wrappedDataFormat(), 19, Bytes.hex(key)))), key);
        }
    }

    @Test
    void takesNoImpossibleCommit() {
        Bytes order = SaeGroup.P256.encode(SaeGroup.P256.order());
        Bytes zero = Bytes.wrap(new byte[LENGTH]);
        Bytes one = SaeGroup.P256.encode(BigInteger.ONE);
        for (Bytes scalar : List.of(zero, one, order, Bytes.hex("ff".repeat(LENGTH)))) {
            assertEquals(PasnFailure.WRONG_COMMIT, first(commit(old -> new SaeFields.Commit(19, scalar,
                    old.element()))), scalar.toHex());
        }
        for (Bytes element : List.of(zero.concat(zero), order.concat(order), one.concat(one),
                Bytes.hex("ff".repeat(2 * LENGTH)))) {
            assertEquals(PasnFailure.WRONG_COMMIT, first(commit(old -> new SaeFields.Commit(19, old.scalar(),
                    element))), element.toHex());
        }
        assertEquals(PasnFailure.WRONG_COMMIT, first(commit(old -> new SaeFields.Commit(28, old.scalar(),
                old.element()))));
    }

    /** What a responder says to a changed message 1 of a PIN pairing. */
    private static PasnFailure first(UnaryOperator<Element> change) {
        PasnPair pair = pair(PIN);
        AuthenticationBody body = pair.side(true).start().send().orElseThrow();
        PasnStep step = pair.side(false).receive(pair.frame(true, changed(body, change)));
        PasnStep.Failed failed = assertInstanceOf(PasnStep.Failed.class, step.result());
        AuthenticationBody answer = step.send().orElseThrow();
        assertEquals(failed.failure().status(), answer.status());
        assertTrue(answer.status() != 0 && answer.elements().entries().isEmpty());
        pair.side(true).receive(pair.frame(false, answer));
        assertEquals(Optional.of(PasnFailure.PEER_REFUSED), pair.side(true).timeOut().failure());
        return failed.failure();
    }

    private static AuthenticationBody changed(AuthenticationBody body, UnaryOperator<Element> change) {
        List<Element> elements = new ArrayList<>();
        for (Placed<Element> entry : body.elements().entries()) {
            Element replaced = change.apply(entry.value());
            if (replaced != null) {
                elements.add(replaced);
            }
        }
        return AuthenticationBody.pasn(body.transaction(), body.status(), Elements.of(elements));
    }

    private static <T extends Element> UnaryOperator<Element> replace(Class<T> type, UnaryOperator<T> change) {
        return element -> type.isInstance(element) ? change.apply(type.cast(element)) : element;
    }

    private static UnaryOperator<Element> replaceAttributes(int csid, int methods) {
        return element -> NanFrame.isNan(element) ? NanFrame.element(AttributeList.of(CipherSuiteInfo.of(2, 1, csid),
                PairingBootstrapping.request(1, methods))) : element;
    }

    private static RsnElement withAkm(Suite akm) {
        return rsn(List.of(Suite.CCMP_128), List.of(akm), 0xC0);
    }

    private static RsnElement rsn(List<Suite> pairwise, List<Suite> akms, int capabilities) {
        return new RsnElement(Suite.NO_GROUP_TRAFFIC, pairwise, akms, capabilities, List.of(),
                Suite.NO_GROUP_TRAFFIC);
    }

    private static UnaryOperator<Element> commit(UnaryOperator<SaeFields.Commit> change) {
        return replace(WrappedDataElement.class, one -> {
            SaeFields.Commit old = (SaeFields.Commit) one.authentications().getFirst().sae();
            return new WrappedDataElement(PasnMessage.wrapped(change.apply(old)));
        });
    }

    // --- reflections ---

    @Test
    void ourOwnKeyInMessageTwoIsAReflection() {
        PasnPair pair = pair(OPEN);
        AuthenticationBody first = pair.side(true).start().send().orElseThrow();
        AuthenticationBody mirrored = AuthenticationBody.pasn(2, 0, Elements.of(changed(first,
                element -> NanFrame.isNan(element) ? NanFrame.element(AttributeList.of(CipherSuiteInfo.of(2, 1,
                        CipherSuiteInfo.PK_PASN_128), PairingBootstrapping.accept(1, 0x02))) : element)
                .elements().entries().stream().map(Placed::value).toList()));
        assertInstanceOf(PasnStep.Dropped.class, pair.side(true).receive(pair.frame(false, mirrored)).result());
        PasnStep step = pair.side(true).timeOut();
        assertEquals(Optional.of(PasnFailure.REFLECTED), step.failure());
        assertTrue(step.send().orElseThrow().status() != 0);
    }

    @Test
    void ourOwnCommitInMessageTwoIsAReflection() {
        PasnPair pair = pair(PIN);
        AuthenticationBody first = pair.side(true).start().send().orElseThrow();
        Bytes commit = first.elements().first(WrappedDataElement.class).orElseThrow().data();
        Bytes confirm = PasnMessage.wrapped(new SaeFields.Confirm(1, Bytes.wrap(new byte[LENGTH])));
        AuthenticationBody second = pair.side(false).receive(pair.frame(true, first)).send().orElseThrow();
        AuthenticationBody mirrored = changed(second, replace(WrappedDataElement.class, _ -> new WrappedDataElement(
                prefixed(commit).concat(prefixed(confirm)))));
        assertInstanceOf(PasnStep.Dropped.class, pair.side(true).receive(pair.frame(false, mirrored)).result());
        assertEquals(Optional.of(PasnFailure.REFLECTED), pair.side(true).timeOut().failure());
    }

    private static Bytes prefixed(Bytes body) {
        return Bytes.of(body.length(), body.length() >> 8).concat(body);
    }

    // --- what broken devices do ---

    @Test
    void aDeviceThatToleratesAWrongCodeIsFound() {
        PasnPair pair = PasnPair.of(CipherSuite.NCS_PK_PASN_128, OPEN, OPEN, one -> one,
                one -> one.tolerating(Set.of(Tolerance.WRONG_MIC)));
        PasnStep first = pair.side(true).start();
        PasnStep second = pair.side(false).receive(pair.frame(true, first.send().orElseThrow()));
        AuthenticationBody third = pair.side(true).receive(pair.frame(false, second.send().orElseThrow())).send()
                .orElseThrow();
        byte[] octets = PasnPair.octets(true, third).toArray();
        octets[octets.length - 1] ^= 1;
        assertTrue(pair.side(false).receive(PasnPair.decode(Bytes.wrap(octets)).orElseThrow()).association()
                .isPresent());
    }

    @Test
    void nothingSecretIsInATextOrAfterTheEnd() {
        PasnPair pair = pair(PasnCredential.Password.of("very secret"));
        pair.run();
        PairingAssociation association = pair.association(true);
        String texts = pair.side(true) + " " + pair.side(true).parameters() + " " + pair.last(true) + " " + association;
        assertFalse(texts.contains("very secret"));
        assertFalse(texts.contains(Bytes.wrap(association.npk().expose()).toHex().substring(0, 8)));
        association.destroy();
        assertTrue(association.npk().isDestroyed());
        assertTrue(association.keys().tk().isDestroyed());
    }
}
