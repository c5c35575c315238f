package dev.lanyard.drivers.aware;

import dev.lanyard.drivers.radio.AirLoop;
import dev.lanyard.wire.Transitions;
import dev.lanyard.wire.nan.pairing.IdentityExchange;
import dev.lanyard.wire.nan.pairing.PasnExchange;
import java.util.Optional;

/** One attempt to pair with a device, or to verify a pairing. */
final class PairingAttempt {

    /** How far it has come. */
    enum State {
        IDLE,
        /** PASN is under way. */
        AUTHENTICATING,
        /** Identity keys are under way, protected by the keys of PASN. */
        EXCHANGING_IDENTITIES, PAIRED, FAILED
    }

    /** What happens to it. */
    enum Event { START, AUTHENTICATED, VERIFIED, IDENTITIES_KNOWN, FAILURE }

    static final Transitions<State, Event> TABLE = Transitions.from(State.IDLE, Event.class)
            .on(State.IDLE, Event.START, State.AUTHENTICATING)
            .on(State.AUTHENTICATING, Event.AUTHENTICATED, State.EXCHANGING_IDENTITIES)
            .on(State.AUTHENTICATING, Event.VERIFIED, State.PAIRED)
            .on(State.AUTHENTICATING, Event.FAILURE, State.FAILED)
            .on(State.EXCHANGING_IDENTITIES, Event.IDENTITIES_KNOWN, State.PAIRED)
            .on(State.EXCHANGING_IDENTITIES, Event.FAILURE, State.FAILED);

    final PasnExchange exchange;
    final boolean initiator;
    final boolean verification;
    final Discoveries.Active service;
    final int instance;
    State state = TABLE.start();
    Optional<IdentityExchange> identities = Optional.empty();
    AirLoop.Timer timer = () -> { };
    int tries;
    /** Whether a message came for it that was not authentic, and was passed over. */
    boolean doubted;
    AwareOutcome outcome = new AwareOutcome(AwareOutcome.Result.SILENT, 0, "the device did not answer");

    PairingAttempt(PasnExchange exchange, boolean initiator, boolean verification, Discoveries.Active service,
                   int instance) {
        this.exchange = exchange;
        this.initiator = initiator;
        this.verification = verification;
        this.service = service;
        this.instance = instance;
        take(Event.START);
    }

    boolean take(Event event) {
        Optional<State> next = TABLE.next(state, event);
        next.ifPresent(reached -> state = reached);
        return next.isPresent();
    }

    boolean isOver() {
        return state == State.PAIRED || state == State.FAILED;
    }

    int publishId() {
        return service.publishes ? service.id : instance;
    }
}
