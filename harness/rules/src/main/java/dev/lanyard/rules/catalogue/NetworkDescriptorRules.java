package dev.lanyard.rules.catalogue;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Source;
import dev.lanyard.wire.cdc.CdcCodes;
import dev.lanyard.wire.cdc.EthernetNetworkingDescriptor;
import java.util.List;
import java.util.Optional;

/** The Ethernet Networking functional descriptor, of ECM and NCM alike. */
public final class NetworkDescriptorRules {

    /** Rules ECM-DESC-* about it. */
    public static final List<Rule> RULES = List.of(
            rule("ECM-DESC-06", "There is exactly one Ethernet Networking functional descriptor, of 13 octets.")
                    .obligation(Obligation.MUST, Source.unchecked("ECM 1.20", "§5.4"))
                    .hosts(HostPlatform.LINUX, HostPlatform.WINDOWS)
                    .remediation("Send one Ethernet Networking functional descriptor with bFunctionLength 13.")
                    .judgedBy(seen -> Each.wholeFunction(seen, function -> FunctionalDescriptorRules.only(function,
                            CdcCodes.ETHERNET_NETWORKING, "Ethernet Networking", EthernetNetworkingDescriptor.LENGTH,
                            EthernetNetworkingDescriptor.LENGTH))),
            rule("ECM-DESC-14", "wMaxSegmentSize is 1514 to 9014.")
                    .obligation(Obligation.MUST, Source.unchecked("ECM 1.20", "§5.4"))
                    .hosts(HostPlatform.WINDOWS, HostPlatform.LINUX)
                    .remediation("Set wMaxSegmentSize to 1514, the longest usual frame without FCS.")
                    .judgedBy(seen -> FunctionalDescriptorRules.of(EthernetNetworkingDescriptor.class, "ECM-DESC-06",
                            seen, NetworkDescriptorRules::badSegmentSize)),
            rule("ECM-DESC-15", "The reserved bits D31 to D29 of bmEthernetStatistics are 0.")
                    .obligation(Obligation.MUST, Source.unchecked("ECM 1.20", "§5.4"))
                    .hosts()
                    .remediation("Set only bits of statistics that GetEthernetStatistic answers; 0 is fine.")
                    .judgedBy(seen -> FunctionalDescriptorRules.of(EthernetNetworkingDescriptor.class, "ECM-DESC-06",
                            seen, NetworkDescriptorRules::reservedStatistics)));

    private static final int LEAST_SEGMENT = 1514;
    private static final int MOST_SEGMENT = 9014;

    private NetworkDescriptorRules() {}

    private static Optional<String> badSegmentSize(EthernetNetworkingDescriptor ethernet) {
        int size = ethernet.wMaxSegmentSize();
        return size >= LEAST_SEGMENT && size <= MOST_SEGMENT ? Optional.empty()
                : Optional.of("wMaxSegmentSize is " + size);
    }

    private static Optional<String> reservedStatistics(EthernetNetworkingDescriptor ethernet) {
        return ethernet.bmEthernetStatistics() >>> 29 == 0 ? Optional.empty()
                : Optional.of("bmEthernetStatistics is 0x%08x".formatted(ethernet.bmEthernetStatistics()));
    }
}
