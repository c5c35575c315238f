package dev.lanyard.drivers.aware;

import dev.lanyard.wire.Transitions;

/** What a service without a cluster is at. */
enum UsdState {
    IDLE,
    /** It announces itself, or asks, again and again on one channel. */
    SENDING,
    /** It stays on the channel and listens. */
    LISTENING,
    /** Somebody speaks with it: it stays where it is and says nothing by itself. */
    PAUSED,
    ENDED;

    /** What happens to it. */
    enum Event { BEGIN_SENDING, BEGIN_LISTENING, BURST_OVER, DWELL_OVER, MESSAGE, PAUSE_OVER, END }

    static final Transitions<UsdState, Event> TABLE = Transitions.from(IDLE, Event.class)
            .on(IDLE, Event.BEGIN_SENDING, SENDING)
            .on(IDLE, Event.BEGIN_LISTENING, LISTENING)
            .on(SENDING, Event.BURST_OVER, LISTENING)
            .on(SENDING, Event.MESSAGE, PAUSED)
            .on(SENDING, Event.END, ENDED)
            .on(LISTENING, Event.DWELL_OVER, SENDING)
            .on(LISTENING, Event.MESSAGE, PAUSED)
            .on(LISTENING, Event.END, ENDED)
            .on(PAUSED, Event.MESSAGE, PAUSED)
            .on(PAUSED, Event.PAUSE_OVER, SENDING)
            .on(PAUSED, Event.END, ENDED);
}
