package dev.lanyard.drivers.aware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lanyard.drivers.aware.AwareOutcome.Result;
import dev.lanyard.drivers.aware.AwarePeer.Ability;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.BootstrappingMethod;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What every peer does, whatever its radio. The other end is a device that publishes {@link #SERVICE} with the
 * information {@link #INFO}, pairs by showing the PIN {@link #PIN}, and has secured data paths and no open ones.
 */
public abstract class AwarePeerContract {

    /** What the other end publishes. */
    protected static final String SERVICE = "_lanyard._udp";
    protected static final Bytes INFO = Bytes.wrap("lanyard 1".getBytes(StandardCharsets.UTF_8));
    protected static final String PIN = "012345";

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration MOMENT = Duration.ofMillis(50);

    /** The peer under test, with the other end on its air. */
    protected abstract AwarePeer peer() throws Exception;

    /** Whether the peer shows service information; some radios keep it to themselves. */
    protected boolean showsInfo() {
        return true;
    }

    /** Skips the test, with the reason, where the peer's radio lacks what it is about. */
    private static void requires(AwarePeer peer, Ability... abilities) {
        Set<Ability> missing = EnumSet.copyOf(Arrays.asList(abilities));
        missing.removeAll(peer.abilities());
        assumeTrue(missing.isEmpty(), () -> "part of a contract that " + peer.getClass().getSimpleName()
                + " cannot do: its radio has no " + missing);
    }

    private AwareService service() {
        return AwareService.of(SERVICE).pairing(Set.of(BootstrappingMethod.PIN_KEYPAD), OptionalInt.empty());
    }

    private AwareService.Found discover(AwarePeer peer, int handle) throws InterruptedException {
        AwareEvent event = peer.await(0, one -> one instanceof AwareEvent.Discovered found
                && found.handle() == handle, SOON).orElseThrow();
        assertTrue(event.number() <= peer.lastEvent());
        return ((AwareEvent.Discovered) event).service();
    }

    private AwareService.Found bootstrapped(AwarePeer peer, int handle) throws Exception {
        AwareService.Found found = discover(peer, handle);
        if (peer.abilities().contains(Ability.BOOTSTRAP)) {
            AwareOutcome outcome = peer.bootstrap(handle, found, BootstrappingMethod.PIN_KEYPAD, SOON);
            assertEquals(Result.DONE, outcome.result(), outcome.text());
        }
        return found;
    }

    @Test
    public void findsTheServiceWithWhatItSays() throws Exception {
        try (AwarePeer peer = peer()) {
            AwareService.Found found = discover(peer, peer.subscribe(service()));
            assertEquals(showsInfo() ? INFO : Bytes.EMPTY, found.info());
            assertFalse(found.peer().isEmpty());
            assertTrue(found.instanceId() > 0);
            if (peer.abilities().contains(Ability.BOOTSTRAP)) {
                assertTrue(found.methods().contains(BootstrappingMethod.PIN_DISPLAY), found::toString);
                assertTrue(found.pairs(), found::toString);
            }
        }
    }

    @Test
    public void sendsAMessage() throws Exception {
        try (AwarePeer peer = peer()) {
            requires(peer, Ability.FOLLOW_UP);
            int handle = peer.subscribe(service());
            peer.followUp(handle, discover(peer, handle), INFO);
        }
    }

    @Test
    public void pairsWithTheRightPinAndVerifiesLater() throws Exception {
        try (AwarePeer peer = peer()) {
            requires(peer, Ability.PAIR);
            int handle = peer.subscribe(service());
            AwareService.Found found = bootstrapped(peer, handle);
            AwareOutcome paired = peer.pair(handle, found, Optional.of(Password.of(PIN)), SOON);
            assertEquals(Result.DONE, paired.result(), paired.text());
            AwareEvent event = peer.await(0, AwareEvent.Paired.class::isInstance, SOON).orElseThrow();
            assertTrue(((AwareEvent.Paired) event).outcome().done());
            if (peer.abilities().contains(Ability.VERIFY)) {
                AwareOutcome verified = peer.verify(handle, found, SOON);
                assertEquals(Result.DONE, verified.result(), verified.text());
            }
        }
    }

    @Test
    public void aWrongPinIsNotAuthentic() throws Exception {
        try (AwarePeer peer = peer()) {
            requires(peer, Ability.PAIR);
            int handle = peer.subscribe(service());
            AwareOutcome outcome = peer.pair(handle, bootstrapped(peer, handle), Optional.of(Password.of("999999")),
                    SOON);
            assertEquals(Result.NOT_AUTHENTIC, outcome.result(), outcome.text());
            assertFalse(outcome.text().contains("999999"));
        }
    }

    @Test
    public void opensASecuredDataPathAfterPairing() throws Exception {
        try (AwarePeer peer = peer()) {
            requires(peer, Ability.SECURED_DATA_PATH, Ability.PAIR);
            int handle = peer.subscribe(service());
            AwareService.Found found = bootstrapped(peer, handle);
            peer.pair(handle, found, Optional.of(Password.of(PIN)), SOON);
            try (AwareDataPath path = peer.openDataPath(handle, found, new DataPathSecurity.Paired(Optional.empty()),
                    SOON)) {
                assertTrue(path.secured());
                assertTrue(path.peer().isLinkLocalAddress());
            }
        }
    }

    @Test
    public void anOpenDataPathIsRefused() throws Exception {
        try (AwarePeer peer = peer()) {
            requires(peer, Ability.OPEN_DATA_PATH);
            int handle = peer.subscribe(service());
            AwareService.Found found = discover(peer, handle);
            AwareException refused = assertThrows(AwareException.class, () -> peer.openDataPath(handle, found,
                    new DataPathSecurity.Open(), SOON));
            assertEquals(AwareException.Kind.REFUSED, refused.kind(), refused.getMessage());
            assertTrue(refused.reason() > 0);
        }
    }

    @Test
    public void whatItCannotDoItSays() throws Exception {
        try (AwarePeer peer = peer()) {
            if (!peer.abilities().contains(Ability.FORGET)) {
                AwareException unable = assertThrows(AwareException.class, () -> peer.forget(Optional.empty()));
                assertEquals(AwareException.Kind.UNABLE, unable.kind());
            }
        }
    }

    @Test
    public void waitsNoLongerThanAskedAndEndsTwice() throws Exception {
        AwarePeer peer = peer();
        peer.cancel(4711);
        assertTrue(peer.await(peer.lastEvent(), event -> false, MOMENT).isEmpty());
        int handle = peer.subscribe(service());
        peer.cancel(handle);
        peer.cancel(handle);
        peer.close();
        peer.close();
    }
}
