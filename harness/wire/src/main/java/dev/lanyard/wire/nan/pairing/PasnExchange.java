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
import dev.lanyard.wire.nan.frame.PasnFrame;
import dev.lanyard.wire.nan.pairing.PasnParameters.Tolerance;
import dev.lanyard.wire.nan.sae.SaeFailure;
import dev.lanyard.wire.nan.security.KeyHash;
import dev.lanyard.wire.nan.security.PasnMic;
import dev.lanyard.wire.nan.security.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/**
 * One side of a PASN exchange between two NMIs (IEEE 802.11-2024 §12.13; contents as hostap's). A frame that does not
 * fit the state is ignored. A second or third message that fits and is not authentic is dropped, and the exchange goes
 * on waiting for one that is: whoever hears a message could otherwise end the exchange by an answer of his own. (hostap
 * ends it; SAE by itself drops such a confirm.) {@value #MOST_DOUBTS} of them are looked into, so that an exchange
 * computes so many key agreements at most, and gives so many guesses at the PIN, whatever it is sent. A wrong first
 * message ends the exchange that it would have begun. Another attempt is another exchange.
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
            .on(State.PAUSED, Event.SECOND_ACCEPTED, State.ESTABLISHED)
            .on(State.AWAITING_SECOND, Event.SECOND_ACCEPTED, State.ESTABLISHED)
            .on(State.ESTABLISHED, Event.SECOND_REPEATED, State.ESTABLISHED)
            .on(State.AWAITING_SECOND, Event.TIME_OUT, State.FAILED)
            .on(State.PAUSED, Event.TIME_OUT, State.FAILED);

    /** The responder's table. */
    public static final Transitions<State, Event> RESPONDER = Transitions.from(State.AWAITING_FIRST, Event.class)
            .on(State.AWAITING_FIRST, Event.COOKIE_DEMANDED, State.AWAITING_FIRST)
            .on(State.AWAITING_FIRST, Event.FIRST_ACCEPTED, State.AWAITING_THIRD)
            .on(State.AWAITING_THIRD, Event.FIRST_REPEATED, State.AWAITING_THIRD)
            .on(State.AWAITING_THIRD, Event.THIRD_ACCEPTED, State.ESTABLISHED)
            .on(State.AWAITING_FIRST, Event.REFUSED, State.FAILED)
            .on(State.AWAITING_FIRST, Event.TIME_OUT, State.FAILED)
            .on(State.AWAITING_THIRD, Event.TIME_OUT, State.FAILED);

    /** Status of a message that asks to come back (IEEE 802.11-2024 §9.4.1.9). */
    public static final int STATUS_REJECTED_TEMPORARILY = 30;

    /** Answers that are not authentic, and are looked into. */
    static final int MOST_DOUBTS = 4;
    private static final int COMEBACKS = 3;

    private final PasnParameters parameters;
    private final Transitions<State, Event> table;
    private final boolean isInitiator;
    private State state;
    private final PasnAgreement own;
    private PasnAgreement.Agreed agreed;
    private Bytes firstBody = Bytes.EMPTY;
    private Bytes secondBody = Bytes.EMPTY;
    private AuthenticationBody lastSent;
    private Bytes cookie = Bytes.EMPTY;
    private int comebacks;
    private final List<Bytes> doubted = new ArrayList<>();
    private Optional<PasnStep.Dropped> doubt = Optional.empty();

    private PasnExchange(PasnParameters parameters, RandomGenerator random, Transitions<State, Event> table) {
        this.parameters = parameters;
        this.table = table;
        this.isInitiator = table == INITIATOR;
        this.own = new PasnAgreement(parameters, isInitiator, random);
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

    /**
     * Nothing authentic came in the time that the caller gives it. Where something else did, that is the reason, and an
     * initiator tells it to the peer.
     */
    public PasnStep timeOut() {
        if (table.next(state, Event.TIME_OUT).isEmpty()) {
            return PasnStep.ignored("an exchange that is " + state + " waits for nothing");
        }
        if (doubt.isEmpty()) {
            return fail(Event.TIME_OUT, PasnFailure.TIME_OUT, "in state " + state);
        }
        PasnFailure failure = doubt.get().failure();
        Optional<AuthenticationBody> body = isInitiator && failure.status() != 0
                ? Optional.of(AuthenticationBody.pasn(3, failure.status(), Elements.NONE)) : Optional.empty();
        return new PasnStep(body, fail(Event.TIME_OUT, failure, doubt.get().detail()).result());
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
        return message.mic().filter(mic -> KeyHash.same(mic, PasnMic.third(parameters.hash(), agreed.keys().kck(),
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
            case 2 -> state == State.AWAITING_SECOND || state == State.PAUSED ? takeSecond(message)
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
        AuthenticationBody body = AuthenticationBody.pasn(1, 0,
                Elements.of(PasnMessage.elements(parameters, agreement(cookie), own.commit())));
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
        return switch (own.agree(message)) {
            case PasnAgreement.Refused(PasnFailure failure, String detail) -> refuse(failure, detail);
            case PasnAgreement.Agreed keys -> {
                agreed = keys;
                firstBody = message.body();
                advance(Event.FIRST_ACCEPTED);
                yield second();
            }
        };
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
        Optional<Bytes> wrapped = own.commit().map(commit -> new BytesWriter().bytes(prefixed(commit))
                .bytes(prefixed(agreed.confirm().orElseThrow())).toBytes());
        List<Element> elements = PasnMessage.elements(parameters, agreement(Bytes.EMPTY), wrapped);
        Bytes unsigned = PasnMessage.signed(2, elements, zeroMic()).encode();
        Bytes mic = PasnMic.second(parameters.hash(), agreed.keys().kck(), parameters.peer(), parameters.own(),
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
            return drop(PasnFailure.PEER_REFUSED, "status " + message.status() + " in message 2");
        }
        Optional<PasnFailure> fault = message.fault();
        if (fault.isPresent()) {
            return drop(fault.get(), "in message 2");
        }
        if (doubted.contains(message.body()) || doubted.size() >= MOST_DOUBTS) {
            return PasnStep.ignored(doubted.size() + " second messages were looked into and were not authentic");
        }
        PasnStep step = authenticateSecond(message);
        if (step.result() instanceof PasnStep.Dropped) {
            doubted.add(message.body());
        }
        return step;
    }

    private PasnStep authenticateSecond(PasnMessage message) {
        return switch (own.agree(message)) {
            case PasnAgreement.Refused(PasnFailure failure, String detail) -> drop(failure, detail);
            case PasnAgreement.Agreed keys -> {
                Optional<Bytes> mic = message.mic();
                boolean right = mic.isPresent() && KeyHash.same(mic.get(), PasnMic.second(parameters.hash(),
                        keys.keys().kck(), parameters.own(), parameters.peer(), message.security(),
                        message.unsigned()));
                if (!right && !parameters.tolerates(Tolerance.WRONG_MIC)) {
                    keys.destroy();
                    yield drop(PasnFailure.WRONG_MIC, "of message 2");
                }
                agreed = keys;
                secondBody = message.body();
                advance(Event.SECOND_ACCEPTED);
                yield third();
            }
        };
    }

    private PasnStep takeComeback(PasnMessage message) {
        Optional<PasnParametersElement.Comeback> comeback = message.agreement()
                .flatMap(PasnParametersElement::comeback);
        if (message.isMalformed() || comeback.isEmpty()) {
            return drop(PasnFailure.PEER_REFUSED, "come back, without a cookie");
        }
        if (state == State.PAUSED) {
            return outOfOrder(2);
        }
        if (comebacks >= COMEBACKS) {
            return drop(PasnFailure.COMEBACK_TOO_OFTEN, comebacks + 1 + " times");
        }
        comebacks++;
        cookie = comeback.get().cookie();
        advance(Event.COME_BACK);
        return new PasnStep(Optional.empty(), new PasnStep.ComeBack(comeback.get().after().orElse(0), cookie));
    }

    // --- message 3 ---

    private PasnStep third() {
        List<Element> elements = new ArrayList<>();
        elements.add(new PasnParametersElement(0, format(), Optional.empty(), OptionalInt.empty(), Bytes.EMPTY));
        agreed.confirm().ifPresent(confirm -> elements.add(new WrappedDataElement(confirm)));
        Bytes unsigned = PasnMessage.signed(3, elements, zeroMic()).encode();
        lastSent = PasnMessage.signed(3, elements, PasnMic.third(parameters.hash(), agreed.keys().kck(),
                parameters.own(), parameters.peer(), firstBody, unsigned));
        return new PasnStep(Optional.of(lastSent), established());
    }

    private PasnStep takeThird(PasnMessage message) {
        if (message.status() != 0) {
            boolean password = message.status() == PasnFailure.WRONG_PASSWORD.status()
                    && agreed.sae().isPresent();
            return drop(password ? PasnFailure.WRONG_PASSWORD : PasnFailure.PEER_REFUSED,
                    "status " + message.status() + " in message 3");
        }
        boolean sound = !message.isMalformed() && message.mic().isPresent()
                && message.agreement().filter(one -> one.group().isEmpty()).isPresent();
        if (!sound) {
            return drop(PasnFailure.MALFORMED, "in message 3");
        }
        if (agreed.sae().isPresent()) {
            Optional<SaeFields.Confirm> confirm = message.sae(1).map(List::getFirst)
                    .filter(SaeFields.Confirm.class::isInstance).map(SaeFields.Confirm.class::cast);
            if (confirm.isEmpty()) {
                return drop(PasnFailure.WRONG_WRAPPED_DATA, "message 3 has one SAE confirm");
            }
            if (!agreed.sae().get().verifies(confirm.get())) {
                return drop(PasnFailure.WRONG_PASSWORD, SaeFailure.CONFIRM.toString());
            }
        }
        if (!isThirdAuthentic(message) && !parameters.tolerates(Tolerance.WRONG_MIC)) {
            return drop(PasnFailure.WRONG_MIC, "of message 3");
        }
        advance(Event.THIRD_ACCEPTED);
        lastSent = null;
        return new PasnStep(Optional.empty(), established());
    }

    // --- keys ---

    private PasnStep.Established established() {
        boolean opportunistic = parameters.credential() instanceof PasnCredential.Opportunistic;
        Secret npk = opportunistic ? agreed.keys().opportunisticNpk() : Secret.of(agreed.pmk().expose());
        PairingAssociation association = new PairingAssociation(isInitiator ? parameters.own() : parameters.peer(),
                isInitiator ? parameters.peer() : parameters.own(), parameters.suite(), agreed.keys(), npk);
        agreed.destroyWithoutKeys();
        agreed = null;
        own.destroy();
        return new PasnStep.Established(association);
    }

    /** Destroys what is secret and not given away. */
    public void destroy() {
        if (agreed != null) {
            agreed.destroy();
        }
        agreed = null;
        own.destroy();
    }

    // --- common ---

    private int format() {
        return parameters.credential() instanceof PasnCredential.Password ? PasnParametersElement.WRAPPED_SAE
                : PasnParametersElement.WRAPPED_NONE;
    }

    private PasnParametersElement agreement(Bytes withCookie) {
        int group = parameters.group().number();
        Bytes publicKey = own.publicKey();
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

    /** Passes a message over; the first reason of this kind is the one that is told in the end. */
    private PasnStep drop(PasnFailure failure, String detail) {
        PasnStep.Dropped dropped = new PasnStep.Dropped(failure, detail);
        doubt = doubt.or(() -> Optional.of(dropped));
        return new PasnStep(Optional.empty(), dropped);
    }

    /** Ends the exchange that message 1 would have begun, and tells the peer. */
    private PasnStep refuse(PasnFailure failure, String detail) {
        return new PasnStep(Optional.of(AuthenticationBody.pasn(2, failure.status(), Elements.NONE)),
                fail(Event.REFUSED, failure, detail).result());
    }

    private PasnStep fail(Event event, PasnFailure failure, String detail) {
        advance(event);
        destroy();
        lastSent = null;
        return new PasnStep(Optional.empty(), new PasnStep.Failed(failure, detail));
    }

    @Override
    public String toString() {
        return "PasnExchange[" + (isInitiator ? "initiator" : "responder") + ", " + parameters.own() + " with "
                + parameters.peer() + ", " + state + "]";
    }
}
