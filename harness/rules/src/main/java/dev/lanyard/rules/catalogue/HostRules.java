package dev.lanyard.rules.catalogue;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.rules.Finding;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Source;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.rules.observation.Seen;
import dev.lanyard.wire.cdc.CdcFunction;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import dev.lanyard.wire.cdc.CdcFunctionFinder;
import dev.lanyard.wire.cdc.NcmDescriptor;
import dev.lanyard.wire.cdc.NtbParameters;
import dev.lanyard.wire.usb.ConfigurationTree.AlternateSetting;
import dev.lanyard.wire.usb.ConfigurationTree.UsbInterface;
import dev.lanyard.wire.usb.InterfaceDescriptor;
import dev.lanyard.wire.usb.StringDescriptor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What Apple's systems and Windows need beyond the specifications. */
public final class HostRules {

    /** Rules HOST-APPLE-* and HOST-WIN-*. */
    public static final List<Rule> RULES = List.of(
            rule("HOST-APPLE-02", "An NCM function sets bmNetworkCapabilities D0 (SetEthernetPacketFilter).")
                    .obligation(Obligation.HOST_REQUIRED, Source.of("macOS and iOS 26", "alternate setting 1 left for "
                            + "good where D0 is clear"))
                    .hosts(HostPlatform.APPLE)
                    .fieldFailures("zephyrproject-rtos/zephyr#118387")
                    .remediation("Set D0 of bmNetworkCapabilities and answer SetEthernetPacketFilter.")
                    .judgedBy(seen -> Each.onlyFor(Model.NCM, seen, HostRules::packetFilterCapability)),
            rule("HOST-APPLE-05", "The device has an ECM or NCM function, and not an EEM or RNDIS one alone.")
                    .obligation(Obligation.HOST_REQUIRED, Source.of("macOS, iPadOS, iOS",
                            "no driver for EEM and RNDIS"))
                    .hosts(HostPlatform.APPLE)
                    .fieldFailures("OpenIPC/sbc-groundstations#82", "RobertCNelson/boot-scripts#113")
                    .remediation("Offer NCM (or ECM) in place of EEM or RNDIS, or beside it.")
                    .judgedBy(HostRules::usableFunction),
            rule("HOST-APPLE-06", "A device with further functions offers NCM and not only ECM.")
                    .obligation(Obligation.RECOMMENDED, Source.of("macOS 10.15.4",
                            "ECM inside a composite device is not matched"))
                    .hosts(HostPlatform.APPLE)
                    .fieldFailures("RobertCNelson/boot-scripts#113", "RobertCNelson/boot-scripts#114")
                    .remediation("Use NCM for the network function of a composite device.")
                    .judgedBy(seen -> Each.function(seen, function -> ncmInComposite(seen, function))),
            rule("HOST-APPLE-07", "The host's address is not the accessory's own, and does not change.")
                    .obligation(Obligation.HOST_REQUIRED, Source.of("macOS", "hathach/tinyusb#311"))
                    .hosts(HostPlatform.APPLE)
                    .fieldFailures("hathach/tinyusb#311", "usbarmory/usbarmory#32")
                    .remediation("Derive both addresses from something that the unit keeps, and make them differ.")
                    .judgedBy(AllOf.of(List.of("ECM-DESC-11"), List.of(HostAddressRules.RULES))
                            .and("steady", HostRules::steadyAddress)),
            rule("HOST-WIN-01", "The control interface has one interrupt endpoint; the data interface has two "
                    + "alternate settings, 0 without endpoints and 1 with two bulk endpoints.")
                    .obligation(Obligation.HOST_REQUIRED, Source.of("Windows", "UsbNcm.sys, else Code 10"))
                    .hosts(HostPlatform.WINDOWS)
                    .remediation("Lay the two interfaces out exactly so; Windows takes no more and no less.")
                    .judgedBy(AllOf.of(List.of("ECM-DESC-16", "ECM-DESC-20", "ECM-DESC-21", "ECM-DESC-22"),
                            List.of(InterfaceRules.RULES)).onlyFor(Model.NCM)),
            rule("HOST-WIN-02", "Interface descriptors have exactly 9 octets, the Ethernet Networking descriptor 13, "
                    + "the NCM descriptor 6.")
                    .obligation(Obligation.HOST_REQUIRED, Source.of("Windows", "UsbNcm.sys"))
                    .hosts(HostPlatform.WINDOWS)
                    .remediation("Send these descriptors in exactly the lengths that are defined, without additions.")
                    .judgedBy(AllOf.of(List.of("ECM-DESC-06", "NCM-DESC-01"), List.of(NetworkDescriptorRules.RULES,
                            FunctionalDescriptorRules.NCM_RULES)).onlyFor(Model.NCM)
                            .and("interfaces", HostRules::interfaceLengths)),
            rule("HOST-WIN-04", "The divisors of the NTB parameters are powers of two from 4 to the maximum size.")
                    .obligation(Obligation.HOST_REQUIRED, Source.of("Windows 11", "UsbNcm.sys since KB5124008"))
                    .hosts(HostPlatform.WINDOWS)
                    .fieldFailures("hathach/tinyusb#3913", "hathach/tinyusb#3914", "espressif/tinyusb#85",
                            "espressif/tinyusb#86")
                    .remediation("Report wNdpInDivisor and wNdpOutDivisor 4, with remainders below that.")
                    .judgedBy(seen -> NtbParameterRules.parameters(seen, HostRules::badDivisor)),
            rule("HOST-WIN-07", "The device offers NCM: Windows has no driver of its own for ECM.")
                    .obligation(Obligation.RECOMMENDED, Source.of("Windows", "no inbox ECM driver"))
                    .hosts(HostPlatform.WINDOWS)
                    .remediation("Offer NCM where Windows matters; a driver for ECM has to be installed.")
                    .judgedBy(seen -> Each.function(seen, _ -> offersNcm(seen))));

    /** Class, subclass and protocol of control interfaces that Apple's systems have no driver for. */
    private static final Map<List<Integer>, String> WITHOUT_DRIVER = Map.of(
            List.of(0x02, 0x0C, 0x07), "EEM", List.of(0x02, 0x02, 0xFF), "RNDIS",
            List.of(0xE0, 0x01, 0x03), "RNDIS", List.of(0xEF, 0x04, 0x01), "RNDIS");

    private HostRules() {}

    private static Finding usableFunction(Observation seen) {
        if (seen.configurations().isEmpty()) {
            return Finding.unseen("no configuration descriptor was read");
        }
        if (seen.function().isPresent()) {
            return Finding.kept("there is an " + seen.function().get().what().model() + " function",
                    List.of(seen.function().get().sequence()));
        }
        return seen.configurations().stream().flatMap(read -> read.what().interfaces().values().stream()
                .flatMap(usbInterface -> Optional.ofNullable(WITHOUT_DRIVER.get(codes(usbInterface))).stream())
                .map(read::as)).findFirst()
                .map(found -> Finding.broken("the device is a network adapter by " + found.what() + " alone",
                        List.of(found.sequence())))
                .orElseGet(() -> Finding.notApplicable("no configuration that was read has a network function"));
    }

    private static List<Integer> codes(UsbInterface usbInterface) {
        InterfaceDescriptor descriptor = usbInterface.defaultAlternate().descriptor();
        return List.of(descriptor.bInterfaceClass(), descriptor.bInterfaceSubClass(),
                descriptor.bInterfaceProtocol());
    }

    private static Finding ncmInComposite(Observation seen, Seen<CdcFunction> function) {
        int interfaces = seen.configurationOf(function).map(tree -> tree.interfaces().size()).orElse(0);
        int own = function.what().data().isPresent() ? 2 : 1;
        if (interfaces <= own) {
            return Finding.notApplicable("the device has no further function");
        }
        return Each.descriptors(function, "NCM is offered", hasNcm(seen) ? Optional.empty()
                : Optional.of("there are " + interfaces + " interfaces, and the network function is ECM"));
    }

    private static boolean hasNcm(Observation seen) {
        return seen.configurations().stream().flatMap(read -> CdcFunctionFinder.find(read.what()).stream())
                .anyMatch(function -> function.model() == Model.NCM);
    }

    private static Finding offersNcm(Observation seen) {
        Seen<CdcFunction> function = seen.function().orElseThrow();
        return Each.descriptors(function, "NCM is offered", hasNcm(seen) ? Optional.empty()
                : Optional.of("the only network function is " + function.what().model()));
    }

    private static Finding steadyAddress(Observation seen) {
        List<Seen<StringDescriptor>> reads = HostAddressRules.strings(seen).toList();
        if (reads.isEmpty()) {
            return Finding.unseen("the host's address was not read");
        }
        StringDescriptor first = reads.getFirst().what();
        return Each.watched("reads of the host's address", reads, "", read -> read.text().equals(first.text())
                ? Optional.empty() : Optional.of("it was " + Answers.quoted(first) + ", then "
                + Answers.quoted(read)));
    }

    private static Finding interfaceLengths(Observation seen) {
        return Each.function(seen, function -> Each.descriptors(function, "all interface descriptors have 9 octets",
                Stream.concat(function.what().control().alternates().stream(),
                        function.what().data().stream().flatMap(data -> data.alternates().stream()))
                        .map(AlternateSetting::descriptor)
                        .filter(descriptor -> descriptor.bLength() != InterfaceDescriptor.LENGTH).findFirst()
                        .map(descriptor -> "the interface descriptor at octet " + descriptor.offset() + " has "
                                + descriptor.bLength() + " octets")));
    }

    private static Finding packetFilterCapability(Seen<CdcFunction> function) {
        List<Long> proof = List.of(function.sequence());
        Optional<NcmDescriptor> ncm = function.what().ncm();
        if (ncm.isEmpty()) {
            return Finding.unseen("there is no whole NCM functional descriptor (see NCM-DESC-01)");
        }
        String capabilities = "bmNetworkCapabilities is 0x%02x".formatted(ncm.get().bmNetworkCapabilities());
        return ncm.get().has(NcmDescriptor.PACKET_FILTER) ? Finding.kept(capabilities, proof)
                : Finding.broken(capabilities + ", so D0 is clear", proof);
    }

    private static Optional<String> badDivisor(NtbParameters parameters) {
        return NtbParameterRules.ways(parameters)
                .filter(way -> !NtbParameterRules.isPowerOfTwo(way.divisor(), way.maxSize())).findFirst()
                .map(way -> "wNdp" + way.name() + "Divisor is " + way.divisor() + " (maximum size " + way.maxSize()
                        + ")");
    }
}
