package dev.lanyard.rules.air;

import dev.lanyard.wire.ieee80211.AuthenticationBody;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.ServiceId;
import dev.lanyard.wire.nan.attribute.PairingBootstrapping;
import dev.lanyard.wire.net.MacAddress;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of the air from the frames so far: clusters, devices by their NMIs, dialogues of bootstrapping, PASN
 * exchanges, data paths. Everything is bounded: beyond {@link #MAX_DEVICES} devices, frames of further ones are only
 * counted; dialogues that nobody continued for longest are forgotten.
 */
public final class Air {

    /** Devices that are followed at most. */
    public static final int MAX_DEVICES = 1024;
    private static final int MAX_CLUSTERS = 256;
    private static final int MAX_DIALOGUES = 1024;

    private final AirKeys keys;
    private final AirDeclarations declared;
    private final Map<MacAddress, Device> devices = new LinkedHashMap<>();
    private final Map<MacAddress, Cluster> clusters = new Bounded<>(MAX_CLUSTERS);
    private final Map<Pair, Bootstrapping> bootstrappings = new Bounded<>(MAX_DIALOGUES);
    private final Map<Pair, PasnExchange> pasnExchanges = new Bounded<>(MAX_DIALOGUES);
    private final Map<DataPathSetup.Key, DataPathSetup> dataPaths = new Bounded<>(MAX_DIALOGUES);
    private final Map<MacAddress, MacAddress> owners = new Bounded<>(2 * MAX_DIALOGUES);
    /** The cluster asked for last; it is never the one that is forgotten next. */
    private Optional<Cluster> latest = Optional.empty();
    private long unfollowed;

    Air(AirKeys keys, AirDeclarations declared) {
        this.keys = keys;
        this.declared = declared;
    }

    public AirKeys keys() {
        return keys;
    }

    /** The services whose names are known. */
    public Map<ServiceId, String> names() {
        return declared.names();
    }

    /** What is declared about devices. */
    public AirDeclarations declared() {
        return declared;
    }

    /** {@code 96b74ebcc024 (_x._tcp)}, or the id alone. */
    public String nameOf(ServiceId service) {
        String name = declared.names().get(service);
        return name == null ? service.toString() : service + " (" + name + ")";
    }

    /** The device of this NMI, or of this data interface. */
    public Optional<Device> device(MacAddress address) {
        Device device = devices.get(address);
        if (device == null) {
            MacAddress owner = owners.get(address);
            device = owner == null ? null : devices.get(owner);
        }
        return Optional.ofNullable(device);
    }

    /** All devices followed, in the order in which they were first seen. */
    public Collection<Device> devices() {
        return devices.values();
    }

    /** How many frames came from devices that are not followed. */
    public long unfollowed() {
        return unfollowed;
    }

    public Optional<Cluster> cluster(MacAddress id) {
        // Every beacon asks for its cluster several times, and most captures show one.
        if (latest.isEmpty() || !latest.get().id().equals(id)) {
            Cluster known = clusters.get(id);
            if (known == null) {
                return Optional.empty();
            }
            latest = Optional.of(known);
        }
        return latest;
    }

    public boolean hasClusters() {
        return !clusters.isEmpty();
    }

    /** The dialogue of bootstrapping that this pair holds. */
    public Optional<Bootstrapping> bootstrapping(MacAddress initiator, MacAddress responder) {
        return Optional.ofNullable(bootstrappings.get(new Pair(initiator, responder)));
    }

    public Collection<Bootstrapping> bootstrappings() {
        return bootstrappings.values();
    }

    /** The exchange of PASN between two, whoever began it. */
    public Optional<PasnExchange> pasn(MacAddress one, MacAddress other) {
        Pair pair = new Pair(one, other);
        return Optional.ofNullable(pasnExchanges.get(pair)).or(() ->
                Optional.ofNullable(pasnExchanges.get(pair.reversed())));
    }

    public Collection<PasnExchange> pasnExchanges() {
        return pasnExchanges.values();
    }

    /** The data path that a frame's NDP or NDPE names. */
    public Optional<DataPathSetup> dataPath(NdpFields fields) {
        return Optional.ofNullable(dataPaths.get(new DataPathSetup.Key(fields.initiatorNdi(), fields.ndpId())));
    }

    public Collection<DataPathSetup> dataPaths() {
        return dataPaths.values();
    }

    boolean hasDataInterfaces() {
        return !owners.isEmpty();
    }

    /** Whether this is the address of a data interface. */
    public boolean isDataInterface(MacAddress address) {
        return owners.containsKey(address);
    }

    /** A data path that is up between two addresses, NMIs or NDIs, and secured. */
    public Optional<DataPathSetup> securedPath(MacAddress one, MacAddress other) {
        if (dataPaths.isEmpty()) {
            return Optional.empty();
        }
        MacAddress a = owners.getOrDefault(one, one);
        MacAddress b = owners.getOrDefault(other, other);
        return dataPaths.values().stream().filter(path -> path.isSecured() && path.isEstablished()
                && (path.pair().equals(new Pair(a, b)) || path.pair().equals(new Pair(b, a)))).findFirst();
    }

    /** An encrypted frame passed between two addresses that no key opened. */
    void unread(MacAddress one, MacAddress other, long frame) {
        device(one).ifPresent(device -> device.unread(frame));
        device(other).ifPresent(device -> device.unread(frame));
        MacAddress a = owners.getOrDefault(one, one);
        MacAddress b = owners.getOrDefault(other, other);
        dataPaths.values().stream().filter(path -> path.pair().equals(new Pair(a, b))
                || path.pair().equals(new Pair(b, a))).forEach(DataPathSetup::doubt);
    }

    /** The device that sent a frame; empty where too many are followed already, or where no NMI is behind it. */
    Optional<Device> sender(AirFrame frame) {
        MacAddress address = frame.transmitter();
        Optional<Device> known = device(address);
        boolean foreign = frame.kind() == FrameKind.DATA
                || frame.kind() == FrameKind.PASN && !Nan.isClusterId(frame.cluster())
                        && frame.attributes().entries().isEmpty() && !devices.containsKey(frame.receiver());
        if (known.isPresent() || foreign) {
            return known;
        }
        if (devices.size() >= MAX_DEVICES) {
            unfollowed++;
            return Optional.empty();
        }
        Device device = new Device(address, frame.number());
        devices.put(address, device);
        return Optional.of(device);
    }

    void learn(AirFrame frame, Device sender, boolean again) {
        if (again) {
            sender.learnAgain(frame, declared);
        } else {
            sender.learn(frame, declared);
        }
        switch (frame.kind()) {
            case BEACON -> {
                Optional<Cluster> known = cluster(frame.cluster());
                (known.isPresent() ? known.get() : begun(frame.cluster())).learn(frame.timestamp(), frame.nanos());
            }
            case SDF -> {
                Optional<PairingBootstrapping> npba = frame.value(PairingBootstrapping.class);
                if (npba.isPresent()) {
                    learn(frame, sender, npba.get());
                }
            }
            case PASN -> frame.pasn().ifPresent(body -> learn(frame, sender, body));
            case NAF -> NdpFields.of(frame).ifPresent(fields -> learn(frame, sender, fields));
            default -> { }
        }
    }

    private Cluster begun(MacAddress id) {
        Cluster cluster = new Cluster(id);
        clusters.put(id, cluster);
        latest = Optional.of(cluster);
        return cluster;
    }

    private void learn(AirFrame frame, Device sender, PairingBootstrapping npba) {
        Pair pair = new Pair(sender.nmi(), frame.receiver());
        if (npba.type() == PairingBootstrapping.REQUEST) {
            bootstrappings.put(pair, Bootstrapping.begun(pair, npba, frame));
        } else if (npba.type() == PairingBootstrapping.RESPONSE) {
            bootstrappings.computeIfPresent(pair.reversed(), (_, dialogue) -> dialogue.answered(npba, frame));
        }
    }

    private void learn(AirFrame frame, Device sender, AuthenticationBody body) {
        if (pasn(sender.nmi(), frame.receiver()).filter(known -> known.isRepeated(frame, body)).isPresent()) {
            return;
        }
        if (body.transaction() == 1) {
            pasnExchanges.put(new Pair(sender.nmi(), frame.receiver()), PasnExchange.begun(frame, body));
            return;
        }
        pasn(sender.nmi(), frame.receiver()).ifPresent(exchange -> {
            PasnExchange moved = exchange.moved(frame, body);
            pasnExchanges.put(exchange.pair(), moved);
            if (moved.isComplete()) {
                sender.paired();
                device(frame.receiver()).ifPresent(Device::paired);
            }
        });
    }

    private void learn(AirFrame frame, Device sender, NdpFields fields) {
        if (frame.subtype() == DataPathSetup.REQUEST) {
            Pair pair = new Pair(sender.nmi(), owners.getOrDefault(frame.receiver(), frame.receiver()));
            DataPathSetup setup = new DataPathSetup(pair, fields, frame);
            dataPaths.put(setup.key(), setup);
            own(fields.initiatorNdi(), sender.nmi());
            return;
        }
        DataPathSetup setup = dataPaths.get(new DataPathSetup.Key(fields.initiatorNdi(), fields.ndpId()));
        if (setup != null) {
            setup.advance(frame, fields);
            if (frame.subtype() == DataPathSetup.RESPONSE) {
                fields.responderNdi().ifPresent(ndi -> own(ndi, sender.nmi()));
            }
        }
    }

    private void own(MacAddress ndi, MacAddress nmi) {
        if (!ndi.equals(nmi)) {
            owners.put(ndi, nmi);
        }
    }
}
