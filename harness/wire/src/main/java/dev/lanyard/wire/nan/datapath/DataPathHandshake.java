package dev.lanyard.wire.nan.datapath;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.Transitions;
import dev.lanyard.wire.nan.attribute.CipherSuiteInfo;
import dev.lanyard.wire.nan.attribute.DataPath;
import dev.lanyard.wire.nan.attribute.KeyDescriptor;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.attribute.SecurityContextInfo;
import dev.lanyard.wire.nan.attribute.SharedKeyDescriptor;
import dev.lanyard.wire.nan.datapath.HandshakeParameters.Tolerance;
import dev.lanyard.wire.nan.frame.NanActionFrame;
import dev.lanyard.wire.nan.security.CipherSuite;
import dev.lanyard.wire.nan.security.DataPathKeys;
import dev.lanyard.wire.nan.security.KeyData;
import dev.lanyard.wire.nan.security.KeyHash;
import dev.lanyard.wire.nan.security.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * One side of the handshake that secures a data path: M1 to M4 in Data Path Request, Response, Confirm and Key
 * Installment. The caller makes the frames: it adds {@link #attributes} behind its own and has each frame
 * {@linkplain #seal sealed} before it sends it. A frame that does not fit the state is ignored. One that fits and is not
 * authentic is dropped: whoever hears M1 could otherwise end the handshake by an M2 of his own. What is authentic and
 * wrong ends it, and so does a wrong M1, which begins it.
 */
public final class DataPathHandshake {

    /** Where a handshake stands. */
    public enum State { IDLE, AWAITING_M1, ANSWERING_M1, AWAITING_M2, ANSWERING_M2, AWAITING_M3, ANSWERING_M3,
        AWAITING_M4, ESTABLISHED, FAILED }

    /** What happened. */
    public enum Event { M1_SEALED, M1_ACCEPTED, M2_SEALED, M2_ACCEPTED, M3_SEALED, M3_ACCEPTED, M4_SEALED,
        M4_ACCEPTED, M1_REPEATED, M2_REPEATED, M3_REPEATED, REFUSED, TIME_OUT }

    /** The initiator's table. */
    public static final Transitions<State, Event> INITIATOR = Transitions.from(State.IDLE, Event.class)
            .on(State.IDLE, Event.M1_SEALED, State.AWAITING_M2)
            .on(State.AWAITING_M2, Event.M2_ACCEPTED, State.ANSWERING_M2)
            .on(State.ANSWERING_M2, Event.M3_SEALED, State.AWAITING_M4)
            .on(State.AWAITING_M4, Event.M2_REPEATED, State.AWAITING_M4)
            .on(State.AWAITING_M4, Event.M4_ACCEPTED, State.ESTABLISHED)
            .on(State.AWAITING_M2, Event.REFUSED, State.FAILED)
            .on(State.AWAITING_M4, Event.REFUSED, State.FAILED)
            .on(State.AWAITING_M2, Event.TIME_OUT, State.FAILED)
            .on(State.AWAITING_M4, Event.TIME_OUT, State.FAILED);

    /** The responder's table. */
    public static final Transitions<State, Event> RESPONDER = Transitions.from(State.AWAITING_M1, Event.class)
            .on(State.AWAITING_M1, Event.M1_ACCEPTED, State.ANSWERING_M1)
            .on(State.ANSWERING_M1, Event.M2_SEALED, State.AWAITING_M3)
            .on(State.AWAITING_M3, Event.M1_REPEATED, State.AWAITING_M3)
            .on(State.AWAITING_M3, Event.M3_ACCEPTED, State.ANSWERING_M3)
            .on(State.ANSWERING_M3, Event.M4_SEALED, State.ESTABLISHED)
            .on(State.ESTABLISHED, Event.M3_REPEATED, State.ESTABLISHED)
            .on(State.AWAITING_M1, Event.REFUSED, State.FAILED)
            .on(State.AWAITING_M3, Event.REFUSED, State.FAILED)
            .on(State.AWAITING_M3, Event.TIME_OUT, State.FAILED);

    /** Key information of M1 to M4, as hostap's frames have it. */
    static final int[] KEY_INFORMATION = {
        KeyDescriptor.PAIRWISE | KeyDescriptor.ACK,
        KeyDescriptor.PAIRWISE | KeyDescriptor.MIC,
        KeyDescriptor.PAIRWISE | KeyDescriptor.INSTALL | KeyDescriptor.ACK | KeyDescriptor.MIC
                | KeyDescriptor.SECURE,
        KeyDescriptor.PAIRWISE | KeyDescriptor.INSTALL | KeyDescriptor.MIC | KeyDescriptor.SECURE};

    /** Bits that decide: without the descriptor version and what is reserved. */
    private static final int DECISIVE = 0x03C8;
    private static final int NONCE_LENGTH = 32;
    private static final Bytes ZERO_NONCE = Bytes.wrap(new byte[NONCE_LENGTH]);

    private final HandshakeParameters parameters;
    private final Transitions<State, Event> table;
    private final boolean isInitiator;
    private final Bytes ownNonce;
    private State state;
    private Bytes peerNonce = Bytes.EMPTY;
    private Bytes firstBody = Bytes.EMPTY;
    private Bytes lastReceived = Bytes.EMPTY;
    private long replayCounter = 1;
    private DataPathIdentity identity;
    private DataPathKeys keys;
    private GroupKeys peerGroupKeys = GroupKeys.NONE;
    private boolean peerTakesGroupKeys;

    private DataPathHandshake(HandshakeParameters parameters, Bytes ownNonce, boolean isInitiator) {
        this.parameters = parameters;
        this.isInitiator = isInitiator;
        this.table = isInitiator ? INITIATOR : RESPONDER;
        this.state = table.start();
        this.ownNonce = ownNonce;
    }

    /** The side that sends the Data Path Request. */
    public static DataPathHandshake initiator(HandshakeParameters parameters, RandomGenerator random) {
        return new DataPathHandshake(parameters, nonce(random), true);
    }

    /** The side that answers it. */
    public static DataPathHandshake responder(HandshakeParameters parameters, RandomGenerator random) {
        return new DataPathHandshake(parameters, nonce(random), false);
    }

    /** With a nonce that a vector states. */
    static DataPathHandshake of(HandshakeParameters parameters, Bytes ownNonce, boolean isInitiator) {
        return new DataPathHandshake(parameters, ownNonce, isInitiator);
    }

    private static Bytes nonce(RandomGenerator random) {
        byte[] octets = new byte[NONCE_LENGTH];
        random.nextBytes(octets);
        return Bytes.wrap(octets);
    }

    /** Whether an association of {@code offered} would take the place of one of {@code present}, not live beside it. */
    public static boolean upgrades(CipherSuite present, CipherSuite offered) {
        return present == CipherSuite.NCS_SK_128 && offered == CipherSuite.NCS_SK_256;
    }

    public State state() {
        return state;
    }

    public HandshakeParameters parameters() {
        return parameters;
    }

    /**
     * The security attributes of the message that is to be sent now: CSIA, SCIA and SKDA in M1 and M2, SKDA in M3 and
     * M4; the code is zero until the frame is {@linkplain #seal sealed}. Group keys go with M3 and M4 where the peer has
     * announced that it takes such.
     */
    public List<NanAttribute> attributes() {
        int message = outgoing();
        List<NanAttribute> attributes = new ArrayList<>();
        if (message <= 2) {
            attributes.addAll(announcement());
        }
        Bytes keyData = Bytes.EMPTY;
        int information = KEY_INFORMATION[message - 1];
        if (message >= 3 && givesGroupKeys()) {
            keyData = KeyData.wrap(keys.kek(), parameters.groupKeys().encode());
            information |= KeyDescriptor.ENCRYPTED;
        }
        attributes.add(new SharedKeyDescriptor(parameters.publishId(), KeyDescriptor.of(information, replayCounter,
                ownNonce, Bytes.wrap(new byte[parameters.suite().micLength()]), keyData)));
        return attributes;
    }

    /** Whether the peer gets our group keys: there are some, and it has announced that it takes such. */
    public boolean givesGroupKeys() {
        return peerTakesGroupKeys && !parameters.groupKeys().isEmpty();
    }

    /** CSIA and SCIA: of M1, M2, and a rejection for a wrong ND-PMKID. */
    public List<NanAttribute> announcement() {
        return List.of(CipherSuiteInfo.of(parameters.capabilities(), parameters.publishId(),
                parameters.suite().csid()), SecurityContextInfo.ofPmkid(parameters.publishId(), parameters.pmkid()));
    }

    private int outgoing() {
        return switch (state) {
            case IDLE -> 1;
            case ANSWERING_M1 -> 2;
            case ANSWERING_M2 -> 3;
            case ANSWERING_M3 -> 4;
            default -> throw new IllegalStateException("no message is to be sent in state " + state);
        };
    }

    /** The frame with its code, which is final: no octet of its body may change from here on. */
    public NanActionFrame seal(NanActionFrame frame) {
        int message = outgoing();
        NanActionFrame sealed = frame;
        if (message > 1) {
            Bytes body = frame.frame().body().encode();
            Bytes mic = message == 3 ? keys.mic(token(), body) : keys.mic(body);
            sealed = withMic(frame, mic);
        } else {
            firstBody = frame.frame().body().encode();
            identity = DataPathIdentity.of(frame).orElseThrow(() ->
                    new IllegalArgumentException("a Data Path Request without NDP or NDPE cannot be sealed"));
        }
        advance(switch (message) {
            case 1 -> Event.M1_SEALED;
            case 2 -> Event.M2_SEALED;
            case 3 -> Event.M3_SEALED;
            default -> Event.M4_SEALED;
        });
        return sealed;
    }

    private static NanActionFrame withMic(NanActionFrame frame, Bytes mic) {
        List<NanAttribute> attributes = frame.attributes().values().stream()
                .map(one -> one instanceof SharedKeyDescriptor key
                        ? new SharedKeyDescriptor(key.publishId(), key.descriptor().withMic(mic)) : one).toList();
        return NanActionFrame.create(frame.action().category(), frame.subtype(), frame.header(), attributes);
    }

    private Bytes token() {
        return DataPathKeys.authenticationToken(parameters.suite(), firstBody);
    }

    /**
     * Takes a NAN action frame of the peer, decrypted where it was protected.
     *
     * <p>The caller has matched the addresses to this data path.
     */
    public HandshakeStep receive(NanActionFrame frame) {
        int message = frame.subtype() - NanActionFrame.DATA_PATH_REQUEST + 1;
        if (message < 1 || message > 4) {
            return new HandshakeStep.Ignored(NanActionFrame.name(frame.subtype()) + " is no message of a handshake");
        }
        boolean expected = state == switch (message) {
            case 1 -> State.AWAITING_M1;
            case 2 -> State.AWAITING_M2;
            case 3 -> State.AWAITING_M3;
            default -> State.AWAITING_M4;
        };
        if (!expected) {
            return repeated(message, frame);
        }
        return message == 1 ? takeFirst(frame) : take(message, frame);
    }

    private HandshakeStep repeated(int message, NanActionFrame frame) {
        boolean known = !lastReceived.isEmpty() && lastReceived.equals(frame.frame().body().encode());
        Event event = message == 1 ? Event.M1_REPEATED : message == 2 ? Event.M2_REPEATED : Event.M3_REPEATED;
        return known && message < 4 && advance(event) ? new HandshakeStep.Repeat()
                : new HandshakeStep.Ignored("M" + message + " does not belong into state " + state);
    }

    /** The peer did not answer in the time that the caller gives it. */
    public HandshakeStep timeOut() {
        return advance(Event.TIME_OUT) ? failed(HandshakeFailure.TIME_OUT, "while the handshake waited")
                : new HandshakeStep.Ignored("a handshake that is " + state + " waits for nothing");
    }

    // --- M1 ---

    private HandshakeStep takeFirst(NanActionFrame frame) {
        Optional<DataPathIdentity> path = DataPathIdentity.of(frame);
        if (path.isEmpty()) {
            return refuse(HandshakeFailure.MALFORMED, "M1 has neither NDP nor NDPE");
        }
        if (!path.get().secured() || frame.first(SharedKeyDescriptor.class).isEmpty()
                && frame.first(CipherSuiteInfo.class).isEmpty()) {
            return refuse(HandshakeFailure.NOT_SECURED, "M1 has no security attributes");
        }
        Optional<KeyMessage> key = KeyMessage.of(frame, parameters.suite());
        Optional<HandshakeFailure> fault = announcementFault(frame);
        if (fault.isPresent()) {
            return refuse(fault.get(), "in M1");
        }
        if (key.isEmpty()) {
            return refuse(HandshakeFailure.MALFORMED, "M1 has no Shared Key Descriptor");
        }
        if ((key.get().information() & DECISIVE) != KEY_INFORMATION[0]) {
            return refuse(HandshakeFailure.WRONG_KEY_INFORMATION, "%04x in M1".formatted(key.get().information()));
        }
        if (!path.get().initiatorNdi().equals(parameters.initiatorNdi())) {
            return refuse(HandshakeFailure.WRONG_DATA_PATH, "the initiator NDI of M1");
        }
        if (isNoNonce(key.get().nonce())) {
            return refuse(HandshakeFailure.WRONG_NONCE, "in M1");
        }
        identity = path.get();
        peerNonce = key.get().nonce();
        replayCounter = key.get().replayCounter();
        firstBody = key.get().body();
        lastReceived = firstBody;
        peerTakesGroupKeys = announcesGroupKeys(frame);
        keys = DataPathKeys.derive(parameters.suite(), parameters.ndPmk(), parameters.initiatorNdi(),
                parameters.responderNdi(), peerNonce, ownNonce);
        advance(Event.M1_ACCEPTED);
        return new HandshakeStep.Next();
    }

    /** What is wrong with CSIA and SCIA of M1 or M2. */
    private Optional<HandshakeFailure> announcementFault(NanActionFrame frame) {
        List<Integer> suites = frame.first(CipherSuiteInfo.class).map(CipherSuiteInfo::suites).orElse(List.of())
                .stream().map(CipherSuiteInfo.Suite::id).filter(id -> id < CipherSuiteInfo.GTK_CCMP_128
                        || id > CipherSuiteInfo.GTK_GCMP_256).toList();
        if (!suites.equals(List.of(parameters.suite().csid())) && !parameters.tolerates(Tolerance.WRONG_CIPHER_SUITE)) {
            return Optional.of(HandshakeFailure.WRONG_CIPHER_SUITE);
        }
        boolean known = frame.first(SecurityContextInfo.class).map(SecurityContextInfo::identifiers)
                .orElse(List.of()).stream().anyMatch(one -> one.type() == SecurityContextInfo.ND_PMKID
                        && parameters.isOurs(one.octets()));
        return known ? Optional.empty() : Optional.of(HandshakeFailure.WRONG_PMKID);
    }

    private boolean isNoNonce(Bytes nonce) {
        return nonce.equals(ZERO_NONCE) || nonce.equals(ownNonce);
    }

    // --- M2 to M4 ---

    private HandshakeStep take(int message, NanActionFrame frame) {
        Optional<DataPathIdentity> path = DataPathIdentity.of(frame);
        if (path.isEmpty()) {
            return dropped(HandshakeFailure.MALFORMED, "M" + message + " has neither NDP nor NDPE");
        }
        if (!path.get().isSame(identity)) {
            return new HandshakeStep.Ignored(HandshakeFailure.WRONG_DATA_PATH.toString());
        }
        if (path.get().status() == DataPath.REJECTED) {
            return dropped(HandshakeFailure.PEER_REFUSED, "in " + NanActionFrame.name(frame.subtype()));
        }
        Optional<KeyMessage> found = KeyMessage.of(frame, parameters.suite());
        if (found.isEmpty()) {
            return dropped(HandshakeFailure.MALFORMED, "M" + message + " has no Shared Key Descriptor");
        }
        KeyMessage key = found.get();
        Optional<HandshakeFailure> fault = message == 2 ? announcementFault(frame) : Optional.empty();
        if (fault.isPresent()) {
            return dropped(fault.get(), "in M2");
        }
        if ((key.information() & DECISIVE) != KEY_INFORMATION[message - 1]) {
            return dropped(HandshakeFailure.WRONG_KEY_INFORMATION, "%04x in M%d".formatted(key.information(), message));
        }
        long wanted = message == 3 ? replayCounter + 1 : replayCounter;
        if (key.replayCounter() != wanted && !parameters.tolerates(Tolerance.WRONG_REPLAY_COUNTER)) {
            return dropped(HandshakeFailure.WRONG_REPLAY_COUNTER, "%d in M%d, expected %d".formatted(
                    key.replayCounter(), message, wanted));
        }
        boolean nonce = switch (message) {
            case 2 -> !isNoNonce(key.nonce());
            case 3 -> key.nonce().equals(peerNonce);
            default -> key.nonce().equals(peerNonce) || key.nonce().equals(ZERO_NONCE);
        };
        if (!nonce) {
            return dropped(HandshakeFailure.WRONG_NONCE, "in M" + message);
        }
        return authenticate(message, key, path.get(), announcesGroupKeys(frame));
    }

    /** By the CSIA's capabilities, as iOS does, or by a GTK suite in its list, as hostap does. */
    private static boolean announcesGroupKeys(NanActionFrame frame) {
        return frame.first(CipherSuiteInfo.class).filter(info -> (info.capabilities() & CipherSuiteInfo.GROUP_KEYS) != 0
                || info.suites().stream().anyMatch(one -> one.id() == CipherSuiteInfo.GTK_CCMP_128
                        || one.id() == CipherSuiteInfo.GTK_GCMP_256)).isPresent();
    }

    private HandshakeStep authenticate(int message, KeyMessage key, DataPathIdentity path,
                                       boolean groupKeysAnnounced) {
        DataPathKeys agreed = keys;
        if (message == 2) {
            if (path.responderNdi().isEmpty()) {
                return dropped(HandshakeFailure.MALFORMED, "M2 does not name the responder's NDI");
            }
            agreed = DataPathKeys.derive(parameters.suite(), parameters.ndPmk(), parameters.initiatorNdi(),
                    path.responderNdi().get(), ownNonce, key.nonce());
        }
        Bytes mic = message == 3 ? agreed.mic(token(), key.unsigned()) : agreed.mic(key.unsigned());
        if (!KeyHash.same(mic, key.mic()) && !parameters.tolerates(Tolerance.WRONG_MIC)) {
            if (message == 2) {
                agreed.destroy();
            }
            return dropped(HandshakeFailure.WRONG_MIC, "of M" + message);
        }
        if (message == 2) {
            keys = agreed;
            peerNonce = key.nonce();
            peerTakesGroupKeys = groupKeysAnnounced;
        }
        Optional<GroupKeys> groups = groupKeys(key);
        if (groups.isEmpty()) {
            return refuse(HandshakeFailure.WRONG_KEY_DATA, "in M" + message);
        }
        lastReceived = key.body();
        peerGroupKeys = groups.get();
        return switch (message) {
            case 2 -> {
                replayCounter++;
                advance(Event.M2_ACCEPTED);
                yield new HandshakeStep.Next();
            }
            case 3 -> {
                replayCounter = key.replayCounter();
                advance(Event.M3_ACCEPTED);
                yield new HandshakeStep.Established(keys, peerGroupKeys, true);
            }
            default -> {
                advance(Event.M4_ACCEPTED);
                yield new HandshakeStep.Established(keys, peerGroupKeys, false);
            }
        };
    }

    private Optional<GroupKeys> groupKeys(KeyMessage key) {
        if ((key.information() & KeyDescriptor.ENCRYPTED) == 0 || key.keyData().isEmpty()) {
            return Optional.of(GroupKeys.NONE);
        }
        Optional<Secret> plain = KeyData.unwrap(keys.kek(), key.keyData());
        return plain.flatMap(GroupKeys::decode);
    }

    // --- common ---

    private boolean advance(Event event) {
        Optional<State> next = table.next(state, event);
        next.ifPresent(reached -> state = reached);
        return next.isPresent();
    }

    private static HandshakeStep dropped(HandshakeFailure failure, String detail) {
        return new HandshakeStep.Dropped(failure, detail);
    }

    /** Ends the handshake. */
    private HandshakeStep refuse(HandshakeFailure failure, String detail) {
        advance(Event.REFUSED);
        return failed(failure, detail);
    }

    private HandshakeStep failed(HandshakeFailure failure, String detail) {
        destroy();
        return new HandshakeStep.Failed(failure, detail);
    }

    /** Forgets keys, unless they were given away by {@link HandshakeStep.Established}. */
    public void destroy() {
        if (keys != null && state != State.ESTABLISHED && state != State.ANSWERING_M3) {
            keys.destroy();
            keys = null;
        }
    }

    @Override
    public String toString() {
        return "DataPathHandshake[" + (isInitiator ? "initiator" : "responder") + ", " + parameters.suite() + ", "
                + state + "]";
    }
}
