package dev.lanyard.rules.air;

import dev.lanyard.wire.ieee80211.Placed;
import dev.lanyard.wire.nan.attribute.CipherSuiteInfo;
import dev.lanyard.wire.nan.attribute.PairingBootstrapping;
import dev.lanyard.wire.nan.attribute.ServiceDescriptor;
import dev.lanyard.wire.nan.attribute.ServiceDescriptorExtension;
import java.util.Optional;

/** What service discovery frames say, as several rules read it. */
public final class Discovery {

    private Discovery() {}

    /** Whether the frame tells everybody of a published service. */
    public static boolean announces(AirFrame frame) {
        if (frame.receiver().isGroup()) {
            for (Placed<ServiceDescriptor> placed : frame.offers()) {
                if (placed.value().type() == ServiceDescriptor.Type.PUBLISH) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether the frame has a follow-up and no offer. */
    public static boolean isFollowUp(AirFrame frame) {
        return frame.offers().isEmpty() && frame.all(ServiceDescriptor.class).stream()
                .anyMatch(placed -> placed.value().type() == ServiceDescriptor.Type.FOLLOW_UP);
    }

    /** The extension of this instance. */
    public static Optional<ServiceDescriptorExtension> extensionOf(AirFrame frame, int instanceId) {
        return placedExtensionOf(frame, instanceId).map(Placed::value);
    }

    /** The extension of this instance. */
    public static Optional<Placed<ServiceDescriptorExtension>> placedExtensionOf(AirFrame frame, int instanceId) {
        for (Placed<ServiceDescriptorExtension> placed : frame.all(ServiceDescriptorExtension.class)) {
            if (placed.value().instanceId() == instanceId) {
                return Optional.of(placed);
            }
        }
        return Optional.empty();
    }

    /**
     * Whether a frame shows a service for paired devices: bootstrapping, a PASN suite, or security; or offers one that
     * is declared to be.
     */
    public static boolean wantsPairing(AirFrame frame, AirDeclarations declared) {
        return frame.offers().stream().anyMatch(placed -> declared.isForPairing(placed.value().serviceId()))
                || frame.has(PairingBootstrapping.class)
                || frame.value(CipherSuiteInfo.class).filter(Discovery::offersPasn).isPresent()
                || frame.all(ServiceDescriptorExtension.class).stream()
                        .anyMatch(placed -> placed.value().securityRequired());
    }

    /** Whether pairing by PASN is among the suites. */
    public static boolean offersPasn(CipherSuiteInfo suites) {
        return suites.suites().stream().anyMatch(suite -> suite.id() == CipherSuiteInfo.PK_PASN_128
                || suite.id() == CipherSuiteInfo.PK_PASN_256);
    }

    /** The words that a rule puts before what it saw: {@code the Publish of service 96b74ebcc024 (_x._tcp)}. */
    public static String name(Air air, ServiceDescriptor descriptor) {
        return "the " + switch (descriptor.type()) {
            case PUBLISH -> "Publish";
            case SUBSCRIBE -> "Subscribe";
            default -> "follow-up";
        } + " of service " + air.nameOf(descriptor.serviceId());
    }
}
