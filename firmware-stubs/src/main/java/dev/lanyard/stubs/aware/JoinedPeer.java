package dev.lanyard.stubs.aware;

import dev.lanyard.drivers.aware.AwareDataPath;
import dev.lanyard.drivers.aware.AwareEvent;
import dev.lanyard.drivers.aware.AwareException;
import dev.lanyard.drivers.aware.AwareOutcome;
import dev.lanyard.drivers.aware.AwarePeer;
import dev.lanyard.drivers.aware.AwareService;
import dev.lanyard.drivers.aware.DataPathSecurity;
import dev.lanyard.drivers.aware.KeySink;
import dev.lanyard.drivers.aware.NanStack;
import dev.lanyard.drivers.aware.Password;
import dev.lanyard.drivers.radio.AirLoop;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.BootstrappingMethod;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The harness' stack on the air of an emulated device; closing it also ends the recording of that air. */
record JoinedPeer(NanStack stack, AirLoop.Pace recording) implements AwarePeer {

    @Override
    public Set<Ability> abilities() {
        return stack.abilities();
    }

    @Override
    public int publish(AwareService service) {
        return stack.publish(service);
    }

    @Override
    public int subscribe(AwareService service) {
        return stack.subscribe(service);
    }

    @Override
    public void cancel(int handle) {
        stack.cancel(handle);
    }

    @Override
    public void followUp(int handle, AwareService.Found to, Bytes message) throws AwareException, InterruptedException {
        stack.followUp(handle, to, message);
    }

    @Override
    public AwareOutcome bootstrap(int handle, AwareService.Found with, BootstrappingMethod own, Duration within)
            throws AwareException, InterruptedException {
        return stack.bootstrap(handle, with, own, within);
    }

    @Override
    public AwareOutcome pair(int handle, AwareService.Found with, Optional<Password> password, Duration within)
            throws AwareException, InterruptedException {
        return stack.pair(handle, with, password, within);
    }

    @Override
    public AwareOutcome verify(int handle, AwareService.Found with, Duration within)
            throws AwareException, InterruptedException {
        return stack.verify(handle, with, within);
    }

    @Override
    public AwareDataPath openDataPath(int handle, AwareService.Found with, DataPathSecurity security, Duration within)
            throws AwareException, InterruptedException {
        return stack.openDataPath(handle, with, security, within);
    }

    @Override
    public void forget(Optional<AwareService.Found> with) {
        stack.forget(with);
    }

    @Override
    public void keepKeys(KeySink sink) {
        stack.keepKeys(sink);
    }

    @Override
    public Optional<Password> shownPin() {
        return stack.shownPin();
    }

    @Override
    public void onEvent(Consumer<AwareEvent> listener) {
        stack.onEvent(listener);
    }

    @Override
    public long lastEvent() {
        return stack.lastEvent();
    }

    @Override
    public Optional<AwareEvent> await(long after, Predicate<AwareEvent> wanted, Duration within)
            throws InterruptedException {
        return stack.await(after, wanted, within);
    }

    @Override
    public void close() {
        stack.close();
        recording.close();
    }
}
