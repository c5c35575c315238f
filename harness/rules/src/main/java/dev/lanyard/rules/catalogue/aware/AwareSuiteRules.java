package dev.lanyard.rules.catalogue.aware;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.air.AirJudge;
import dev.lanyard.rules.air.Discovery;
import dev.lanyard.rules.air.FrameKind;
import dev.lanyard.rules.air.Ruling;
import dev.lanyard.rules.air.Sight;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.Placed;
import dev.lanyard.wire.nan.attribute.AttributeId;
import dev.lanyard.wire.nan.attribute.CipherSuiteInfo;
import dev.lanyard.wire.nan.attribute.MalformedAttribute;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.attribute.SecurityContextInfo;
import dev.lanyard.wire.nan.attribute.ServiceDescriptor;
import dev.lanyard.wire.nan.attribute.ServiceDescriptorExtension;
import dev.lanyard.wire.nan.security.CipherSuite;
import dev.lanyard.wire.nan.security.DataPathKeys;
import dev.lanyard.wire.net.MacAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Cipher suites and security contexts: NAN-CSIA, NAN-SCIA. */
public final class AwareSuiteRules {

    /** Rules NAN-CSIA-* and NAN-SCIA-*. */
    public static final List<Rule> RULES = List.of(
            rule("NAN-CSIA-01", "A service that requires security names cipher suites for its instance id.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Send attribute 0x22 with the instance id of the Service Descriptor as publish id.")
                    .watchedBy(AirJudge.onContent(AwareSuiteRules::present, FrameKind.SDF)),
            rule("NAN-CSIA-02", "A service for paired devices names suite 7 (PASN-128) and suite 1 or 2 for data.")
                    .obligation(Obligation.HOST_REQUIRED, Aware.ESP).hosts(Aware.IOS)
                    .remediation("Offer 7 for pairing and 1 (or 2) for data paths, each with the publish id.")
                    .watchedBy(AirJudge.onContent(offered(AwareSuiteRules::pairing), FrameKind.SDF)),
            rule("NAN-CSIA-03", "The capabilities of the suites announce group keys.")
                    .obligation(Obligation.RECOMMENDED, Aware.ESP).hosts(Aware.IOS)
                    .remediation("Set b1-2 to 1 (GTK and IGTK) or 2 (BIGTK too); iPhones protect group frames from the "
                            + "start.")
                    .watchedBy(AirJudge.onContent(offered((_, _, placed, ruling) -> ruling.require(
                            placed.value().groupKeySupport() != 0, placed, () ->
                                    "the capabilities are 0x%02x: no group keys"
                            .formatted(placed.value().capabilities()))), FrameKind.SDF)),
            rule("NAN-CSIA-04", "Suites are 1, 2 or 5 to 8; 3 and 4 are of earlier releases.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Leave out suites that are not defined any longer, or not yet.")
                    .watchedBy(AirJudge.onContent(AwareSuiteRules::known, FrameKind.SDF, FrameKind.NAF,
                    FrameKind.PASN)),
            rule("NAN-SCIA-01", "Entries of the Security Context Information are ND-PMKIDs of 16 octets, and those of "
                    + "the keys in use.")
                    .obligation(Obligation.RECOMMENDED, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Write length 16, type 1 and the PMKID; in a Publish its initiator is "
                            + "FF:FF:FF:FF:FF:FF.")
                    .watchedBy(AirJudge.onContent(AwareSuiteRules::context, FrameKind.SDF, FrameKind.NAF)));

    private static final Set<Integer> KNOWN = Set.of(1, 2, 5, 6, 7, 8);
    private static final int PMKID_LENGTH = 16;

    private AwareSuiteRules() {}

    @FunctionalInterface
    private interface OnOffer {
        void see(Sight sight, ServiceDescriptor service, Placed<CipherSuiteInfo> placed, Ruling ruling);
    }

    /** Judges the suites of each Publish for paired devices. */
    private static AirJudge.OnFrame offered(OnOffer judge) {
        return (sight, ruling) -> {
            Optional<Placed<CipherSuiteInfo>> suites = sight.first(CipherSuiteInfo.class);
            if (suites.isPresent() && Discovery.wantsPairing(sight.frame(), sight.air().declared())) {
                sight.frame().offers().stream().map(Placed::value)
                        .filter(service -> service.type() == ServiceDescriptor.Type.PUBLISH)
                        .forEach(service -> judge.see(sight, service, suites.get(), ruling));
            }
        };
    }

    private static void present(Sight sight, Ruling ruling) {
        for (Placed<ServiceDescriptor> placed : sight.frame().offers()) {
            ServiceDescriptor service = placed.value();
            boolean secured = service.type() == ServiceDescriptor.Type.PUBLISH
                    && Discovery.extensionOf(sight.frame(), service.instanceId())
                            .filter(ServiceDescriptorExtension::securityRequired).isPresent();
            if (!secured) {
                continue;
            }
            Optional<Placed<CipherSuiteInfo>> suites = sight.first(CipherSuiteInfo.class);
            boolean named = suites.filter(csia -> csia.value().suites().stream()
                    .anyMatch(suite -> suite.publishId() == service.instanceId())).isPresent();
            if (named) {
                ruling.kept();
            } else {
                ruling.broken(service.serviceId(), suites.map(Placed::octets).orElse(Bytes.EMPTY),
                        Discovery.name(sight.air(), service) + " requires security, and "
                        + (suites.isEmpty() ? "the frame has no Cipher Suite Information (0x22)"
                        : "no suite is for its instance " + service.instanceId()));
            }
        }
    }

    private static void pairing(Sight sight, ServiceDescriptor service, Placed<CipherSuiteInfo> placed,
                                Ruling ruling) {
        Set<Integer> ids = placed.value().suites().stream().map(CipherSuiteInfo.Suite::id)
                .collect(Collectors.toSet());
        boolean pasn = ids.contains(CipherSuiteInfo.PK_PASN_128);
        boolean data = ids.contains(CipherSuiteInfo.SK_CCM_128) || ids.contains(CipherSuiteInfo.SK_GCM_256);
        if (pasn && data) {
            ruling.kept();
        } else {
            ruling.broken(service.serviceId(), placed.octets(), Discovery.name(sight.air(), service) + " names suites "
                    + ids.stream().sorted().map(String::valueOf).collect(Collectors.joining(", ")) + " and not "
                    + (pasn ? "1 or 2" : "7"));
        }
    }

    private static void known(Sight sight, Ruling ruling) {
        sight.first(CipherSuiteInfo.class).ifPresent(placed -> ruling.judge(placed, placed.value().suites().stream()
                .filter(suite -> !KNOWN.contains(suite.id())).findFirst()
                .map(suite -> "suite " + suite.id() + (suite.id() == CipherSuiteInfo.PK_2WDH_128
                        || suite.id() == CipherSuiteInfo.PK_2WDH_256 ? " is of earlier releases"
                        : " is not defined"))));
    }

    private static void context(Sight sight, Ruling ruling) {
        for (Placed<NanAttribute> entry
                : sight.frame().attributes().withId(AttributeId.SECURITY_CONTEXT_INFO)) {
            if (entry.value() instanceof SecurityContextInfo info) {
                ruling.judge(entry, info.identifiers().stream()
                        .filter(one -> one.type() != SecurityContextInfo.ND_PMKID
                                || one.octets().length() != PMKID_LENGTH).findFirst()
                        .map(one -> "an entry of type " + one.type() + " has " + one.octets().length() + " octets")
                        .or(() -> foreignPmkid(sight, info)));
            } else if (entry.value() instanceof MalformedAttribute) {
                ruling.broken(entry, "its entries cannot be read");
            }
        }
    }

    /** In a Publish, with a PMK at hand: whether its PMKIDs are of other keys. */
    private static Optional<String> foreignPmkid(Sight sight, SecurityContextInfo info) {
        if (sight.frame().kind() != FrameKind.SDF || sight.air().keys().pmks().isEmpty()) {
            return Optional.empty();
        }
        List<ServiceDescriptor> services = sight.frame().offers().stream().map(Placed::value).toList();
        boolean own = info.identifiers().stream().anyMatch(one -> services.stream().anyMatch(service ->
                sight.air().keys().pmks().stream().anyMatch(pmk -> List.of(CipherSuite.NCS_SK_128,
                        CipherSuite.NCS_SK_256).stream().anyMatch(suite -> DataPathKeys.pmkid(suite, pmk,
                                MacAddress.BROADCAST, sight.from(), service.serviceId().octets())
                        .equals(one.octets())))));
        return own || services.isEmpty() ? Optional.empty()
                : Optional.of("no PMKID belongs to a PMK handed over");
    }
}
