package dev.lanyard.runner.profile;

import dev.lanyard.rules.Declarations;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.bind.Range;
import dev.lanyard.wire.nan.BootstrappingMethod;
import dev.lanyard.wire.nan.attribute.DeviceCapability;
import dev.lanyard.wire.nan.security.CipherSuite;
import dev.lanyard.wire.net.MacAddress;
import java.util.List;
import java.util.Optional;

/** What is declared about a Wi-Fi Aware device: section {@code aware} of a profile. Every service is one of its own. */
public record Aware(
        @Doc("its services") List<Service> services,
        @Doc("how it pairs; absent where it does not") Optional<Pairing> pairing,
        @Doc("the cipher suites that it offers (CSIA)") @Default("[]") List<CipherSuite> cipherSuites,
        @Doc("the bands that it uses (Device Capability)") @Default("[ghz-2-4]") List<Band> bands,
        @Doc("what it says that it can do (Device Capability)") @Default("[]") List<Capability> capabilities,
        @Doc("its NAN management interface address, where it keeps one") Optional<MacAddress> nmi,
        @Doc("the oldest Android release whose phones are to find it") @Range(min = "8", max = "99")
        Optional<Integer> oldestAndroid,
        @Doc("the performance modes (WAPerformanceMode of iOS) of the device and of the app that it serves")
        Optional<Performance> performance) {

    /** Performance modes, which have to be equal. */
    public record Performance(
            @Doc("of the device: bulk, realtime") @Default("bulk") Declarations.Mode device,
            @Doc("of the app: bulk, realtime") @Default("bulk") Declarations.Mode app) {}

    public Aware {
        if (services.isEmpty()) {
            throw new IllegalArgumentException("a Wi-Fi Aware device has at least one service");
        }
    }

    /** Whether a service is offered or looked for. */
    public enum Role {
        /** It publishes the service. */
        PUBLISH,
        /** It subscribes to the service. */
        SUBSCRIBE
    }

    /** How a service is published. */
    public enum Publishing {
        /** It answers Subscribes and announces nothing. */
        SOLICITED,
        /** It announces itself and answers nobody. */
        UNSOLICITED,
        /** It does both. */
        BOTH
    }

    /** A service as discovery frames show it. */
    public record Service(
            @Doc("its name, of which the service id is made: _my-device._tcp") String name,
            @Doc("whether it is offered or looked for") @Default("publish") Role role,
            @Doc("how it is published") @Default("solicited") Publishing publishing,
            @Doc("it needs a data path") @Default("true") boolean dataPath,
            @Doc("its data path is secured; iOS opens no other") @Default("true") boolean security,
            @Doc("the port that its data path leads to (NDPE)") @Range(min = "1", max = "65535")
            Optional<Integer> port) {}

    /** Pairing by bootstrapping (NPBA) and PASN. */
    public record Pairing(
            @Doc("the methods that it advertises (NPBA), such as pin-display") List<BootstrappingMethod> methods,
            @Doc("it keeps what it paired with: NPK/NIK caching, and verification instead of a new PIN")
            @Default("true") boolean caching,
            @Doc("the entry of secrets that is its PIN or passphrase") Optional<String> secret) {

        public Pairing {
            if (methods.isEmpty()) {
                throw new IllegalArgumentException("pairing needs at least one method");
            }
        }
    }

    /** Supported bands. */
    public enum Band {
        SUB_1_GHZ(DeviceCapability.BAND_SUB_1GHZ),
        GHZ_2_4(DeviceCapability.BAND_2_4GHZ),
        GHZ_5(DeviceCapability.BAND_5GHZ),
        GHZ_6(DeviceCapability.BAND_6GHZ);

        private final int bit;

        Band(int bit) {
            this.bit = bit;
        }

        /** Its bit among the supported bands of Device Capability. */
        public int bit() {
            return bit;
        }
    }

    /** Capabilities of Device Capability. */
    public enum Capability {
        DFS_MASTER(DeviceCapability.DFS_MASTER),
        EXTENDED_KEY_ID(DeviceCapability.EXTENDED_KEY_ID),
        SIMULTANEOUS_NDP(DeviceCapability.SIMULTANEOUS_NDP),
        NDPE(DeviceCapability.NDPE),
        S3(DeviceCapability.S3);

        private final int bit;

        Capability(int bit) {
            this.bit = bit;
        }

        /** Its bit among the capabilities of Device Capability. */
        public int bit() {
            return bit;
        }
    }
}
