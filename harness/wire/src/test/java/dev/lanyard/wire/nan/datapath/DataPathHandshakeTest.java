package dev.lanyard.wire.nan.datapath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.Dot11Frame;
import dev.lanyard.wire.ieee80211.ManagementFrame;
import dev.lanyard.wire.nan.AwareFixtures;
import dev.lanyard.wire.nan.attribute.KeyDescriptor;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.attribute.NdpExtension;
import dev.lanyard.wire.nan.attribute.SharedKeyDescriptor;
import dev.lanyard.wire.nan.datapath.HandshakeParameters.Tolerance;
import dev.lanyard.wire.nan.frame.NanActionFrame;
import dev.lanyard.wire.nan.frame.NanFrame;
import dev.lanyard.wire.nan.security.CipherSuite;
import dev.lanyard.wire.nan.security.DataPathKeys;
import dev.lanyard.wire.nan.security.Secret;
import dev.lanyard.wire.net.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The handshake with itself, and each side with the frames that hostap's own code made. */
class DataPathHandshakeTest {

    private static final Map<String, Bytes> VECTOR = AwareFixtures.hex("hostap/ndp-csid1.keys");
    /** M1 to M4. */
    private static final List<Bytes> FRAMES = AwareFixtures.hex("hostap/ndp-csid1.frames").values().stream().limit(4)
            .toList();

    // --- hostap's frames ---

    @Test
    void theInitiatorMakesAndTakesTheFramesOfHostap() {
        DataPathHandshake handshake = DataPathHandshake.of(parameters(), nonce(0), true);
        assertEquals(FRAMES.get(0), handshake.seal(unsealed(0, handshake.attributes())).encode());
        assertInstanceOf(HandshakeStep.Next.class, handshake.receive(frame(FRAMES.get(1))));
        assertEquals(FRAMES.get(2), handshake.seal(unsealed(2, handshake.attributes())).encode());
        HandshakeStep.Established end = assertInstanceOf(HandshakeStep.Established.class,
                handshake.receive(frame(FRAMES.get(3))));
        assertKeys(end.keys());
        assertFalse(end.sendNext());
    }

    @Test
    void theResponderMakesAndTakesTheFramesOfHostap() {
        DataPathHandshake handshake = DataPathHandshake.of(parameters(), nonce(1), false);
        assertInstanceOf(HandshakeStep.Next.class, handshake.receive(frame(FRAMES.get(0))));
        assertEquals(FRAMES.get(1), handshake.seal(unsealed(1, handshake.attributes())).encode());
        HandshakeStep.Established end = assertInstanceOf(HandshakeStep.Established.class,
                handshake.receive(frame(FRAMES.get(2))));
        assertKeys(end.keys());
        assertTrue(end.sendNext());
        assertEquals(FRAMES.get(3), handshake.seal(unsealed(3, handshake.attributes())).encode());
        assertEquals(DataPathHandshake.State.ESTABLISHED, handshake.state());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void noFrameOfHostapIsTakenWithAnyBitChanged(int message) {
        Bytes whole = FRAMES.get(message);
        for (int bit = 24 * 8; bit < whole.length() * 8; bit++) {
            byte[] flipped = whole.toArray();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            DataPathHandshake handshake = before(message);
            Optional<NanActionFrame> received = decode(Bytes.wrap(flipped));
            if (received.isEmpty()) {
                continue;
            }
            HandshakeStep step = handshake.receive(received.get());
            assertFalse(step instanceof HandshakeStep.Established || step instanceof HandshakeStep.Next,
                    "bit " + bit + " of M" + (message + 1));
        }
    }

    /** M1 carries no code: what was changed in it, the code of M3 tells, since it covers M1. */
    @Test
    void aChangedFirstMessageIsNoticedAtTheThird() {
        Bytes whole = FRAMES.get(0);
        for (int bit = 24 * 8; bit < whole.length() * 8; bit += 3) {
            byte[] flipped = whole.toArray();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            DataPathHandshake handshake = DataPathHandshake.of(parameters(), nonce(1), false);
            Optional<NanActionFrame> received = decode(Bytes.wrap(flipped));
            if (received.isEmpty() || !(handshake.receive(received.get()) instanceof HandshakeStep.Next)) {
                continue;
            }
            handshake.seal(unsealed(1, handshake.attributes()));
            HandshakeStep third = handshake.receive(frame(FRAMES.get(2)));
            assertFalse(third instanceof HandshakeStep.Established, "bit " + bit);
        }
    }

    /** A handshake that waits for M2 to M4 of hostap. */
    private static DataPathHandshake before(int message) {
        boolean initiator = message % 2 == 1;
        DataPathHandshake handshake = DataPathHandshake.of(parameters(), nonce(initiator ? 0 : 1), initiator);
        for (int i = 0; i < message; i++) {
            if (i % 2 == 0 == initiator) {
                handshake.seal(unsealed(i, handshake.attributes()));
            } else {
                handshake.receive(frame(FRAMES.get(i)));
            }
        }
        return handshake;
    }

    private static HandshakeParameters parameters() {
        return HandshakeParameters.of(mac("initiator-nmi"), mac("responder-nmi"), mac("initiator-ndi"),
                mac("responder-ndi"), CipherSuite.NCS_SK_128, Secret.of(VECTOR.get("pmk")),
                VECTOR.get("service-id"), 12);
    }

    private static MacAddress mac(String name) {
        return MacAddress.at(VECTOR.get(name), 0);
    }

    private static Bytes nonce(int message) {
        return frame(FRAMES.get(message)).first(SharedKeyDescriptor.class).orElseThrow().descriptor().nonce();
    }

    /** A frame of hostap with our security attributes in place of its own. */
    private static NanActionFrame unsealed(int message, List<NanAttribute> ours) {
        NanActionFrame frame = frame(FRAMES.get(message));
        List<NanAttribute> attributes = new ArrayList<>();
        for (NanAttribute attribute : frame.attributes().values()) {
            attributes.add(ours.stream().filter(one -> one.id() == attribute.id()).findFirst().orElse(attribute));
        }
        return NanActionFrame.create(frame.action().category(), frame.subtype(), frame.header(), attributes);
    }

    private static void assertKeys(DataPathKeys keys) {
        assertEquals(VECTOR.get("kck"), Bytes.wrap(keys.kck().expose()));
        assertEquals(VECTOR.get("kek"), Bytes.wrap(keys.kek().expose()));
        assertEquals(VECTOR.get("tk"), Bytes.wrap(keys.tk().expose()));
    }

    private static NanActionFrame frame(Bytes octets) {
        return decode(octets).orElseThrow();
    }

    private static Optional<NanActionFrame> decode(Bytes octets) {
        return Dot11Frame.decode(octets) instanceof ManagementFrame frame
                && NanFrame.of(frame).orElse(null) instanceof NanActionFrame action ? Optional.of(action)
                : Optional.empty();
    }

    // --- with itself ---

    @ParameterizedTest
    @EnumSource(names = {"NCS_SK_128", "NCS_SK_256"})
    void bothSidesHaveTheSameKeysAndTheOthersGroupKeys(CipherSuite suite) {
        HandshakePair pair = HandshakePair.of(suite);
        pair.run();
        HandshakeStep.Established initiator = assertInstanceOf(HandshakeStep.Established.class, pair.last(true));
        HandshakeStep.Established responder = assertInstanceOf(HandshakeStep.Established.class, pair.last(false));
        assertEquals(initiator.keys().tk(), responder.keys().tk());
        assertEquals(HandshakePair.groupKeys(2), initiator.peerGroupKeys());
        assertEquals(HandshakePair.groupKeys(1), responder.peerGroupKeys());
    }

    @Test
    void aLostMessageIsSentAgainAndARepetitionChangesNothing() {
        HandshakePair pair = HandshakePair.of(CipherSuite.NCS_SK_128);
        NanActionFrame first = pair.next(true, 1);
        assertInstanceOf(HandshakeStep.Next.class, pair.side(false).receive(first));
        NanActionFrame second = pair.next(false, 2);
        assertInstanceOf(HandshakeStep.Repeat.class, pair.side(false).receive(first));
        assertInstanceOf(HandshakeStep.Next.class, pair.side(true).receive(second));
        NanActionFrame third = pair.next(true, 3);
        assertInstanceOf(HandshakeStep.Repeat.class, pair.side(true).receive(second));
        HandshakeStep.Established installed = assertInstanceOf(HandshakeStep.Established.class,
                pair.side(false).receive(third));
        NanActionFrame fourth = pair.next(false, 4);
        assertInstanceOf(HandshakeStep.Repeat.class, pair.side(false).receive(third));
        assertInstanceOf(HandshakeStep.Ignored.class, pair.side(false).receive(first));
        assertInstanceOf(HandshakeStep.Established.class, pair.side(true).receive(fourth));
        assertInstanceOf(HandshakeStep.Ignored.class, pair.side(true).receive(fourth));
        assertFalse(installed.keys().tk().isDestroyed());
    }

    /** Everything that fits the state and is not authentic: nothing of it keeps the genuine message from being taken. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void aForgedMessageEndsNoHandshake(int message) {
        HandshakePair pair = HandshakePair.of(CipherSuite.NCS_SK_128);
        for (int number = 1; number < message; number++) {
            pair.side(number % 2 == 0).receive(pair.next(number % 2 == 1, number));
        }
        boolean byInitiator = message % 2 == 1;
        NanActionFrame genuine = pair.next(byInitiator, message);
        for (NanActionFrame forged : List.of(rejected(genuine), without(genuine), zeroed(genuine),
                anotherInformation(genuine), anotherCounter(genuine), anotherNonce(genuine))) {
            assertInstanceOf(HandshakeStep.Dropped.class, pair.side(!byInitiator).receive(forged));
        }
        HandshakeStep step = pair.side(!byInitiator).receive(genuine);
        assertTrue(step instanceof HandshakeStep.Next || step instanceof HandshakeStep.Established, step.toString());
    }

    private static NanActionFrame rejected(NanActionFrame frame) {
        return changed(frame, one -> one instanceof NdpExtension old ? Optional.of(new NdpExtension(old.dialogToken(),
                old.typeAndStatus() & 0xF | 0x20, 8, old.initiatorNdi(), old.ndpId(), old.control(), old.publishId(),
                old.responderNdi(), old.tlvs())) : Optional.of(one));
    }

    private static NanActionFrame without(NanActionFrame frame) {
        return changed(frame, one -> one instanceof SharedKeyDescriptor ? Optional.empty() : Optional.of(one));
    }

    private static NanActionFrame zeroed(NanActionFrame frame) {
        return withKey(frame, key -> key.withMic(Bytes.wrap(new byte[key.mic().length()])));
    }

    private static NanActionFrame anotherInformation(NanActionFrame frame) {
        return withKey(frame, key -> KeyDescriptor.of(key.keyInformation() ^ 0x0200, key.replayCounter(), key.nonce(),
                key.mic(), key.keyData()));
    }

    private static NanActionFrame anotherCounter(NanActionFrame frame) {
        return withKey(frame, key -> KeyDescriptor.of(key.keyInformation(), key.replayCounter() + 7, key.nonce(),
                key.mic(), key.keyData()));
    }

    private static NanActionFrame anotherNonce(NanActionFrame frame) {
        return withKey(frame, key -> KeyDescriptor.of(key.keyInformation(), key.replayCounter(),
                Bytes.hex("5a".repeat(32)), key.mic(), key.keyData()));
    }

    private static NanActionFrame withKey(NanActionFrame frame, UnaryOperator<KeyDescriptor> change) {
        return changed(frame, one -> Optional.of(one instanceof SharedKeyDescriptor key
                ? new SharedKeyDescriptor(key.publishId(), change.apply(key.descriptor())) : one));
    }

    private static NanActionFrame changed(NanActionFrame frame, Function<NanAttribute, Optional<NanAttribute>> change) {
        return decode(NanActionFrame.create(frame.action().category(), frame.subtype(), frame.header(),
                frame.attributes().values().stream().flatMap(one -> change.apply(one).stream()).toList()).encode())
                .orElseThrow();
    }

    @Test
    void namesWhatIsWrong() {
        assertEquals(HandshakeFailure.WRONG_PMKID, HandshakePair.with(one -> one, one -> HandshakePair.parameters(
                CipherSuite.NCS_SK_128, Secret.of(new byte[32]))).firstFailure());
        assertEquals(HandshakeFailure.WRONG_CIPHER_SUITE, HandshakePair.with(one -> one,
                one -> HandshakePair.parameters(CipherSuite.NCS_SK_256, one.ndPmk())).firstFailure());
        assertEquals(HandshakeFailure.WRONG_MIC, HandshakePair.with(one -> one, one -> HandshakePair.parameters(
                CipherSuite.NCS_SK_128, Secret.of(new byte[32])).tolerating(Set.of(Tolerance.WRONG_PMKID)),
                one -> one.tolerating(Set.of(Tolerance.WRONG_PMKID))).firstFailure());
        assertEquals(HandshakeFailure.TIME_OUT, assertInstanceOf(HandshakeStep.Failed.class,
                startedPair().side(true).timeOut()).failure());
    }

    private static HandshakePair startedPair() {
        HandshakePair pair = HandshakePair.of(CipherSuite.NCS_SK_128);
        pair.next(true, 1);
        return pair;
    }

    @Test
    void refusesAnOpenRequest() {
        NanActionFrame open = frame(AwareFixtures.hex("hostap/ndp-open.frames").values().iterator().next());
        HandshakeStep step = DataPathHandshake.responder(parameters(), new Random(1)).receive(open);
        HandshakeStep.Failed failed = assertInstanceOf(HandshakeStep.Failed.class, step);
        assertEquals(HandshakeFailure.NOT_SECURED, failed.failure());
        assertEquals(8, failed.failure().reason());
    }

    @Test
    void onlyAStrongerSuiteUpgrades() {
        assertTrue(DataPathHandshake.upgrades(CipherSuite.NCS_SK_128, CipherSuite.NCS_SK_256));
        assertFalse(DataPathHandshake.upgrades(CipherSuite.NCS_SK_256, CipherSuite.NCS_SK_128));
        assertFalse(DataPathHandshake.upgrades(CipherSuite.NCS_SK_256, CipherSuite.NCS_SK_256));
    }

    @Test
    void everyHandshakeHasNoncesOfItsOwn() {
        Random random = new Random(7);
        NanActionFrame one = sealedFirst(random);
        NanActionFrame other = sealedFirst(random);
        assertNotEquals(one.first(SharedKeyDescriptor.class), other.first(SharedKeyDescriptor.class));
    }

    private static NanActionFrame sealedFirst(Random random) {
        DataPathHandshake handshake = DataPathHandshake.initiator(parameters(), random);
        return handshake.seal(unsealed(0, handshake.attributes()));
    }
}
