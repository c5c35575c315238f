package dev.lanyard.drivers.aware;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.BootstrappingMethod;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The harness' end of Wi-Fi Aware, in services: anything that can publish, subscribe, pair and open data paths. Our own
 * stack on a {@link dev.lanyard.drivers.radio.Radio} is one; wpa_supplicant, an Android phone and an ESP32 console, whose
 * frames nobody sees, are others.
 *
 * <p>Calls block until they are done, or {@code within} has passed on the peer's clock; then they say so in their result
 * or throw {@link AwareException}. What the other device begins comes as an {@link AwareEvent}. Safe for several
 * threads; one at a time is enough.
 */
public interface AwarePeer extends AutoCloseable {

    /** Something that not every peer can do. */
    enum Ability {
        PUBLISH, SUBSCRIBE, FOLLOW_UP, BOOTSTRAP, PAIR, VERIFY, OPEN_DATA_PATH, SECURED_DATA_PATH, FORGET,
        /** Services without a cluster. */
        USD,
        /** Frames of its own making, wrong ones too. */
        FRAMES
    }

    Set<Ability> abilities();

    /** Publishes a service; the handle is what other calls take. Passphrases in {@code service} stay in the peer. */
    int publish(AwareService service) throws AwareException, InterruptedException;

    /** Looks for a service. */
    int subscribe(AwareService service) throws AwareException, InterruptedException;

    /** Ends a publish or subscribe. Without effect on an unknown handle. */
    void cancel(int handle) throws AwareException, InterruptedException;

    /** Sends a message of up to 255 octets to the other end of a discovery; returns when it is on its way. */
    void followUp(int handle, AwareService.Found to, Bytes message) throws AwareException, InterruptedException;

    /**
     * Bootstraps a pairing.
     *
     * @param own the harness' own role, such as {@link BootstrappingMethod#PIN_KEYPAD} to type what the other shows
     */
    AwareOutcome bootstrap(int handle, AwareService.Found with, BootstrappingMethod own, Duration within)
            throws AwareException, InterruptedException;

    /**
     * Pairs after bootstrapping, exchanges identity keys and keeps the pairing.
     *
     * @param password PIN or passphrase; empty for opportunistic pairing
     */
    AwareOutcome pair(int handle, AwareService.Found with, Optional<Password> password, Duration within)
            throws AwareException, InterruptedException;

    /** Proves a pairing that both ends keep from before: no PIN is asked for. */
    AwareOutcome verify(int handle, AwareService.Found with, Duration within)
            throws AwareException, InterruptedException;

    /**
     * Opens a data path. Refusals are {@link AwareException}s with the reason that the other device gave.
     *
     * @param security how it is protected
     */
    AwareDataPath openDataPath(int handle, AwareService.Found with, DataPathSecurity security, Duration within)
            throws AwareException, InterruptedException;

    /** Forgets the pairing with a device, or with all of them where {@code with} is empty. */
    void forget(Optional<AwareService.Found> with) throws AwareException, InterruptedException;

    /** The PIN that this end shows when the other one asks for it to be typed; six digits. */
    default Optional<Password> shownPin() {
        return Optional.empty();
    }

    /**
     * Has {@code sink} take this end's identity keys and, from now on, every key that pairings and data paths agree on.
     * Without effect on peers that keep their keys to themselves.
     */
    default void keepKeys(KeySink sink) {}

    /** The number of the last event; events of a later time have higher ones. */
    long lastEvent();

    /** Waits for the first event after number {@code after} that {@code wanted} likes; empty when none comes. */
    Optional<AwareEvent> await(long after, Predicate<AwareEvent> wanted, Duration within) throws InterruptedException;

    /** Tells of events as they come, on a thread that must not be held up; replaces any listener before. */
    void onEvent(Consumer<AwareEvent> listener);

    /** Ends everything that this peer began, and leaves the air. */
    @Override
    void close();
}
