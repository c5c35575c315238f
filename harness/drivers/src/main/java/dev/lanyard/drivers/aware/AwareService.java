package dev.lanyard.drivers.aware;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.BootstrappingMethod;
import dev.lanyard.wire.nan.MatchingFilter;
import dev.lanyard.wire.nan.attribute.ServiceResponseFilter;
import dev.lanyard.wire.nan.security.CipherSuite;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A service to publish or to look for.
 *
 * @param name         of which the service id is made
 * @param unsolicited  a publish announces itself; a subscribe is passive where this is false, active where it is true
 * @param solicited    a publish answers subscribes
 * @param filter       the matching filter
 * @param responders   who may answer a subscribe
 * @param info         service specific information, up to 255 octets; none when empty
 * @param dataPath     it has data paths
 * @param security     its data paths are secured
 * @param suites       the cipher suites that it offers for pairing and data paths
 * @param methods      the bootstrapping methods that it offers; none, and it does not pair
 * @param port         the UDP port behind its data paths
 * @param passphrase   the secret of its data paths where they are not protected by pairing
 * @param usd          that it is found without a cluster; empty for a service of a cluster
 */
public record AwareService(String name, boolean unsolicited, boolean solicited, MatchingFilter filter,
                           Optional<ServiceResponseFilter> responders, Bytes info, boolean dataPath, boolean security,
                           List<CipherSuite> suites, Set<BootstrappingMethod> methods, OptionalInt port,
                           Optional<Password> passphrase, Optional<Usd> usd) {

    public AwareService {
        suites = List.copyOf(suites);
        methods = Set.copyOf(methods);
    }

    /** A service that is announced, answers, pairs by nothing and has no data path. */
    public static AwareService of(String name) {
        return new AwareService(name, true, true, MatchingFilter.NONE, Optional.empty(), Bytes.EMPTY, false, false,
                List.of(), Set.of(), OptionalInt.empty(), Optional.empty(), Optional.empty());
    }

    /** The same with secured data paths behind pairing. */
    public AwareService pairing(Set<BootstrappingMethod> by, OptionalInt udpPort) {
        return new AwareService(name, unsolicited, solicited, filter, responders, info, true, true,
                List.of(CipherSuite.NCS_SK_128, CipherSuite.NCS_PK_PASN_128), by, udpPort, passphrase, usd);
    }

    /** The same with open data paths. */
    public AwareService open(OptionalInt udpPort) {
        return new AwareService(name, unsolicited, solicited, filter, responders, info, true, false, List.of(),
                Set.of(), udpPort, Optional.empty(), usd);
    }

    /** The same with data paths that a passphrase protects. */
    public AwareService passphrase(CipherSuite suite, Password secret, OptionalInt udpPort) {
        return new AwareService(name, unsolicited, solicited, filter, responders, info, true, true, List.of(suite),
                Set.of(), udpPort, Optional.of(secret), usd);
    }

    /** The same, announced or asked for ({@code unsolicited}), and answered ({@code solicited}). */
    public AwareService announced(boolean isUnsolicited, boolean isSolicited) {
        return new AwareService(name, isUnsolicited, isSolicited, filter, responders, info, dataPath, security, suites,
                methods, port, passphrase, usd);
    }

    /** The same with filters. */
    public AwareService filtered(MatchingFilter matching, Optional<ServiceResponseFilter> whoAnswers) {
        return new AwareService(name, unsolicited, solicited, matching, whoAnswers, info, dataPath, security, suites,
                methods, port, passphrase, usd);
    }

    /** The same, of which only those may answer that the filter admits. */
    public AwareService answeredBy(Optional<ServiceResponseFilter> whoAnswers) {
        return new AwareService(name, unsolicited, solicited, filter, whoAnswers, info, dataPath, security, suites,
                methods, port, passphrase, usd);
    }

    /** The same with another port behind its data paths. */
    public AwareService at(OptionalInt udpPort) {
        return new AwareService(name, unsolicited, solicited, filter, responders, info, dataPath, security, suites,
                methods, udpPort, passphrase, usd);
    }

    /** The same with service specific information. */
    public AwareService withInfo(Bytes text) {
        return new AwareService(name, unsolicited, solicited, filter, responders, text, dataPath, security, suites,
                methods, port, passphrase, usd);
    }

    /** The same, found without a cluster. */
    public AwareService unsynchronised(Usd how) {
        return new AwareService(name, unsolicited, solicited, filter, responders, info, dataPath, security, suites,
                methods, port, passphrase, Optional.of(how));
    }

    /**
     * Refuses it where it is to be found without a cluster.
     *
     * @param peer who knows no such services, at the beginning of a sentence
     */
    public void requireCluster(String peer) throws AwareException {
        if (usd.isPresent()) {
            throw new AwareException(AwareException.Kind.UNABLE, 0, peer + " has no command for services without a "
                    + "cluster (usd); the virtual air, a monitor interface and wpa_supplicant do");
        }
    }

    /** The same with other suites. */
    public AwareService withSuites(List<CipherSuite> others) {
        return new AwareService(name, unsolicited, solicited, filter, responders, info, dataPath, security, others,
                methods, port, passphrase, usd);
    }

    /**
     * Another device's end of a service, as discovery shows it.
     *
     * @param peer       who: its NMI as {@code 02:11:22:33:44:55}, or whatever names it at the radio
     * @param instanceId the instance id of its publish or subscribe
     * @param info       its service specific information
     * @param methods    the bootstrapping methods that it advertises
     * @param pairs      whether it says that it pairs (DCEA)
     * @param caches     whether it says that it keeps pairings (DCEA)
     * @param dataPath   whether it has data paths
     * @param secured    whether they are secured
     * @param known      whether it proved to be a device that this end keeps a pairing with (NIRA)
     */
    public record Found(String peer, int instanceId, Bytes info, List<BootstrappingMethod> methods, boolean pairs,
                        boolean caches, boolean dataPath, boolean secured, boolean known) {

        public Found {
            methods = List.copyOf(methods);
        }
    }
}
