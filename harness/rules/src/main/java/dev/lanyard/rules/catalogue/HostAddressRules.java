package dev.lanyard.rules.catalogue;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.evidence.Event;
import dev.lanyard.rules.Finding;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Source;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.rules.observation.Seen;
import dev.lanyard.wire.cdc.CdcFunction;
import dev.lanyard.wire.cdc.EthernetNetworkingDescriptor;
import dev.lanyard.wire.net.MacAddress;
import dev.lanyard.wire.usb.DescriptorType;
import dev.lanyard.wire.usb.StringDescriptor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The MAC address that the accessory gives the host's end of the link: string iMACAddress. */
public final class HostAddressRules {

    /** Rules ECM-DESC-* about the host's address. */
    public static final List<Rule> RULES = List.of(
            rule("ECM-DESC-07", "iMACAddress names a string, and that string can be read.")
                    .obligation(Obligation.MUST, Source.unchecked("ECM 1.20", "§5.4"))
                    .hosts(HostPlatform.LINUX, HostPlatform.WINDOWS)
                    .remediation("Set iMACAddress to the index of a string, and serve that string in language 0x0409.")
                    .judgedBy(seen -> withEthernet(seen, (function, ethernet) -> readable(seen, function, ethernet))),
            rule("ECM-DESC-08", "The string that iMACAddress names is exactly twelve hexadecimal digits.")
                    .obligation(Obligation.MUST, Source.unchecked("ECM 1.20", "§5.4"))
                    .hosts(HostPlatform.LINUX, HostPlatform.WINDOWS)
                    .fieldFailures("openwrt/openwrt#16294")
                    .remediation("Send the host's address as twelve hexadecimal digits without separators, such as "
                            + "001122AABBCC.")
                    .judgedBy(seen -> eachString(seen, string -> isAddress(string) ? Optional.empty()
                            : Optional.of("it is " + Answers.quoted(string)))),
            rule("ECM-DESC-09", "The host's address is written in upper case.")
                    .obligation(Obligation.RECOMMENDED, Source.unchecked("ECM 1.20", "§5.4"))
                    .hosts()
                    .fieldFailures("usbarmory/tamago-example#24")
                    .remediation("Write the digits A to F of the address string in upper case.")
                    .judgedBy(seen -> eachAddress(seen, string ->
                            string.text().equals(string.text().toUpperCase(Locale.ROOT)) ? Optional.empty()
                                    : Optional.of("it is " + Answers.quoted(string)))),
            rule("ECM-DESC-10", "The host's address is a unicast address, and not zero.")
                    .obligation(Obligation.MUST, Source.unchecked("IEEE 802", "§8.2"))
                    .remediation("Clear the least bit of the address's first octet.")
                    .judgedBy(seen -> eachAddress(seen, string -> {
                        MacAddress address = MacAddress.parse(string.text());
                        return address.isGroup() || address.value() == 0 ? Optional.of("it is " + address)
                                : Optional.empty();
                    })),
            rule("ECM-DESC-11", "The host's address is not the accessory's own.")
                    .obligation(Obligation.HOST_REQUIRED, Source.of("macOS", "hathach/tinyusb#311"))
                    .hosts(HostPlatform.APPLE)
                    .fieldFailures("hathach/tinyusb#311")
                    .remediation("Send from another address than the one in string iMACAddress, for instance one that "
                            + "differs in its last bit.")
                    .judgedBy(HostAddressRules::differs),
            rule("ECM-DESC-13", "The host's address is globally administered, so that hosts name the interface ethN.")
                    .obligation(Obligation.RECOMMENDED, Source.of("Android", "its framework takes interfaces ethN"))
                    .hosts(HostPlatform.ANDROID)
                    .fieldFailures("GrapheneOS/os-issue-tracker#5586")
                    .remediation("Give the host an address from a block of your own: bit 1 of the first octet clear.")
                    .judgedBy(seen -> eachAddress(seen, string -> {
                        MacAddress address = MacAddress.parse(string.text());
                        return address.isLocallyAdministered()
                                ? Optional.of(address + " is locally administered") : Optional.empty();
                    })));

    private static final Pattern MAC = Pattern.compile("[0-9A-Fa-f]{12}");

    /** Judges with the descriptor that names the string. */
    private interface EthernetJudge {
        Finding judge(Seen<CdcFunction> function, EthernetNetworkingDescriptor ethernet);
    }

    private HostAddressRules() {}

    /** The address that the accessory last gave the host. */
    static Optional<Seen<MacAddress>> lastOf(Observation seen) {
        return strings(seen).filter(read -> isAddress(read.what())).reduce((_, later) -> later)
                .map(read -> read.as(MacAddress.parse(read.what().text())));
    }

    /** Every read of the address string, whole addresses or not. */
    static java.util.stream.Stream<Seen<StringDescriptor>> strings(Observation seen) {
        return seen.function().flatMap(function -> function.what().ethernet())
                .map(EthernetNetworkingDescriptor::iMACAddress).filter(index -> index != 0).stream()
                .flatMap(index -> seen.strings(index).stream());
    }

    private static boolean isAddress(StringDescriptor string) {
        return MAC.matcher(string.text()).matches();
    }

    private static Finding withEthernet(Observation seen, EthernetJudge judge) {
        return Each.function(seen, function -> function.what().ethernet()
                .map(ethernet -> judge.judge(function, ethernet))
                .orElseGet(() -> Finding.unseen("no whole Ethernet Networking functional descriptor names the string "
                        + "(see ECM-DESC-06)")));
    }

    private static Finding readable(Observation seen, Seen<CdcFunction> function,
                                    EthernetNetworkingDescriptor ethernet) {
        int index = ethernet.iMACAddress();
        if (index == 0) {
            return Each.descriptors(function, "", Optional.of("iMACAddress is 0"));
        }
        List<Seen<Event.Transfer>> reads = seen.descriptorReads(DescriptorType.STRING).stream()
                .filter(read -> (read.what().setup().wValue() & 0xFF) == index
                        && read.what().setup().wIndex() == StringDescriptor.ENGLISH_US
                        && Answers.isAnswer(read.what())).toList();
        return Each.of("reads of string " + index, reads, "string " + index
                + ", which iMACAddress names, was not read in language 0x0409", read ->
                !read.isOk() ? Optional.of("string " + index + " ended with " + read.status())
                        : read.data().has(0, StringDescriptor.LENGTH) && read.data().u8(1) == DescriptorType.STRING
                        ? Optional.empty()
                        : Optional.of("the answer is no string descriptor: " + read.data().truncate(8).toHex()));
    }

    private static Finding eachString(Observation seen, Function<StringDescriptor, Optional<String>> fault) {
        return withEthernet(seen, (_, ethernet) -> {
            int index = ethernet.iMACAddress();
            return index == 0 ? Finding.unseen("iMACAddress is 0, so there is no string to judge (see ECM-DESC-07)")
                    : Each.of("reads of string " + index, seen.strings(index), "string " + index
                            + ", which iMACAddress names, was not read", fault);
        });
    }

    /** Judges the strings that are addresses. */
    private static Finding eachAddress(Observation seen, Function<StringDescriptor, Optional<String>> fault) {
        return withEthernet(seen, (_, _) -> Each.of("reads of the host's address",
                strings(seen).filter(read -> isAddress(read.what())).toList(),
                "no twelve hexadecimal digits were read as the host's address (see ECM-DESC-08)", fault));
    }

    private static Finding differs(Observation seen) {
        return withEthernet(seen, (_, _) -> {
            Optional<Seen<MacAddress>> host = lastOf(seen);
            if (host.isEmpty()) {
                return Finding.unseen("no twelve hexadecimal digits were read as the host's address (see "
                        + "ECM-DESC-08)");
            }
            var sources = seen.receivedFrames().sources();
            if (sources.isEmpty()) {
                return Finding.unseen("no frame came that shows the accessory's own address");
            }
            Long same = sources.get(host.get().what());
            return same != null ? Finding.broken("the accessory sends from " + host.get().what()
                    + ", the address that it gives the host", List.of(host.get().sequence(), same))
                    : Finding.neverBroken("the host has " + host.get().what() + ", the accessory sends from "
                            + sources.keySet().iterator().next(),
                            List.of(host.get().sequence(), sources.values().iterator().next()));
        });
    }
}
