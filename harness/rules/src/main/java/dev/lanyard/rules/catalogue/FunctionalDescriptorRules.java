package dev.lanyard.rules.catalogue;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.rules.Finding;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Source;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.rules.observation.Seen;
import dev.lanyard.wire.cdc.CdcCodes;
import dev.lanyard.wire.cdc.CdcFunction;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import dev.lanyard.wire.cdc.FunctionalDescriptor;
import dev.lanyard.wire.cdc.HeaderDescriptor;
import dev.lanyard.wire.cdc.NcmDescriptor;
import dev.lanyard.wire.cdc.UnionDescriptor;
import dev.lanyard.wire.usb.DescriptorType;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Functional descriptors: header, union, NCM, and their order. */
public final class FunctionalDescriptorRules {

    /** Rules ECM-DESC-* about header, union and order. */
    public static final List<Rule> RULES = List.of(
            rule("ECM-DESC-02", "There is one header functional descriptor, of 5 octets, before all others.")
                    .obligation(Obligation.MUST, Source.unchecked("CDC 1.20", "§5.2.3.1"))
                    .hosts(HostPlatform.LINUX)
                    .toleratedWhere("HOST-LINUX-02", HostPlatform.LINUX, "cdc_ncm finds a function without header by "
                            + "its other descriptors; cdc_ether does not bind.")
                    .remediation("Begin the functional descriptors with 05 24 00 10 01.")
                    .judgedBy(seen -> Each.wholeFunction(seen, FunctionalDescriptorRules::header)),
            rule("ECM-DESC-03", "bcdCDC is 1.10 or 1.20.")
                    .obligation(Obligation.RECOMMENDED, Source.unchecked("CDC 1.20", "§5.2.3.1"))
                    .remediation("Set bcdCDC to 0x0110 or 0x0120, least octet first.")
                    .judgedBy(seen -> of(HeaderDescriptor.class, "ECM-DESC-02", seen, header ->
                            header.bcdCDC() == 0x0110 || header.bcdCDC() == 0x0120 ? Optional.empty()
                                    : Optional.of("bcdCDC is 0x%04x".formatted(header.bcdCDC())))),
            rule("ECM-DESC-04", "There is exactly one union functional descriptor, of at least 5 octets.")
                    .obligation(Obligation.MUST, Source.unchecked("CDC 1.20", "§5.2.3.2"))
                    .hosts(HostPlatform.LINUX)
                    .remediation("Send one union functional descriptor for each communications interface.")
                    .judgedBy(seen -> Each.wholeFunction(seen, function -> only(function, CdcCodes.UNION, "union",
                            UnionDescriptor.MIN_LENGTH, Integer.MAX_VALUE))),
            rule("ECM-DESC-05", "The union's bControlInterface is the interface that it belongs to, and its first "
                    + "subordinate is the data interface.")
                    .obligation(Obligation.MUST, Source.unchecked("CDC 1.20", "§5.2.3.2"))
                    .hosts(HostPlatform.LINUX, HostPlatform.WINDOWS)
                    .toleratedWhere("HOST-LINUX-01", HostPlatform.LINUX, "cdc_ether takes a union "
                            + "whose interfaces are swapped; cdc_ncm does not bind.")
                    .remediation("Name the control interface first and the data interface second: 05 24 06 control "
                            + "data.")
                    .judgedBy(seen -> Each.function(seen, function -> union(seen, function))),
            rule("ECM-DESC-23", "The functional descriptors stand between the control interface and its endpoint.")
                    .obligation(Obligation.MUST, Source.unchecked("CDC 1.20", "§5.2.3"))
                    .hosts(HostPlatform.LINUX)
                    .remediation("Send the functional descriptors right after the control interface descriptor, before "
                            + "its endpoint descriptor.")
                    .judgedBy(seen -> Each.function(seen, FunctionalDescriptorRules::order)),
            rule("ECM-DESC-24", "Every class-specific interface descriptor has at least 3 octets.")
                    .obligation(Obligation.MUST, Source.of("Windows", "the parser of UsbNcm.sys"))
                    .hosts(HostPlatform.WINDOWS, HostPlatform.LINUX)
                    .remediation("Leave out class-specific descriptors that have no subtype.")
                    .judgedBy(seen -> Each.function(seen, function -> shortest(seen, function))));

    /** Rules NCM-DESC-*. */
    public static final List<Rule> NCM_RULES = List.of(
            rule("NCM-DESC-01", "There is exactly one NCM functional descriptor, of 6 octets.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§5.2.1"))
                    .hosts(HostPlatform.WINDOWS, HostPlatform.LINUX)
                    .remediation("Send 06 24 1A 00 01 and bmNetworkCapabilities.")
                    .judgedBy(seen -> Each.onlyFor(Model.NCM, seen, _ -> Each.wholeFunction(seen, function ->
                            only(function, CdcCodes.NCM, "NCM", NcmDescriptor.LENGTH, NcmDescriptor.LENGTH)))),
            rule("NCM-DESC-02", "bcdNcmVersion is 1.00.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§5.2.1"))
                    .hosts()
                    .remediation("Set bcdNcmVersion to 0x0100, least octet first: 00 01.")
                    .judgedBy(seen -> Each.onlyFor(Model.NCM, seen, _ -> of(NcmDescriptor.class, "NCM-DESC-01", seen,
                            ncm -> ncm.bcdNcmVersion() == 0x0100 ? Optional.empty()
                                    : Optional.of("bcdNcmVersion is 0x%04x".formatted(ncm.bcdNcmVersion()))))),
            rule("NCM-DESC-03", "bmNetworkCapabilities D7 and D6 are 0.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "table 5-2"))
                    .hosts()
                    .remediation("Set only those bits of bmNetworkCapabilities that are defined: D5 to D0.")
                    .judgedBy(seen -> Each.onlyFor(Model.NCM, seen, _ -> of(NcmDescriptor.class, "NCM-DESC-01", seen,
                            ncm -> (ncm.bmNetworkCapabilities() & 0xC0) == 0 ? Optional.empty()
                                    : Optional.of("bmNetworkCapabilities is 0x%02x"
                                            .formatted(ncm.bmNetworkCapabilities()))))));

    private static final int LEAST = 3;

    private FunctionalDescriptorRules() {}

    /** Judges the first functional descriptor of a kind; {@code see} is the rule that asks for one. */
    static <T extends FunctionalDescriptor> Finding of(Class<T> kind, String see, Observation seen,
                                                       Function<T, Optional<String>> fault) {
        return Each.function(seen, function -> function.what().functional(kind)
                .map(descriptor -> Each.descriptors(function, "the " + descriptor.title().toLowerCase(
                        java.util.Locale.ROOT) + " descriptor keeps it", fault.apply(descriptor)))
                .orElseGet(() -> Finding.unseen("the descriptor is not there, or not whole (see " + see + ")")));
    }

    /** That there is one descriptor of a subtype, with a length in the range. */
    static Finding only(Seen<CdcFunction> function, int subtype, String name, int least, int most) {
        List<FunctionalDescriptor> found = function.what().functionalDescriptors().stream()
                .filter(descriptor -> descriptor.bDescriptorSubtype() == subtype).toList();
        if (found.size() != 1) {
            return Each.descriptors(function, "", Optional.of("there are " + found.size() + " " + name
                    + " functional descriptors"));
        }
        FunctionalDescriptor one = found.getFirst();
        boolean good = one.bLength() >= least && one.bLength() <= most && one.raw().length() == one.bLength();
        return Each.descriptors(function, "one " + name + " functional descriptor of " + one.bLength() + " octets",
                good ? Optional.empty() : Optional.of("the " + name + " functional descriptor at octet "
                        + one.offset() + " has bFunctionLength " + one.bLength() + " and " + one.raw().length()
                        + " octets"));
    }

    private static Finding header(Seen<CdcFunction> function) {
        Finding one = only(function, CdcCodes.HEADER, "header", HeaderDescriptor.LENGTH, HeaderDescriptor.LENGTH);
        if (one.kind() != Finding.Kind.KEPT) {
            return one;
        }
        FunctionalDescriptor first = function.what().functionalDescriptors().getFirst();
        return first.bDescriptorSubtype() == CdcCodes.HEADER ? one
                : Each.descriptors(function, "", Optional.of("the first functional descriptor is " + first.title()));
    }

    private static Finding union(Observation seen, Seen<CdcFunction> function) {
        return of(UnionDescriptor.class, "ECM-DESC-04", seen, union -> {
            int control = function.what().control().bInterfaceNumber();
            if (union.bControlInterface() != control) {
                return Optional.of("bControlInterface is " + union.bControlInterface()
                        + ", the descriptor belongs to interface " + control);
            }
            int first = union.subordinateInterfaces().isEmpty() ? -1 : union.subordinateInterfaces().getFirst();
            boolean exists = first != control && seen.configurationOf(function)
                    .flatMap(tree -> tree.usbInterface(first)).isPresent();
            return exists ? Optional.empty() : Optional.of("bSubordinateInterface0 is " + first
                    + ", which is no other interface of the configuration");
        });
    }

    private static Finding order(Seen<CdcFunction> function) {
        if (function.what().functionalDescriptors().isEmpty()) {
            return Finding.unseen("there are no functional descriptors (see ECM-DESC-02)");
        }
        return Each.descriptors(function, "all functional descriptors stand before the endpoint",
                function.what().control().defaultAlternate().endpoints().stream()
                        .flatMap(endpoint -> endpoint.additional().stream())
                        .filter(descriptor -> descriptor.bDescriptorType() == DescriptorType.CS_INTERFACE).findFirst()
                        .map(descriptor -> "a functional descriptor stands at octet " + descriptor.offset()
                                + ", after the endpoint descriptor"));
    }

    private static Finding shortest(Observation seen, Seen<CdcFunction> function) {
        return Each.descriptors(function, "no class-specific interface descriptor is shorter than 3 octets",
                seen.configurationOf(function).stream().flatMap(tree -> tree.descriptors().stream())
                        .filter(descriptor -> descriptor.bDescriptorType() == DescriptorType.CS_INTERFACE
                                && descriptor.raw().length() < LEAST && descriptor.bLength() < LEAST).findFirst()
                        .map(descriptor -> "the class-specific interface descriptor at octet " + descriptor.offset()
                                + " has " + descriptor.bLength() + " octets"));
    }
}
