package dev.lanyard.rules.air;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.Placed;
import dev.lanyard.wire.nan.attribute.CipherSuiteInfo;
import dev.lanyard.wire.nan.attribute.DeviceCapability;
import dev.lanyard.wire.nan.attribute.DeviceCapabilityExtension;
import dev.lanyard.wire.nan.attribute.PairingBootstrapping;
import dev.lanyard.wire.nan.attribute.ServiceDescriptor;
import dev.lanyard.wire.nan.attribute.ServiceDescriptorExtension;
import dev.lanyard.wire.net.MacAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** What the frames of one NAN management interface address showed so far. Bounded, whatever they say. */
public final class Device {

    private static final int MAX_SERVICES = 64;
    private static final Bytes APPLE = Bytes.wrap("Apple Inc.".getBytes(StandardCharsets.UTF_8));

    private final MacAddress nmi;
    private final long firstFrame;
    private final Map<Object, Service> services = new LinkedHashMap<>();
    /** What judges remember: a dozen kinds at most, so looking through them is faster than hashing. */
    private Object[] memory = {};
    private final Map<String, Tally> tallies = new HashMap<>();
    private final Set<Integer> suites = new TreeSet<>();
    private Ruling[] rulings = new Ruling[0];
    private long frames;
    private long lastFrame;
    private long discoveryFrames;
    private Optional<Unread> unread = Optional.empty();
    private Optional<Latest<DeviceCapabilityExtension>> discoveryDcea = Optional.empty();
    private Optional<DeviceCapability> capability = Optional.empty();
    private Optional<MacAddress> cluster = Optional.empty();
    private OptionalInt advertisedMethods = OptionalInt.empty();
    /** The same service came under another instance id: then each frame decides what is known of it. */
    private boolean instancesChange;
    private boolean apple;
    private boolean paired;

    /**
     * Encrypted frames from or to a device that no key at hand opened.
     *
     * @param firstFrame the number of the first
     */
    public record Unread(long firstFrame, long count) {}

    private record ServiceKey(Object id, ServiceDescriptor.Type type) {}

    Device(MacAddress nmi, long firstFrame) {
        this.nmi = nmi;
        this.firstFrame = firstFrame;
    }

    public MacAddress nmi() {
        return nmi;
    }

    /** The number of its first frame. */
    public long firstFrame() {
        return firstFrame;
    }

    public long lastFrame() {
        return lastFrame;
    }

    /** How many frames it sent. */
    public long frames() {
        return frames;
    }

    /** How many service discovery frames it sent. */
    public long discoveryFrames() {
        return discoveryFrames;
    }

    /** What it said or was told that nobody could read; empty when everything was read. */
    public Optional<Unread> unread() {
        return unread;
    }

    void unread(long frame) {
        unread = Optional.of(unread.map(before -> new Unread(before.firstFrame(), before.count() + 1))
                .orElse(new Unread(frame, 1)));
    }

    /** Its services, in the order in which they were first seen. */
    public Collection<Service> services() {
        return services.values();
    }

    public boolean publishes() {
        return services.values().stream().anyMatch(service -> service.type() == ServiceDescriptor.Type.PUBLISH);
    }

    /** The service that this instance id stands for. */
    public Optional<Service> service(int instanceId) {
        return services.values().stream().filter(service -> service.instanceId() == instanceId).findFirst();
    }

    /** The last DCEA of a service discovery frame. */
    public Optional<Latest<DeviceCapabilityExtension>> discoveryDcea() {
        return discoveryDcea;
    }

    /** The last Device Capability. */
    public Optional<DeviceCapability> capability() {
        return capability;
    }

    /** The cluster of its last beacon. */
    public Optional<MacAddress> cluster() {
        return cluster;
    }

    /** The bootstrapping methods that it advertised last. */
    public OptionalInt advertisedMethods() {
        return advertisedMethods;
    }

    /** The cipher suites that it advertised. */
    public Set<Integer> suites() {
        return suites;
    }

    /** Whether its service info says that it is Apple's. */
    public boolean isApple() {
        return apple;
    }

    /** Whether an exchange of PASN with it came to its end. */
    public boolean isPaired() {
        return paired;
    }

    void paired() {
        paired = true;
    }

    /** What a judge remembers of this device, made when it is first asked for. */
    public <T> T memory(Class<T> kind, Supplier<T> first) {
        for (Object one : memory) {
            if (one.getClass() == kind) {
                @SuppressWarnings("unchecked")
                T known = (T) one;
                return known;
            }
        }
        T made = first.get();
        memory = Arrays.copyOf(memory, memory.length + 1);
        memory[memory.length - 1] = made;
        return made;
    }

    Ruling[] rulings(int count) {
        if (rulings.length < count) {
            rulings = Arrays.copyOf(rulings, count);
        }
        return rulings;
    }

    Tally tally(String rule) {
        return tallies.computeIfAbsent(rule, id -> new Tally(id, nmi));
    }

    /** What rules were broken, in the order of their ids. */
    public List<Breach> breaches() {
        List<Breach> all = new ArrayList<>();
        tallies.values().forEach(tally -> all.addAll(tally.breaches()));
        return all;
    }

    /** Whether some frame kept the rule, and none broke it. */
    public boolean keeps(String rule) {
        Tally tally = tallies.get(rule);
        return tally != null && tally.keptCount() > 0 && tally.breaches().isEmpty();
    }

    /** Whether some frame broke the rule. */
    public boolean breaks(String rule) {
        Tally tally = tallies.get(rule);
        return tally != null && !tally.breaches().isEmpty();
    }

    /** As {@link #learn}, of a frame whose content was learned before: what the last frame decides. */
    void learnAgain(AirFrame frame, AirDeclarations declared) {
        frames++;
        lastFrame = frame.number();
        if (frame.kind() == FrameKind.BEACON) {
            learnCluster(frame);
        } else if (frame.kind() == FrameKind.SDF) {
            if (instancesChange) {
                learnDiscovery(frame, declared);
            } else {
                discoveryFrames++;
                learnLatest(frame);
            }
        }
        learnCapability(frame);
    }

    void learn(AirFrame frame, AirDeclarations declared) {
        frames++;
        lastFrame = frame.number();
        learnCapability(frame);
        if (frame.kind() == FrameKind.BEACON) {
            learnCluster(frame);
        } else if (frame.kind() == FrameKind.SDF) {
            learnDiscovery(frame, declared);
        }
    }

    private void learnCluster(AirFrame frame) {
        if (cluster.isEmpty() || !cluster.get().equals(frame.cluster())) {
            cluster = Optional.of(frame.cluster());
        }
    }

    private void learnCapability(AirFrame frame) {
        Optional<DeviceCapability> shown = frame.capability();
        if (shown.isPresent()) {
            capability = shown;
        }
    }

    private void learnDiscovery(AirFrame frame, AirDeclarations declared) {
        discoveryFrames++;
        learnLatest(frame);
        frame.value(CipherSuiteInfo.class).ifPresent(csia -> csia.suites().stream()
                .filter(_ -> suites.size() < MAX_SERVICES).forEach(suite -> suites.add(suite.id())));
        boolean pairing = Discovery.wantsPairing(frame, declared);
        for (Placed<ServiceDescriptor> placed : frame.all(ServiceDescriptor.class)) {
            ServiceDescriptor descriptor = placed.value();
            if (descriptor.type() == ServiceDescriptor.Type.PUBLISH
                    || descriptor.type() == ServiceDescriptor.Type.SUBSCRIBE) {
                learn(descriptor, frame, pairing);
            }
        }
        for (Placed<ServiceDescriptorExtension> placed : frame.all(ServiceDescriptorExtension.class)) {
            apple |= placed.value().serviceInfo().filter(info -> contains(info.info(), APPLE)).isPresent();
        }
    }

    private void learnLatest(AirFrame frame) {
        Optional<DeviceCapabilityExtension> dcea = frame.value(DeviceCapabilityExtension.class);
        if (dcea.isPresent()) {
            discoveryDcea = Optional.of(Latest.of(dcea.get(), frame));
        }
        Optional<PairingBootstrapping> npba = frame.value(PairingBootstrapping.class);
        if (npba.isPresent() && npba.get().type() == PairingBootstrapping.ADVERTISE) {
            advertisedMethods = OptionalInt.of(npba.get().methods());
        }
    }

    private void learn(ServiceDescriptor descriptor, AirFrame frame, boolean pairing) {
        ServiceKey key = new ServiceKey(descriptor.serviceId(), descriptor.type());
        Service known = services.get(key);
        if (known == null && services.size() >= MAX_SERVICES) {
            return;
        }
        Optional<ServiceDescriptorExtension> extension = Discovery.extensionOf(frame, descriptor.instanceId());
        instancesChange |= known != null && known.instanceId() != descriptor.instanceId();
        Service service = known != null && known.instanceId() == descriptor.instanceId() ? known
                : new Service(descriptor.serviceId(), descriptor.type(), descriptor.instanceId(),
                        known == null ? frame.number() : known.firstFrame(), false, false, false);
        services.put(key, service.seenAs(pairing, extension.filter(e -> e.securityRequired()).isPresent(),
                extension.filter(e -> e.dataPathRequired()).isPresent()));
    }

    private static boolean contains(Bytes where, Bytes what) {
        for (int at = 0; where.has(at, what.length()); at++) {
            if (where.slice(at, what.length()).equals(what)) {
                return true;
            }
        }
        return false;
    }
}
