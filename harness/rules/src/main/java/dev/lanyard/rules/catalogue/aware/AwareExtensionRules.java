package dev.lanyard.rules.catalogue.aware;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.air.AirFrame;
import dev.lanyard.rules.air.AirJudge;
import dev.lanyard.rules.air.Discovery;
import dev.lanyard.rules.air.FrameKind;
import dev.lanyard.rules.air.Ruling;
import dev.lanyard.rules.air.Sight;
import dev.lanyard.wire.ieee80211.Placed;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.attribute.AttributeId;
import dev.lanyard.wire.nan.attribute.CipherSuiteInfo;
import dev.lanyard.wire.nan.attribute.MalformedAttribute;
import dev.lanyard.wire.nan.attribute.PairingBootstrapping;
import dev.lanyard.wire.nan.attribute.ServiceDescriptor;
import dev.lanyard.wire.nan.attribute.ServiceDescriptorExtension;
import dev.lanyard.wire.nan.attribute.ServiceInfo;
import java.util.List;
import java.util.Optional;

/** The Service Descriptor Extension: NAN-SDEA. */
public final class AwareExtensionRules {

    /** Rules NAN-SDEA-*. */
    public static final List<Rule> RULES = List.of(
            rule("NAN-SDEA-01", "A service with a data path has a Service Descriptor Extension of its instance id.")
                    .obligation(Obligation.HOST_REQUIRED, Aware.HOSTAP).hosts(Aware.PHONES)
                    .remediation("Send attribute 0x0E with the instance id of the Service Descriptor.")
                    .watchedBy(AirJudge.onContent(AwareExtensionRules::present, FrameKind.SDF)),
            rule("NAN-SDEA-02", "A service with a data path asks for a data path and for security.")
                    .obligation(Obligation.HOST_REQUIRED, Aware.ios("only paired, encrypted data paths"))
                    .hosts(Aware.IOS)
                    .fieldFailures("areebahmeddd/airhop#51", "permissionlesstech/bitchat#907")
                    .remediation("Set b2 and b6 of the SDEA control; iOS opens no data path without security.")
                    .watchedBy(AirJudge.onContent(AwareExtensionRules::secured, FrameKind.SDF)),
            rule("NAN-SDEA-03", "The control bits of the extension match its fields.")
                    .obligation(Obligation.MUST, Aware.WIRESHARK).hosts(Aware.ALL)
                    .remediation("Set b8 only with four octets of range limit, b9 only with the update indicator.")
                    .watchedBy(AirJudge.onContent((sight, ruling) -> AwareAttributeRules.layout(sight,
                            AttributeId.SERVICE_DESCRIPTOR_EXTENSION, ruling), FrameKind.SDF)),
            rule("NAN-SDEA-04", "Service info is under OUI 50-6F-9A, protocol type 1, 2 or 3.")
                    .obligation(Obligation.RECOMMENDED, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Use type 1 (Bonjour), 2 (Generic) or 3 (CSA/Matter).")
                    .watchedBy(AirJudge.onContent(info(AwareExtensionRules::protocol), FrameKind.SDF)),
            rule("NAN-SDEA-05", "Generic service info names vendor, model and device.")
                    .obligation(Obligation.RECOMMENDED, Aware.ESP).hosts(Aware.IOS)
                    .remediation("Send the names that AccessorySetupKit filters for.")
                    .watchedBy(AirJudge.onContent(info(AwareExtensionRules::names), FrameKind.SDF)));

    private AwareExtensionRules() {}

    @FunctionalInterface
    private interface OnInfo {
        void see(Placed<ServiceDescriptorExtension> placed, ServiceInfo info, Ruling ruling);
    }

    private static AirJudge.OnFrame info(OnInfo judge) {
        return (sight, ruling) -> sight.frame().all(ServiceDescriptorExtension.class).forEach(placed ->
                placed.value().serviceInfo().ifPresent(info -> judge.see(placed, info, ruling)));
    }

    private static void present(Sight sight, Ruling ruling) {
        AirFrame frame = sight.frame();
        boolean wanted = frame.has(PairingBootstrapping.class) || frame.has(CipherSuiteInfo.class)
                || frame.has(ServiceDescriptorExtension.class) || frame.offers().stream()
                        .anyMatch(placed -> sight.air().declared().hasDataPath(placed.value().serviceId()));
        if (!wanted || !frame.attributes().withId(AttributeId.SERVICE_DESCRIPTOR_EXTENSION).stream()
                .filter(entry -> entry.value() instanceof MalformedAttribute).toList().isEmpty()) {
            return;
        }
        for (Placed<ServiceDescriptor> placed : frame.offers()) {
            ServiceDescriptor descriptor = placed.value();
            if (Discovery.extensionOf(frame, descriptor.instanceId()).isPresent()) {
                ruling.kept();
            } else {
                ruling.broken(descriptor.serviceId(), placed.octets(), Discovery.name(sight.air(), descriptor)
                        + " has no Service Descriptor Extension (0x0E) of instance " + descriptor.instanceId());
            }
        }
    }

    private static void secured(Sight sight, Ruling ruling) {
        for (Placed<ServiceDescriptor> placed : sight.frame().offers()) {
            ServiceDescriptor descriptor = placed.value();
            Optional<Placed<ServiceDescriptorExtension>> extension =
                    Discovery.placedExtensionOf(sight.frame(), descriptor.instanceId());
            boolean concerned = descriptor.type() == ServiceDescriptor.Type.PUBLISH && extension.isPresent()
                    && (extension.get().value().dataPathRequired() || extension.get().value().securityRequired());
            if (!concerned) {
                continue;
            }
            ServiceDescriptorExtension value = extension.get().value();
            if (value.dataPathRequired() && value.securityRequired()) {
                ruling.kept();
            } else {
                ruling.broken(descriptor.serviceId(), extension.get().octets(), Discovery.name(sight.air(), descriptor)
                        + (value.dataPathRequired() ? " asks for a data path without security; iOS opens none"
                                : " asks for security and for no data path"));
            }
        }
    }

    private static void protocol(Placed<ServiceDescriptorExtension> placed, ServiceInfo info, Ruling ruling) {
        boolean known = info.protocolType() >= ServiceInfo.BONJOUR && info.protocolType() <= ServiceInfo.CSA_MATTER;
        ruling.require(info.oui() == Nan.OUI && known, placed,
                () -> "the service info is under OUI %06x, type %d".formatted(info.oui(), info.protocolType()));
    }

    private static void names(Placed<ServiceDescriptorExtension> placed, ServiceInfo info, Ruling ruling) {
        if (info.oui() == Nan.OUI && info.protocolType() == ServiceInfo.GENERIC) {
            ruling.require(!info.info().isEmpty(), placed, "the generic service info is empty");
        }
    }
}
