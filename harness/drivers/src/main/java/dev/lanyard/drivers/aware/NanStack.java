package dev.lanyard.drivers.aware;

import dev.lanyard.drivers.radio.AirLoop;
import dev.lanyard.drivers.radio.Radio;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.BootstrappingMethod;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.ServiceId;
import dev.lanyard.wire.nan.attribute.PairingBootstrapping;
import dev.lanyard.wire.nan.attribute.SharedKeyDescriptor;
import dev.lanyard.wire.nan.frame.NanBeacon;
import dev.lanyard.wire.nan.frame.PasnFrame;
import dev.lanyard.wire.nan.frame.ServiceDiscoveryFrame;
import dev.lanyard.wire.nan.security.CipherSuite;
import dev.lanyard.wire.nan.security.DataPathKeys;
import dev.lanyard.wire.nan.security.Secret;
import dev.lanyard.wire.net.MacAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A Wi-Fi Aware device on a radio: cluster and discovery windows, publishing and subscribing, bootstrapping, pairing and
 * data paths, as either end. All of it runs on the radio's loop; nothing that comes in makes it fail.
 */
public final class NanStack implements AwarePeer {

    private final Station station;
    private final AirLoop loop;
    private final EventLog events;
    private final Synchronisation synchronisation;
    private final Unsynchronised unsynchronised;
    private final Discoveries discoveries;
    private final Bootstrapping bootstrapping;
    private final Pairings pairings;
    private final DataPaths paths;
    private final Identities identities;
    private final Neighbours neighbours = new Neighbours();
    private final Incoming incoming;

    /** A device that comes up on {@code radio} now; closing it closes the radio. */
    public NanStack(Radio radio, NanSettings settings) {
        this(radio, settings, AwareSeam.HONEST);
    }

    /** One that does odd things, to see how others bear it. */
    public NanStack(Radio radio, NanSettings settings, Set<Oddity> oddities) {
        this(radio, Oddity.settings(oddities, settings), Oddity.seam(oddities));
        comebackFirst(oddities.contains(Oddity.COMEBACK));
    }

    /** One that does otherwise where {@code seam} says so. */
    public NanStack(Radio radio, NanSettings settings, AwareSeam seam) {
        loop = radio.loop();
        station = new Station(radio, settings, seam);
        events = new EventLog(loop);
        Announcements say = new Announcements(station);
        identities = new Identities(station);
        discoveries = new Discoveries(station, say, identities, neighbours::of, events);
        bootstrapping = new Bootstrapping(station, discoveries, events);
        pairings = new Pairings(station, discoveries, identities, events);
        paths = new DataPaths(station, say, discoveries, neighbours::of, events);
        synchronisation = new Synchronisation(station, discoveries::window);
        unsynchronised = new Unsynchronised(station, synchronisation, discoveries);
        neighbours.keep(pairings::isWith, paths::isWith);
        incoming = new Incoming(station, neighbours, paths, takers());
        loop.run(() -> {
            radio.listen(incoming::received);
            synchronisation.start();
        });
    }

    private Incoming.Takers takers() {
        return new Incoming.Takers() {
            @Override
            public void beacon(NanBeacon beacon, Radio.Reception reception) {
                synchronisation.beacon(beacon, reception);
            }

            @Override
            public void discovery(ServiceDiscoveryFrame frame, boolean secret) {
                discoveries.received(frame, secret, NanStack.this::followedUp);
            }

            @Override
            public void pasn(PasnFrame frame) {
                pairings.received(frame, neighbours.of(frame.header().address2()));
            }

            @Override
            public void breakDown() {
                vanish();
            }
        };
    }

    private void followedUp(Discoveries.Active to, Neighbour from, int instance, ServiceDiscoveryFrame frame,
                            boolean secret) {
        if (from.paired.isPresent() && !secret && !station.seam.breaks("NAN-PAIR-15")
                && frame.first(PairingBootstrapping.class).isEmpty()) {
            station.reject();
            return;
        }
        unsynchronised.heard(to.id);
        frame.first(PairingBootstrapping.class).ifPresent(npba ->
                bootstrapping.received(to, from, instance, frame, npba));
        if (secret && frame.first(SharedKeyDescriptor.class).isPresent()) {
            pairings.identityKey(from, frame);
        } else if (frame.first(PairingBootstrapping.class).isEmpty()) {
            Messages.of(frame).ifPresent(message -> {
                AwareService.Found sender = from.services.getOrDefault(instance, unannounced(from, instance));
                from.remember(instance, sender);
                events.add(number -> new AwareEvent.FollowUp(number, to.id, sender, message));
            });
        }
    }

    private static AwareService.Found unannounced(Neighbour from, int instance) {
        return new AwareService.Found(from.nmi.toString(), instance, Bytes.EMPTY, java.util.List.of(), false, false,
                false, false, from.kept.isPresent());
    }

    @Override
    public Set<Ability> abilities() {
        return EnumSet.allOf(Ability.class);
    }

    @Override
    public int publish(AwareService service) {
        return begin(true, service);
    }

    @Override
    public int subscribe(AwareService service) {
        return begin(false, service);
    }

    private int begin(boolean publishes, AwareService service) {
        return loop.call(() -> {
            int handle = discoveries.begin(publishes, service);
            unsynchronised.settle();
            return handle;
        });
    }

    @Override
    public void cancel(int handle) {
        loop.run(() -> {
            discoveries.cancel(handle);
            unsynchronised.settle();
        });
    }

    /** Changes what a publish tells of its service. */
    public void update(int handle, Bytes info) {
        loop.run(() -> discoveries.update(handle, info));
    }

    /** From now on, the first request for bootstrapping of each device is told to come back later. */
    public void comebackFirst(boolean first) {
        loop.run(() -> bootstrapping.comebackFirst(first));
    }

    @Override
    public void followUp(int handle, AwareService.Found to, Bytes message) throws AwareException, InterruptedException {
        boolean[] sent = new boolean[1];
        Discoveries.Active active = active(handle);
        loop.run(() -> {
            discoveries.followUp("follow-up", active, peer(to), to.instanceId(), Messages.attributes(active, message));
            station.inDiscoveryWindow(() -> sent[0] = true);
        });
        loop.await(() -> sent[0], Nan.tu(2L * Nan.DW_PERIOD));
    }

    /** As {@link #followUp}, without waiting: for whoever is on the loop. */
    public void send(int handle, AwareService.Found to, Bytes message) {
        loop.run(() -> discoveries.active(handle).ifPresent(active -> discoveries.followUp("follow-up", active,
                peer(to), to.instanceId(), Messages.attributes(active, message))));
    }

    /**
     * Sends a message to everybody who knows the service, in the next discovery window; under the group key for
     * management frames where somebody has it.
     */
    public void tellAll(int handle, Bytes message) {
        loop.run(() -> discoveries.active(handle).ifPresent(active -> station.inDiscoveryWindow(() ->
                discoveries.tellAll(active, Messages.attributes(active, message), paths.groupIntegrity()))));
    }

    /** Asks for bootstrapping without waiting: for whoever is on the loop. {@code agreed} follows an acceptance. */
    public void ask(int handle, AwareService.Found with, BootstrappingMethod own, Runnable agreed) {
        loop.run(() -> discoveries.active(handle).ifPresent(active -> {
            bootstrapping.request(active, peer(with), with.instanceId(), own);
            peer(with).bootstrap.agreed = agreed;
        }));
    }

    /** Pairs without waiting; {@link AwareEvent.Paired} tells what came of it. */
    public void beginPairing(int handle, AwareService.Found with, Password password) {
        loop.run(() -> discoveries.active(handle).ifPresent(active -> pairings.pair(active, peer(with),
                with.instanceId(), Optional.of(password))));
    }

    /** Asks a paired device for a data path without waiting. */
    public void beginDataPath(int handle, AwareService.Found with) {
        loop.run(() -> discoveries.active(handle).ifPresent(active -> peer(with).paired.ifPresent(keys ->
                paths.request(handle, peer(with), with.instanceId(), Optional.of(active.service),
                        Optional.of(CipherSuite.NCS_SK_128), keys.keys().ndPmk()))));
    }

    private Discoveries.Active active(int handle) throws AwareException {
        Optional<Discoveries.Active> active = loop.call(() -> discoveries.active(handle));
        return active.orElseThrow(() -> new AwareException(AwareException.Kind.UNABLE, 0,
                "nothing is published or looked for under handle " + handle));
    }

    private Neighbour peer(AwareService.Found found) {
        return neighbours.of(MacAddress.parse(found.peer()));
    }

    @Override
    public AwareOutcome bootstrap(int handle, AwareService.Found with, BootstrappingMethod own, Duration within)
            throws AwareException, InterruptedException {
        Discoveries.Active active = active(handle);
        loop.run(() -> bootstrapping.request(active, peer(with), with.instanceId(), own));
        loop.await(() -> peer(with).bootstrap.isOver(), within);
        return loop.call(() -> {
            Bootstrap bootstrap = peer(with).bootstrap;
            return switch (bootstrap.state) {
                case AGREED -> new AwareOutcome(AwareOutcome.Result.DONE, 0, "the device accepted");
                case REFUSED -> new AwareOutcome(AwareOutcome.Result.REFUSED, bootstrap.reason,
                        "the device rejected the request with reason " + bootstrap.reason);
                default -> new AwareOutcome(AwareOutcome.Result.SILENT, 0, bootstrap.state
                        == Bootstrap.State.TOLD_TO_COME_BACK ? "the device asked to come back and was not done in time"
                        : "the device did not answer");
            };
        });
    }

    @Override
    public AwareOutcome pair(int handle, AwareService.Found with, Optional<Password> password, Duration within)
            throws AwareException, InterruptedException {
        Discoveries.Active active = active(handle);
        return ended(loop.call(() -> pairings.pair(active, peer(with), with.instanceId(), password)), within);
    }

    @Override
    public AwareOutcome verify(int handle, AwareService.Found with, Duration within)
            throws AwareException, InterruptedException {
        Discoveries.Active active = active(handle);
        if (loop.call(() -> peer(with).kept.isEmpty())) {
            throw new AwareException(AwareException.Kind.UNABLE, 0, "no pairing is kept with " + with.peer()
                    + ": no NIRA of it was made with a known key");
        }
        return ended(loop.call(() -> pairings.verify(active, peer(with), with.instanceId())), within);
    }

    private AwareOutcome ended(PairingAttempt attempt, Duration within) throws InterruptedException {
        loop.await(attempt::isOver, within);
        return loop.call(() -> attempt.outcome);
    }

    @Override
    public AwareDataPath openDataPath(int handle, AwareService.Found with, DataPathSecurity security, Duration within)
            throws AwareException, InterruptedException {
        Discoveries.Active active = active(handle);
        if (loop.call(station::isOutside)) {
            throw new AwareException(AwareException.Kind.UNABLE, 0, "a data path needs a cluster, and the service was "
                    + "found without one: publish or look for it without usd first");
        }
        Neighbour peer = loop.call(() -> peer(with));
        Bytes serviceId = ServiceId.of(active.service.name()).octets();
        Optional<CipherSuite> suite = switch (security) {
            case DataPathSecurity.Open() -> Optional.empty();
            case DataPathSecurity.Paired(Optional<CipherSuite> wanted) ->
                    Optional.of(wanted.orElse(CipherSuite.NCS_SK_128));
            case DataPathSecurity.Passphrase(CipherSuite wanted, Password _) -> Optional.of(wanted);
            case DataPathSecurity.Key(CipherSuite wanted, Secret _) -> Optional.of(wanted);
        };
        Secret pmk = switch (security) {
            case DataPathSecurity.Open() -> null;
            case DataPathSecurity.Paired _ -> loop.call(() -> peer.paired).orElseThrow(() -> new AwareException(
                    AwareException.Kind.UNABLE, 0, "the devices are not paired")).keys().ndPmk();
            case DataPathSecurity.Passphrase(CipherSuite wanted, Password passphrase) ->
                    DataPathKeys.ndPmk(wanted, passphrase.octets(), serviceId, peer.nmi);
            case DataPathSecurity.Key(CipherSuite _, Secret key) -> key;
        };
        PathSession path = loop.call(() -> paths.request(handle, peer, with.instanceId(), Optional.of(active.service),
                suite, pmk));
        loop.await(path::isOver, within);
        return loop.call(() -> {
            if (path.state == PathState.OPEN) {
                return Optional.of(paths.describe(path));
            }
            return Optional.<AwareDataPath>empty();
        }).orElseThrow(() -> failure(path));
    }

    private static AwareException failure(PathSession path) {
        return switch (path.state) {
            case REFUSED -> path.why.isEmpty()
                    ? new AwareException(AwareException.Kind.REFUSED, path.reason,
                            "the device refused the data path with reason " + path.reason)
                    : new AwareException(AwareException.Kind.NOT_AUTHENTIC, 0, "the device sent " + path.why);
            case CLOSED -> new AwareException(AwareException.Kind.REFUSED, 0, "the device ended the data path at once");
            default -> new AwareException(AwareException.Kind.SILENT, 0, "the device did not answer; the set-up came as "
                    + "far as " + path.state);
        };
    }

    @Override
    public void forget(Optional<AwareService.Found> with) {
        loop.run(() -> {
            if (with.isEmpty()) {
                identities.forgetAll();
                neighbours.all().forEach(NanStack::forget);
            } else {
                Neighbour peer = peer(with.get());
                peer.kept.ifPresent(identities::forget);
                forget(peer);
            }
        });
    }

    private static void forget(Neighbour peer) {
        peer.kept = Optional.empty();
        peer.paired = Optional.empty();
        peer.bootstrap = new Bootstrap();
        peer.agreements.clear();
    }

    @Override
    public void keepKeys(KeySink sink) {
        loop.run(() -> {
            station.keys = sink;
            identities.tell(sink);
        });
    }

    @Override
    public Optional<Password> shownPin() {
        return station.settings.pin();
    }

    @Override
    public long lastEvent() {
        return events.last();
    }

    @Override
    public Optional<AwareEvent> await(long after, Predicate<AwareEvent> wanted, Duration within)
            throws InterruptedException {
        return events.await(after, wanted, within);
    }

    @Override
    public void onEvent(Consumer<AwareEvent> listener) {
        loop.run(() -> events.listen(listener));
    }

    /** Who the device is. */
    public NanSettings settings() {
        return station.settings;
    }

    /** How many frames were not acted on because their protection, or its absence, was wrong. */
    public long rejected() {
        return loop.call(station::rejected);
    }

    /** What the device does for its cluster, for people. */
    public String role() {
        return loop.call(() -> synchronisation.role().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
    }

    /** Says goodbye to the other ends of data paths, and leaves. */
    @Override
    public void close() {
        try {
            loop.run(paths::endAll);
            loop.await(() -> station.waiting() == 0, Nan.tu(Nan.DW_PERIOD));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        vanish();
    }

    /** Leaves without a word, as when the power goes. */
    public void vanish() {
        loop.run(() -> {
            paths.drop("the device is gone");
            station.close();
        });
    }
}
