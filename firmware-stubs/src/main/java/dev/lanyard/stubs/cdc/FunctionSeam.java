package dev.lanyard.stubs.cdc;

import dev.lanyard.wire.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where a function's notifications and bulk transfers can be interfered with; an honest function changes nothing. */
public interface FunctionSeam {

    /** Nothing is interfered with. */
    FunctionSeam NONE = new FunctionSeam() { };

    /**
     * What is sent on the interrupt endpoint when the link is told to the host.
     *
     * @param honest the notifications as they ought to be, in order
     */
    default List<Bytes> notifications(boolean linkUp, List<Bytes> honest) {
        return honest;
    }

    /** Whether the interrupt endpoint is halted once the host has fetched what there was to tell. */
    default boolean haltsNotifications() {
        return false;
    }

    /** How often the link is told while alternate setting 0 is selected; empty: not at all. */
    default Optional<Duration> repeatsNotifications() {
        return Optional.empty();
    }

    /** What is sent on the bulk endpoint: a frame (ECM) or a block (NCM); empty when it is withheld. */
    default Optional<Bytes> toHost(Bytes transfer) {
        return Optional.of(transfer);
    }

    /** Whether a transfer of whole packets ends in a zero-length packet. */
    default boolean endsInZeroPacket() {
        return true;
    }

    /** For how long the function takes nothing more after it took {@code transfer}; zero for at once again. */
    default Duration rest(Bytes transfer) {
        return Duration.ZERO;
    }

    /** What is taken of a transfer of the host; empty when it is lost. */
    default Optional<Bytes> fromHost(Bytes transfer) {
        return Optional.of(transfer);
    }
}
