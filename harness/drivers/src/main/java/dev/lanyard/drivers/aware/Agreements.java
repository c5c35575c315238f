package dev.lanyard.drivers.aware;

import dev.lanyard.wire.nan.BootstrappingMethod;
import dev.lanyard.wire.nan.attribute.PairingBootstrapping;
import dev.lanyard.wire.nan.frame.PasnFrame;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Requests for bootstrapping of one device that were accepted, the latest {@value #MOST}. A request carries no code, so
 * one more may be somebody else's and must not undo what was agreed on before: PASN's first message names the one that
 * it goes by.
 */
final class Agreements {

    static final int MOST = 4;

    private final Deque<Agreement> latest = new ArrayDeque<>();

    /**
     * One of them.
     *
     * @param own      the role that this end has taken
     * @param instance the service instance of the device that asked
     */
    record Agreement(int token, BootstrappingMethod own, int instance) {}

    /** Adds one; whether it is new. */
    boolean add(Agreement one) {
        boolean known = latest.remove(one);
        latest.addFirst(one);
        if (latest.size() > MOST) {
            latest.removeLast();
        }
        return !known;
    }

    /** The one that a first message names; where it names none of them, the latest, by which it is judged. */
    Optional<Agreement> of(PasnFrame first) {
        return first.first(PairingBootstrapping.class).flatMap(named -> latest.stream().filter(one ->
                one.token() == named.dialogToken() && one.own().complement().bit() == named.methods()).findFirst())
                .or(() -> Optional.ofNullable(latest.peekFirst()));
    }

    boolean isEmpty() {
        return latest.isEmpty();
    }

    void clear() {
        latest.clear();
    }
}
