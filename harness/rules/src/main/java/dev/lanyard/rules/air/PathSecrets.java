package dev.lanyard.rules.air;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.Placed;
import dev.lanyard.wire.nan.ServiceId;
import dev.lanyard.wire.nan.attribute.KeyDescriptor;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.attribute.SecurityContextInfo;
import dev.lanyard.wire.nan.attribute.SharedKeyDescriptor;
import dev.lanyard.wire.nan.security.CipherSuite;
import dev.lanyard.wire.nan.security.DataPathKeys;
import dev.lanyard.wire.nan.security.Secret;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The PMK of a data path among the keys handed over, and what it verifies. */
public final class PathSecrets {

    private static final int BODY_TO_MIC = NanAttribute.HEADER + 1 + KeyDescriptor.MIC_OFFSET;

    private final Air air;
    private final DataPathSetup path;
    private final Secret pmk;
    private final DataPathKeys keys;

    private PathSecrets(Air air, DataPathSetup path, Secret pmk, DataPathKeys keys) {
        this.air = air;
        this.path = path;
        this.pmk = pmk;
        this.keys = keys;
    }

    /** PMKs of passphrases: made once for each service of a device. */
    private static final class Phrases {
        private final Map<Object, Secret> made = new HashMap<>();
    }

    /** The PMK that is known to be the path's: its PMKID was sent, or it made an integrity code before. */
    public static Optional<PathSecrets> of(Air air, DataPathSetup path, AirFrame frame) {
        return candidates(air, path, frame).filter(secrets -> path.provenPmk().filter(secrets.pmk::equals).isPresent()
                || path.contexts().stream().anyMatch(secrets::hasPmkid)
                || frame.value(SecurityContextInfo.class).filter(secrets::hasPmkid).isPresent()).findFirst();
    }

    /** The PMK whose keys made the integrity code of {@code frame}, message 2. */
    public static Optional<PathSecrets> proven(Air air, DataPathSetup path, AirFrame frame) {
        Optional<PathSecrets> found = candidates(air, path, frame).filter(secrets ->
                frame.first(SharedKeyDescriptor.class).flatMap(placed -> secrets.verify(frame, placed))
                        .orElse(false)).findFirst();
        found.ifPresent(secrets -> path.prove(secrets.pmk));
        return found;
    }

    private static Stream<PathSecrets> candidates(Air air, DataPathSetup path, AirFrame frame) {
        Optional<CipherSuite> suite = path.suite();
        if (suite.isEmpty() || air.keys().pmks().isEmpty() && air.keys().phrases().isEmpty()) {
            return Stream.empty();
        }
        Optional<SharedKeyDescriptor> second = frame.subtype() == DataPathSetup.RESPONSE
                ? frame.value(SharedKeyDescriptor.class) : Optional.empty();
        Optional<NdpFields> fields = NdpFields.of(frame);
        List<Secret> pmks = new ArrayList<>(air.keys().pmks());
        pmks.addAll(fromPhrases(air, path, suite.get()));
        return pmks.stream().flatMap(pmk -> path.keys(pmk, second, fields.flatMap(NdpFields::responderNdi)).stream()
                .map(keys -> new PathSecrets(air, path, pmk, keys)));
    }

    private static List<Secret> fromPhrases(Air air, DataPathSetup path, CipherSuite suite) {
        Optional<Device> publisher = air.device(path.pair().responder());
        if (publisher.isEmpty() || air.keys().phrases().isEmpty()) {
            return List.of();
        }
        Map<Object, Secret> made = publisher.get().memory(Phrases.class, Phrases::new).made;
        List<Secret> pmks = new ArrayList<>();
        for (ServiceId service : services(air, path)) {
            for (int i = 0; i < air.keys().phrases().size(); i++) {
                Secret phrase = air.keys().phrases().get(i);
                pmks.add(made.computeIfAbsent(List.of(service, i, suite), _ -> DataPathKeys.ndPmk(suite, phrase,
                        service.octets(), publisher.get().nmi())));
            }
        }
        return pmks;
    }

    /** The service that the request is for; where its Publish was not seen, all services that are known by name. */
    private static Set<ServiceId> services(Air air, DataPathSetup path) {
        Optional<Service> published = path.request().publishId().isPresent() ? air.device(path.pair().responder())
                .flatMap(device -> device.service(path.request().publishId().getAsInt())) : Optional.empty();
        return published.map(service -> Set.of(service.id())).orElse(air.names().keySet());
    }

    /** Whether one of the identifiers is the PMKID of this PMK. */
    public boolean hasPmkid(SecurityContextInfo info) {
        CipherSuite suite = path.suite().orElseThrow();
        return services(air, path).stream().map(service -> DataPathKeys.pmkid(suite, pmk, path.pair().initiator(),
                path.pair().responder(), service.octets()))
                .anyMatch(pmkid -> info.identifiers().stream().anyMatch(one -> one.octets().equals(pmkid)));
    }

    /** Whether the service of the path is known; without it no PMKID can be computed. */
    public boolean knowsService() {
        return !services(air, path).isEmpty();
    }

    /** Whether the integrity code of message 2, 3 or 4 is right; empty where there is no room for one. */
    public Optional<Boolean> verify(AirFrame frame, Placed<SharedKeyDescriptor> placed) {
        CipherSuite suite = path.suite().orElseThrow();
        Bytes body = frame.bodyOctets();
        int at = placed.offset() - frame.bodyOffset() + BODY_TO_MIC;
        if (!body.has(at, suite.micLength())) {
            return Optional.empty();
        }
        Bytes code = body.slice(at, suite.micLength());
        Bytes zeroed = body.truncate(at).concat(Bytes.wrap(new byte[suite.micLength()]))
                .concat(body.from(at + suite.micLength()));
        Bytes right = frame.subtype() == DataPathSetup.CONFIRM
                ? keys.mic(DataPathKeys.authenticationToken(suite, path.firstBody()), zeroed) : keys.mic(zeroed);
        return Optional.of(right.equals(code));
    }
}
