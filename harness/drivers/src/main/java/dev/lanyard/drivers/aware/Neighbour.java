package dev.lanyard.drivers.aware;

import dev.lanyard.wire.nan.attribute.CipherSuiteInfo;
import dev.lanyard.wire.nan.attribute.DeviceCapability;
import dev.lanyard.wire.nan.attribute.DeviceCapabilityExtension;
import dev.lanyard.wire.nan.attribute.NanAvailability;
import dev.lanyard.wire.nan.attribute.PairingBootstrapping;
import dev.lanyard.wire.nan.frame.NanFrame;
import dev.lanyard.wire.nan.pairing.CachedPairing;
import dev.lanyard.wire.nan.security.GroupIntegrity;
import dev.lanyard.wire.net.MacAddress;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a stack knows of another device: what it said last, and the keys that both have. */
final class Neighbour {

    private static final int MOST_SERVICES = 64;

    final MacAddress nmi;
    /** What it said of each of its services, by instance id. */
    final Map<Integer, AwareService.Found> services = new LinkedHashMap<>();
    /** Its questions that are still to be answered: own service id and its instance id. */
    final Set<Integer> awaitsAnswer = new HashSet<>();
    Optional<DeviceCapability> capability = Optional.empty();
    Optional<DeviceCapabilityExtension> extension = Optional.empty();
    List<NanAvailability> availability = List.of();
    Optional<CipherSuiteInfo> suites = Optional.empty();
    /** What it advertises for bootstrapping. */
    int methods;
    /** The pairing kept with it, once it is known to be the one. */
    Optional<CachedPairing> kept = Optional.empty();
    /** The keys of the present pairing. */
    Optional<PairedKeys> paired = Optional.empty();
    /** Its management frames to groups, once it has given the key for them. */
    Optional<GroupIntegrity> group = Optional.empty();
    /** What this end asked it for. */
    Bootstrap bootstrap = new Bootstrap();
    /** What was agreed on because it asked. */
    final Agreements agreements = new Agreements();

    Neighbour(MacAddress nmi) {
        this.nmi = nmi;
    }

    /** Whether a result of bootstrapping is still to come, or to be used. */
    boolean isBootstrapping() {
        return bootstrap.isUnderWay() || !agreements.isEmpty();
    }

    /** Keeps what it says of a service; the oldest of too many goes. */
    void remember(int instance, AwareService.Found found) {
        services.put(instance, found);
        if (services.size() > MOST_SERVICES) {
            services.remove(services.keySet().iterator().next());
        }
    }

    /** Takes what a discovery or action frame says of the device. */
    void learn(NanFrame frame) {
        frame.first(DeviceCapability.class).ifPresent(value -> capability = Optional.of(value));
        frame.first(DeviceCapabilityExtension.class).ifPresent(value -> extension = Optional.of(value));
        List<NanAvailability> said = frame.attributes().values().stream().filter(NanAvailability.class::isInstance)
                .map(NanAvailability.class::cast).toList();
        if (!said.isEmpty()) {
            availability = said;
        }
        frame.first(PairingBootstrapping.class).filter(npba -> npba.type() == PairingBootstrapping.ADVERTISE)
                .ifPresent(npba -> methods = npba.methods());
    }
}
