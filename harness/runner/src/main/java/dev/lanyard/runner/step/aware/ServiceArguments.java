package dev.lanyard.runner.step.aware;

import dev.lanyard.drivers.aware.AwareService;
import dev.lanyard.drivers.aware.Password;
import dev.lanyard.runner.value.Secret;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.BootstrappingMethod;
import dev.lanyard.wire.nan.MatchingFilter;
import dev.lanyard.wire.nan.security.CipherSuite;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Services as the keys of steps describe them. */
final class ServiceArguments {

    private ServiceArguments() {}

    /** How the data paths of a service are protected. */
    enum Security { PAIRING, PASSPHRASE, OPEN, NONE }

    static AwareService service(String name, List<BootstrappingMethod> methods, Security security,
                                Optional<Secret> passphrase, List<CipherSuite> suites, List<String> filter,
                                Optional<String> info, Optional<Integer> port) {
        OptionalInt udp = port.map(OptionalInt::of).orElseGet(OptionalInt::empty);
        AwareService service = AwareService.of(name);
        service = switch (security) {
            case PAIRING -> service.pairing(Set.copyOf(methods), udp);
            case PASSPHRASE -> service.passphrase(suites.stream().findFirst().orElse(CipherSuite.NCS_SK_128),
                    passphrase.map(secret -> Password.of(secret.text())).orElseThrow(), udp);
            case OPEN -> service.open(udp);
            case NONE -> service;
        };
        if (!suites.isEmpty()) {
            service = service.withSuites(suites);
        }
        if (!filter.isEmpty()) {
            List<Bytes> values = new ArrayList<>();
            filter.forEach(value -> values.add(octets(value)));
            service = service.filtered(MatchingFilter.of(values.toArray(Bytes[]::new)), Optional.empty());
        }
        return info.isPresent() ? service.withInfo(octets(info.get())) : service;
    }

    static Bytes octets(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
