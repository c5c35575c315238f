package dev.lanyard.drivers.aware;

import dev.lanyard.wire.Transitions;

/** How far a data path has come. */
enum PathState {
    IDLE,
    /** The initiator waits for the Response. */
    REQUESTED,
    /** The responder has answered and waits for the Confirm. */
    RESPONDED,
    /** The initiator has confirmed and waits for the Key Installment. */
    CONFIRMED,
    OPEN, REFUSED, SILENT, CLOSED;

    /** What happens to it. */
    enum Event { REQUEST, PEER_REQUEST, RESPONSE_ACCEPTED, RESPONSE_CONTINUED, CONFIRM, INSTALLMENT, REFUSAL, NO_ANSWER,
        TERMINATION }

    static final Transitions<PathState, Event> TABLE = Transitions.from(IDLE, Event.class)
            .on(IDLE, Event.REQUEST, REQUESTED)
            .on(IDLE, Event.PEER_REQUEST, RESPONDED)
            .on(REQUESTED, Event.RESPONSE_ACCEPTED, OPEN)
            .on(REQUESTED, Event.RESPONSE_CONTINUED, CONFIRMED)
            .on(REQUESTED, Event.REFUSAL, REFUSED)
            .on(REQUESTED, Event.NO_ANSWER, SILENT)
            .on(RESPONDED, Event.CONFIRM, OPEN)
            .on(RESPONDED, Event.NO_ANSWER, SILENT)
            .on(RESPONDED, Event.REFUSAL, REFUSED)
            .on(RESPONDED, Event.TERMINATION, CLOSED)
            .on(CONFIRMED, Event.INSTALLMENT, OPEN)
            .on(CONFIRMED, Event.REFUSAL, REFUSED)
            .on(CONFIRMED, Event.NO_ANSWER, SILENT)
            .on(CONFIRMED, Event.TERMINATION, CLOSED)
            .on(OPEN, Event.TERMINATION, CLOSED);
}
