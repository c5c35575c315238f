package dev.lanyard.wire.nan.pairing;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.Transitions;
import dev.lanyard.wire.ieee80211.AuthenticationBody;
import dev.lanyard.wire.ieee80211.Element;
import dev.lanyard.wire.ieee80211.Elements;
import dev.lanyard.wire.ieee80211.FrameHeader;
import dev.lanyard.wire.ieee80211.PasnParametersElement;
import dev.lanyard.wire.ieee80211.SaeFields;
import dev.lanyard.wire.ieee80211.WrappedDataElement;
import dev.lanyard.wire.nan.PasnFrame;
import dev.lanyard.wire.nan.pairing.PasnParameters.Tolerance;
import dev.lanyard.wire.nan.sae.SaeExchange;
import dev.lanyard.wire.nan.sae.SaeFailure;
import dev.lanyard.wire.nan.sae.SecretElement;
import dev.lanyard.wire.nan.security.KeyHash;
import dev.lanyard.wire.nan.security.PairingKeys;
import dev.lanyard.wire.nan.security.PasnMic;
import dev.lanyard.wire.nan.security.Secret;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.bouncycastle.math.ec.ECPoint;

/**
 * One side of a PASN exchange between two NMIs (IEEE 802.11-2024 §12.13; contents as hostap's). A frame that does not
 * fit the state is ignored; one that fits and is wrong ends the exchange, so that an exchange computes one key
 * agreement and one SAE at most, whatever it is sent. It keeps no more than its own messages. Another attempt is another
 * exchange.
 */
public final class PasnExchange {

    /** Where an exchange stands. */
    public enum State { IDLE, AWAITING_FIRST, AWAITING_SECOND, PAUSED, AWAITING_THIRD, ESTABLISHED, FAILED }

    /** What happened. */
    public enum Event { START, COME_BACK, RESUME, COOKIE_DEMANDED, FIRST_ACCEPTED, FIRST_REPEATED, SECOND_ACCEPTED,
        SECOND_REPEATED, THIRD_ACCEPTED, REFUSED, TIME_OUT }

    /** The initiator's table. */
    public static final Transitions<State, Event> INITIATOR = Transitions.from(State.IDLE, Event.class)
            .on(State.IDLE, Event.START, State.AWAITING_SECOND)
            .on(State.AWAITING_SECOND, Event.COME_BACK, State.PAUSED)
            .on(State.PAUSED, Event.RESUME, State.AWAITING_SECOND)
            .on(State.AWAITING_SECOND, Event.SECOND_ACCEPTED, State.ESTABLISHED)
            .on(State.ESTABLISHED, Event.SECOND_REPEATED, State.ESTABLISHED)
            .on(State.AWAITING_SECOND, Event.REFUSED, State.FAILED)
            .on(State.AWAITING_SECOND, Event.TIME_OUT, State.FAILED)
            .on(State.PAUSED, Event.TIME_OUT, State.FAILED);

    /** The responder's table. */
    public static final Transitions<State, Event> RESPONDER = Transitions.from(State.AWAITING_FIRST, Event.class)
            .on(State.AWAITING_FIRST, Event.COOKIE_DEMANDED, State.AWAITING_FIRST)
            .on(State.AWAITING_FIRST, Event.FIRST_ACCEPTED, State.AWAITING_THIRD)
            .on(State.AWAITING_THIRD, Event.FIRST_REPEATED, State.AWAITING_THIRD)
            .on(State.AWAITING_THIRD, Event.THIRD_ACCEPTED, State.ESTABLISHED)
            .on(State.AWAITING_FIRST, Event.REFUSED, State.FAILED)
            .on(State.AWAITING_THIRD, Event.REFUSED, State.FAILED)
            .on(State.AWAITING_FIRST, Event.TIME_OUT, State.FAILED)
            .on(State.AWAITING_THIRD, Event.TIME_OUT, State.FAILED);

    /** Status of a message that asks to come back (IEEE 802.11-2024 §9.4.1.9). */
    public static final int STATUS_REJECTED_TEMPORARILY = 30;

    private static final int COMEBACKS = 3;

    private final PasnParameters parameters;
    private final Transitions<State, Event> table;
    private final RandomGenerator random;
    private final boolean isInitiator;
    private State state;
    private BigInteger privateKey;
    private Bytes publicKey = Bytes.EMPTY;
    private SaeExchange sae;
    private PairingKeys keys;
    private Secret pmk;
    private Bytes firstBody = Bytes.EMPTY;
    private Bytes secondBody = Bytes.EMPTY;
    private AuthenticationBody lastSent;
    private Bytes cookie = Bytes.EMPTY;
    private int comebacks;

    private PasnExchange(PasnParameters parameters, RandomGenerator random, Transitions<State, Event> table) {
        this.parameters = parameters;
        this.random = random;
        this.table = table;
        this.isInitiator = table == INITIATOR;
        this.state = table.start();
    }

    /** The side that sends messages 1 and 3; {@link #start} makes the first. */
    public static PasnExchange initiator(PasnParameters parameters, RandomGenerator random) {
        return new PasnExchange(parameters, random, INITIATOR);
    }

    /** The side that waits for message 1. */
    public static PasnExchange responder(PasnParameters parameters, RandomGenerator random) {
        return new PasnExchange(parameters, random, RESPONDER);
    }

    public State state() {
        return state;
    }

    public PasnParameters parameters() {
        return parameters;
    }

    /** Makes message 1. */
    public PasnStep start() {
        return advance(Event.START) ? first() : PasnStep.ignored("an exchange that is " + state + " does not start");
    }

    /** Makes message 1 with the cookie, when the time that a {@link PasnStep.ComeBack} stated is over. */
    public PasnStep resume() {
        return advance(Event.RESUME) ? first()
                : PasnStep.ignored("nobody asked an exchange that is " + state + " to come back");
    }

    /** The peer did not answer in the time that the caller gives it. */
    public PasnStep timeOut() {
        return table.next(state, Event.TIME_OUT).isPresent()
                ? fail(Event.TIME_OUT, PasnFailure.TIME_OUT, "in state " + state)
                : PasnStep.ignored("an exchange that is " + state + " waits for nothing");
    }

    /** Whether a message 1 is the one that this exchange has answered. */
    public boolean isAnswerTo(PasnFrame frame) {
        return !isInitiator && !firstBody.isEmpty()
                && firstBody.equals(new PasnMessage(parameters, frame).body());
    }

    /** Whether a message 3 is authentic in this exchange, which stays as it is. */
    public boolean authenticates(PasnFrame frame) {
        PasnMessage message = new PasnMessage(parameters, frame);
        return state == State.AWAITING_THIRD && message.status() == 0 && isThirdAuthentic(message);
    }

    private boolean isThirdAuthentic(PasnMessage message) {
        return message.mic().filter(mic -> KeyHash.same(mic, PasnMic.third(parameters.hash(), keys.kck(),
                parameters.peer(), parameters.own(), firstBody, message.unsigned()))).isPresent();
    }

    /** Takes any authentication frame with algorithm PASN. */
    public PasnStep receive(PasnFrame frame) {
        FrameHeader header = frame.header();
        if (!header.address1().equals(parameters.own()) || !header.address2().equals(parameters.peer())
                || !header.address3().equals(parameters.clusterId())) {
            return PasnStep.ignored("not between these two devices in this cluster");
        }
        PasnMessage message = new PasnMessage(parameters, frame);
        return switch (frame.transaction()) {
            case 1 -> state == State.AWAITING_FIRST ? takeFirst(message)
                    : repeated(Event.FIRST_REPEATED, firstBody, message);
            case 2 -> state == State.AWAITING_SECOND ? takeSecond(message)
                    : repeated(Event.SECOND_REPEATED, secondBody, message);
            case 3 -> state == State.AWAITING_THIRD ? takeThird(message) : outOfOrder(3);
            default -> outOfOrder(frame.transaction());
        };
    }

    private PasnStep outOfOrder(int transaction) {
        return PasnStep.ignored("message " + transaction + " does not belong into state " + state);
    }

    /** The peer did not hear our answer: it gets the same again. */
    private PasnStep repeated(Event event, Bytes known, PasnMessage message) {
        return !known.isEmpty() && known.equals(message.body()) && advance(event) && lastSent != null
                ? new PasnStep(Optional.of(lastSent), new PasnStep.Ignored("a repetition; it gets the same answer"))
                : PasnStep.ignored("the message does not belong into state " + state);
    }

    // --- message 1 ---

    private PasnStep first() {
        Optional<Bytes> wrapped = Optional.empty();
        if (privateKey == null) {
            makeEphemeralKey();
        }
        if (parameters.credential() instanceof PasnCredential.Password password) {
            if (sae == null) {
                sae = begin(password);
            }
            wrapped = Optional.of(PasnMessage.wrapped(sae.commit()));
        }
        AuthenticationBody body = AuthenticationBody.pasn(1, 0,
                Elements.of(PasnMessage.elements(parameters, agreement(cookie), wrapped)));
        firstBody = body.encode();
        return sent(body);
    }

    private PasnStep takeFirst(PasnMessage message) {
        Optional<PasnFailure> fault = message.status() == 0 ? message.fault() : Optional.of(PasnFailure.MALFORMED);
        if (fault.isPresent()) {
            return refuse(fault.get(), "in message 1");
        }
        PasnParametersElement agreement = message.agreement().orElseThrow();
        if (parameters.cookies().isPresent()) {
            ComebackCookies jar = parameters.cookies().get();
            if (agreement.comeback().isEmpty()) {
                return demandCookie(jar);
            }
            if (!jar.isFor(parameters.peer(), agreement.comeback().get().cookie())) {
                return refuse(PasnFailure.WRONG_COOKIE, "in message 1");
            }
        }
        Optional<ECPoint> key = parameters.group().publicKey(agreement.publicKey());
        if (key.isEmpty()) {
            return refuse(PasnFailure.WRONG_PUBLIC_KEY, "in message 1");
        }
        makeEphemeralKey();
        if (parameters.credential() instanceof PasnCredential.Password password) {
            Optional<SaeFields.Commit> commit = message.sae(1).map(List::getFirst)
                    .filter(SaeFields.Commit.class::isInstance).map(SaeFields.Commit.class::cast);
            if (commit.isEmpty()) {
                return refuse(PasnFailure.WRONG_WRAPPED_DATA, "message 1 has one SAE commit");
            }
            sae = begin(password);
            Optional<SaeFailure> refused = sae.receive(commit.get());
            if (refused.isPresent()) {
                return refuse(PasnFailure.WRONG_COMMIT, refused.get().toString());
            }
        }
        firstBody = message.body();
        deriveKeys(key.get());
        advance(Event.FIRST_ACCEPTED);
        return second();
    }

    private PasnStep demandCookie(ComebackCookies jar) {
        advance(Event.COOKIE_DEMANDED);
        return PasnStep.send(AuthenticationBody.pasn(2, STATUS_REJECTED_TEMPORARILY, Elements.of(
                new PasnParametersElement(PasnParametersElement.COMEBACK_PRESENT, PasnParametersElement.WRAPPED_NONE,
                        Optional.of(new PasnParametersElement.Comeback(OptionalInt.of(jar.afterTu()),
                                jar.cookie(parameters.peer()))), OptionalInt.empty(), Bytes.EMPTY))));
    }

    // --- message 2 ---

    private PasnStep second() {
        Optional<Bytes> wrapped = sae == null ? Optional.empty() : Optional.of(new BytesWriter()
                .bytes(prefixed(PasnMessage.wrapped(sae.commit())))
                .bytes(prefixed(PasnMessage.wrapped(sae.confirm()))).toBytes());
        List<Element> elements = PasnMessage.elements(parameters, agreement(Bytes.EMPTY), wrapped);
        Bytes unsigned = PasnMessage.signed(2, elements, zeroMic()).encode();
        Bytes mic = PasnMic.second(parameters.hash(), keys.kck(), parameters.peer(), parameters.own(),
                PasnMessage.security(parameters), unsigned);
        return sent(PasnMessage.signed(2, elements, mic));
    }

    private static Bytes prefixed(Bytes body) {
        return new BytesWriter().u16(body.length()).bytes(body).toBytes();
    }

    private PasnStep takeSecond(PasnMessage message) {
        if (message.status() == STATUS_REJECTED_TEMPORARILY) {
            return takeComeback(message);
        }
        if (message.status() != 0) {
            return fail(Event.REFUSED, PasnFailure.PEER_REFUSED, "status " + message.status() + " in message 2");
        }
        Optional<PasnFailure> fault = message.fault();
        if (fault.isPresent()) {
            return refuse(fault.get(), "in message 2");
        }
        Bytes peerKey = message.agreement().orElseThrow().publicKey();
        Optional<ECPoint> key = parameters.group().publicKey(peerKey);
        if (key.isEmpty()) {
            return refuse(PasnFailure.WRONG_PUBLIC_KEY, "in message 2");
        }
        if (peerKey.equals(publicKey) && !parameters.tolerates(Tolerance.REFLECTED)) {
            return refuse(PasnFailure.REFLECTED, "its ephemeral key is ours");
        }
        if (sae != null) {
            Optional<PasnStep> refused = takeCommitAndConfirm(message);
            if (refused.isPresent()) {
                return refused.get();
            }
        }
        deriveKeys(key.get());
        Optional<Bytes> mic = message.mic();
        boolean right = mic.isPresent() && KeyHash.same(mic.get(), PasnMic.second(parameters.hash(), keys.kck(),
                parameters.own(), parameters.peer(), message.security(), message.unsigned()));
        if (!right && !parameters.tolerates(Tolerance.WRONG_MIC)) {
            return refuse(PasnFailure.WRONG_MIC, "of message 2");
        }
        secondBody = message.body();
        advance(Event.SECOND_ACCEPTED);
        return third();
    }

    private Optional<PasnStep> takeCommitAndConfirm(PasnMessage message) {
        Optional<List<SaeFields>> fields = message.sae(2);
        if (fields.isEmpty() || !(fields.get().getFirst() instanceof SaeFields.Commit commit)
                || !(fields.get().getLast() instanceof SaeFields.Confirm confirm)) {
            return Optional.of(refuse(PasnFailure.WRONG_WRAPPED_DATA, "message 2 has an SAE commit and a confirm"));
        }
        Optional<SaeFailure> refused = sae.receive(commit);
        if (refused.isPresent()) {
            return Optional.of(refuse(refused.get() == SaeFailure.REFLECTED ? PasnFailure.REFLECTED
                    : PasnFailure.WRONG_COMMIT, refused.get().toString()));
        }
        return sae.receive(confirm).map(failure -> refuse(PasnFailure.WRONG_PASSWORD, failure.toString()));
    }

    private PasnStep takeComeback(PasnMessage message) {
        Optional<PasnParametersElement.Comeback> comeback = message.agreement()
                .flatMap(PasnParametersElement::comeback);
        if (message.isMalformed() || comeback.isEmpty()) {
            return fail(Event.REFUSED, PasnFailure.PEER_REFUSED, "come back, without a cookie");
        }
        comebacks++;
        if (comebacks > COMEBACKS) {
            return fail(Event.REFUSED, PasnFailure.COMEBACK_TOO_OFTEN, comebacks + " times");
        }
        cookie = comeback.get().cookie();
        advance(Event.COME_BACK);
        return new PasnStep(Optional.empty(), new PasnStep.ComeBack(comeback.get().after().orElse(0), cookie));
    }

    // --- message 3 ---

    private PasnStep third() {
        List<Element> elements = new ArrayList<>();
        elements.add(new PasnParametersElement(0, format(), Optional.empty(), OptionalInt.empty(), Bytes.EMPTY));
        if (sae != null) {
            elements.add(new WrappedDataElement(PasnMessage.wrapped(sae.confirm())));
        }
        Bytes unsigned = PasnMessage.signed(3, elements, zeroMic()).encode();
        lastSent = PasnMessage.signed(3, elements, PasnMic.third(parameters.hash(), keys.kck(), parameters.own(),
                parameters.peer(), firstBody, unsigned));
        return new PasnStep(Optional.of(lastSent), established());
    }

    private PasnStep takeThird(PasnMessage message) {
        if (message.status() != 0) {
            boolean password = message.status() == PasnFailure.WRONG_PASSWORD.status() && sae != null;
            return fail(Event.REFUSED, password ? PasnFailure.WRONG_PASSWORD : PasnFailure.PEER_REFUSED,
                    "status " + message.status() + " in message 3");
        }
        boolean sound = !message.isMalformed() && message.mic().isPresent()
                && message.agreement().filter(one -> one.group().isEmpty()).isPresent();
        if (!sound) {
            return refuse(PasnFailure.MALFORMED, "in message 3");
        }
        if (sae != null) {
            Optional<SaeFields.Confirm> confirm = message.sae(1).map(List::getFirst)
                    .filter(SaeFields.Confirm.class::isInstance).map(SaeFields.Confirm.class::cast);
            if (confirm.isEmpty()) {
                return refuse(PasnFailure.WRONG_WRAPPED_DATA, "message 3 has one SAE confirm");
            }
            Optional<SaeFailure> refused = sae.receive(confirm.get());
            if (refused.isPresent()) {
                return refuse(PasnFailure.WRONG_PASSWORD, refused.get().toString());
            }
        }
        if (!isThirdAuthentic(message) && !parameters.tolerates(Tolerance.WRONG_MIC)) {
            return refuse(PasnFailure.WRONG_MIC, "of message 3");
        }
        advance(Event.THIRD_ACCEPTED);
        lastSent = null;
        return new PasnStep(Optional.empty(), established());
    }

    // --- keys ---

    private SaeExchange begin(PasnCredential.Password password) {
        SaeExchange exchange = SaeExchange.begin(SecretElement.of(parameters.group(), parameters.ssid(),
                password.octets()), parameters.own(), parameters.peer(), random);
        return parameters.tolerates(Tolerance.WRONG_SCALAR) ? exchange.takingAnyScalar() : exchange;
    }

    private void makeEphemeralKey() {
        privateKey = parameters.group().random(random);
        publicKey = Bytes.wrap(parameters.group().generator().multiply(privateKey).normalize().getEncoded(true));
    }

    private void deriveKeys(ECPoint peerKey) {
        ECPoint shared = peerKey.multiply(privateKey).normalize();
        pmk = switch (parameters.credential()) {
            case PasnCredential.Password _ -> Secret.of(sae.pmk().expose());
            case PasnCredential.Opportunistic _ -> PairingKeys.opportunisticPmk();
            case PasnCredential.Cached cached -> Secret.of(cached.npk().expose());
        };
        Secret dh = Secret.of(shared.getAffineXCoord().getEncoded());
        keys = PairingKeys.derive(parameters.suite(), parameters.hash(), pmk,
                isInitiator ? parameters.own() : parameters.peer(), isInitiator ? parameters.peer() : parameters.own(), dh);
        dh.destroy();
        privateKey = null;
    }

    private PasnStep.Established established() {
        boolean opportunistic = parameters.credential() instanceof PasnCredential.Opportunistic;
        Secret npk = opportunistic ? keys.opportunisticNpk() : Secret.of(pmk.expose());
        PairingAssociation association = new PairingAssociation(isInitiator ? parameters.own() : parameters.peer(),
                isInitiator ? parameters.peer() : parameters.own(), parameters.suite(), keys, npk);
        keys = null;
        forget();
        return new PasnStep.Established(association);
    }

    /** Destroys what is secret and not given away. */
    public void destroy() {
        forget();
    }

    private void forget() {
        if (sae != null) {
            sae.destroy();
        }
        if (pmk != null) {
            pmk.destroy();
        }
        if (keys != null) {
            keys.destroy();
        }
        keys = null;
        pmk = null;
        privateKey = null;
    }

    // --- common ---

    private int format() {
        return sae == null ? PasnParametersElement.WRAPPED_NONE : PasnParametersElement.WRAPPED_SAE;
    }

    private PasnParametersElement agreement(Bytes withCookie) {
        int group = parameters.group().number();
        return withCookie.isEmpty() ? PasnParametersElement.of(format(), group, publicKey)
                : new PasnParametersElement(PasnParametersElement.COMEBACK_PRESENT
                        | PasnParametersElement.GROUP_AND_KEY_PRESENT, format(),
                        Optional.of(new PasnParametersElement.Comeback(OptionalInt.empty(), withCookie)),
                        OptionalInt.of(group), publicKey);
    }

    private Bytes zeroMic() {
        return Bytes.wrap(new byte[parameters.hash().micLength()]);
    }

    private PasnStep sent(AuthenticationBody body) {
        lastSent = body;
        return PasnStep.send(body);
    }

    private boolean advance(Event event) {
        Optional<State> next = table.next(state, event);
        next.ifPresent(reached -> state = reached);
        return next.isPresent();
    }

    /** Ends the exchange and tells the peer. */
    private PasnStep refuse(PasnFailure failure, String detail) {
        int transaction = isInitiator ? 3 : 2;
        // The responder answers message 3 with nothing: there is no fourth message.
        boolean answered = isInitiator || state == State.AWAITING_FIRST;
        Optional<AuthenticationBody> body = answered ? Optional.of(AuthenticationBody.pasn(transaction,
                failure.status(), Elements.NONE)) : Optional.empty();
        return new PasnStep(body, fail(Event.REFUSED, failure, detail).result());
    }

    private PasnStep fail(Event event, PasnFailure failure, String detail) {
        advance(event);
        forget();
        lastSent = null;
        return new PasnStep(Optional.empty(), new PasnStep.Failed(failure, detail));
    }

    @Override
    public String toString() {
        return "PasnExchange[" + (isInitiator ? "initiator" : "responder") + ", " + parameters.own() + " with "
                + parameters.peer() + ", " + state + "]";
    }
}
