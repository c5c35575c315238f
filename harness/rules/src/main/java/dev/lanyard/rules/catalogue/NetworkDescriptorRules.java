package dev.lanyard.rules.catalogue;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.rules.Finding;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Source;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.rules.observation.Seen;
import dev.lanyard.wire.DeviceText;
import dev.lanyard.wire.cdc.CdcCodes;
import dev.lanyard.wire.cdc.CdcFunction;
import dev.lanyard.wire.cdc.EthernetNetworkingDescriptor;
import dev.lanyard.wire.cdc.FunctionalDescriptor;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Descriptors of the network function, ECM and NCM alike. */
public final class NetworkDescriptorRules {

    /** Rules ECM-DESC-*. */
    public static final List<Rule> RULES = List.of(
            rule("ECM-DESC-06", "There is exactly one Ethernet Networking functional descriptor, of 13 octets.")
                    .obligation(Obligation.MUST, Source.unchecked("ECM 1.20", "§5.4"))
                    .hosts(HostPlatform.LINUX, HostPlatform.WINDOWS)
                    .remediation("Send one Ethernet Networking functional descriptor with bFunctionLength 13.")
                    .judgedBy(seen -> Each.function(seen, NetworkDescriptorRules::ethernetDescriptor)),
            rule("ECM-DESC-08", "The string that iMACAddress names is exactly twelve hexadecimal digits.")
                    .obligation(Obligation.MUST, Source.unchecked("ECM 1.20", "§5.4"))
                    .hosts(HostPlatform.LINUX, HostPlatform.WINDOWS)
                    .fieldFailures("openwrt/openwrt#16294")
                    .remediation("Send the host's address as twelve hexadecimal digits without separators, such as "
                            + "001122AABBCC.")
                    .judgedBy(seen -> Each.function(seen, function -> macString(seen, function))));

    private static final Pattern MAC = Pattern.compile("[0-9A-Fa-f]{12}");

    private NetworkDescriptorRules() {}

    private static Finding ethernetDescriptor(Seen<CdcFunction> function) {
        List<Long> proof = List.of(function.sequence());
        List<FunctionalDescriptor> found = function.what().functionalDescriptors().stream()
                .filter(descriptor -> descriptor.bDescriptorSubtype() == CdcCodes.ETHERNET_NETWORKING).toList();
        if (found.size() != 1) {
            return Finding.broken("there are " + found.size() + " Ethernet Networking functional descriptors", proof);
        }
        FunctionalDescriptor only = found.getFirst();
        if (only.bLength() != EthernetNetworkingDescriptor.LENGTH || only.raw().length() != only.bLength()) {
            return Finding.broken("the Ethernet Networking functional descriptor at octet " + only.offset()
                    + " has bFunctionLength " + only.bLength() + " and " + only.raw().length() + " octets", proof);
        }
        return Finding.kept("one Ethernet Networking functional descriptor of 13 octets", proof);
    }

    private static Finding macString(Observation seen, Seen<CdcFunction> function) {
        Optional<EthernetNetworkingDescriptor> ethernet = function.what().ethernet();
        if (ethernet.isEmpty()) {
            return Finding.unseen("no whole Ethernet Networking functional descriptor names the string (see "
                    + "ECM-DESC-06)");
        }
        int index = ethernet.get().iMACAddress();
        if (index == 0) {
            return Finding.unseen("iMACAddress is 0, so there is no string to judge (see ECM-DESC-07)");
        }
        return Each.of("reads of string " + index, seen.strings(index), "string " + index
                + ", which iMACAddress names, was not read", string -> MAC.matcher(string.text()).matches()
                        ? Optional.empty() : Optional.of("it is " + DeviceText.quoted(string.text(), 40)));
    }
}
