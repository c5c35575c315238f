package dev.lanyard.drivers.aware;

import dev.lanyard.drivers.radio.AirLoop;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.Transitions;
import dev.lanyard.wire.nan.BootstrappingMethod;

/**
 * How far the bootstrapping has come that this end asked one device for.
 */
final class Bootstrap {

    /** What it is at. */
    enum State { IDLE, REQUESTED, TOLD_TO_COME_BACK, AGREED, REFUSED, SILENT }

    /** What happens to it. */
    enum Event { REQUEST, ACCEPTED, REJECTED, COMEBACK, RETRY, NO_ANSWER, PEER_REQUEST_ACCEPTED }

    static final Transitions<State, Event> TABLE = Transitions.from(State.IDLE, Event.class)
            .on(State.IDLE, Event.REQUEST, State.REQUESTED)
            .on(State.REQUESTED, Event.ACCEPTED, State.AGREED)
            .on(State.REQUESTED, Event.REJECTED, State.REFUSED)
            .on(State.REQUESTED, Event.COMEBACK, State.TOLD_TO_COME_BACK)
            .on(State.REQUESTED, Event.NO_ANSWER, State.SILENT)
            .on(State.REQUESTED, Event.PEER_REQUEST_ACCEPTED, State.AGREED)
            .on(State.TOLD_TO_COME_BACK, Event.RETRY, State.REQUESTED)
            .on(State.TOLD_TO_COME_BACK, Event.ACCEPTED, State.AGREED)
            .on(State.TOLD_TO_COME_BACK, Event.NO_ANSWER, State.SILENT)
            .on(State.TOLD_TO_COME_BACK, Event.PEER_REQUEST_ACCEPTED, State.AGREED)
            .on(State.AGREED, Event.REQUEST, State.REQUESTED)
            .on(State.REFUSED, Event.REQUEST, State.REQUESTED)
            .on(State.SILENT, Event.REQUEST, State.REQUESTED);

    State state = TABLE.start();
    int token;
    BootstrappingMethod own = BootstrappingMethod.OPPORTUNISTIC;
    /** Whether the peer, or somebody else under its address, has rejected it. */
    boolean refused;
    int reason;
    int tries;
    int comebacks;
    /** What follows once the peer has accepted. */
    Runnable agreed = () -> { };
    Bytes cookie = Bytes.EMPTY;
    AirLoop.Timer timer = () -> { };
    /** The cookie that the peer was told to come back with, and when it may. */
    Bytes given = Bytes.EMPTY;
    long notBefore;

    /** Moves on; false where the state knows nothing of {@code event}. */
    boolean take(Event event) {
        return TABLE.next(state, event).map(next -> {
            state = next;
            return true;
        }).orElse(false);
    }

    /** Whether its result is still to come, or to be used. */
    boolean isUnderWay() {
        return state == State.REQUESTED || state == State.TOLD_TO_COME_BACK || state == State.AGREED;
    }

    boolean isOver() {
        return state == State.AGREED || state == State.REFUSED || state == State.SILENT;
    }
}
