package dev.lanyard.rules.catalogue;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.rules.Finding;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Source;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.wire.usb.ConfigurationTree;
import dev.lanyard.wire.usb.ConfigurationTree.UsbInterface;
import dev.lanyard.wire.usb.DescriptorDefect;
import dev.lanyard.wire.usb.DescriptorDefect.Code;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** The framework: configurations and their descriptors. */
public final class UsbConfigurationRules {

    /** Rules USB-CFG-*. */
    public static final List<Rule> RULES = List.of(
            rule("USB-CFG-01", "The lengths of a configuration's descriptors add up to wTotalLength; no bLength is 0 "
                    + "or reaches past the end.")
                    .obligation(Obligation.MUST, Source.of("USB 2.0", "§9.6"))
                    .remediation("Compute wTotalLength from the descriptors, and each bLength from its structure.")
                    .judgedBy(seen -> eachConfiguration(seen, UsbConfigurationRules::brokenChain)),
            rule("USB-CFG-02", "bNumInterfaces counts the distinct interface numbers, and every interface's alternate "
                    + "settings count up from 0.")
                    .obligation(Obligation.MUST, Source.of("USB 2.0", "§9.6.5"))
                    .hosts(HostPlatform.APPLE, HostPlatform.WINDOWS)
                    .remediation("Set bNumInterfaces to the number of interfaces, alternate settings not counted, and "
                            + "number the alternate settings 0, 1, … in the order they stand.")
                    .judgedBy(UsbConfigurationRules::numbering));

    private static final Set<Code> CHAIN = Set.of(Code.LENGTH_IMPOSSIBLE, Code.OVERRUN, Code.TOTAL_LENGTH,
            Code.HEAD_MISSING);

    private UsbConfigurationRules() {}

    private static Finding eachConfiguration(Observation seen,
                                             java.util.function.Function<ConfigurationTree, Optional<String>> fault) {
        return Each.of("reads of a configuration descriptor", seen.configurations(),
                "no configuration descriptor was read", fault);
    }

    private static Optional<String> brokenChain(ConfigurationTree tree) {
        return tree.defects().stream().filter(defect -> CHAIN.contains(defect.code())).findFirst()
                .map(DescriptorDefect::toString);
    }

    private static Finding numbering(Observation seen) {
        // A chain that cannot be walked hides interfaces; that is USB-CFG-01's finding, not this rule's.
        var whole = seen.configurations().stream().filter(read -> brokenChain(read.what()).isEmpty()).toList();
        if (whole.isEmpty() && !seen.configurations().isEmpty()) {
            return Finding.unseen("no configuration descriptor can be walked to its end (see USB-CFG-01)");
        }
        return Each.of("reads of a configuration descriptor", whole, "no configuration descriptor was read",
                UsbConfigurationRules::misnumbered);
    }

    private static Optional<String> misnumbered(ConfigurationTree tree) {
        int declared = tree.configuration().map(head -> head.bNumInterfaces()).orElse(0);
        if (declared != tree.interfaces().size()) {
            return Optional.of("bNumInterfaces is " + declared + ", but the interfaces are "
                    + tree.interfaces().keySet());
        }
        return tree.interfaces().values().stream().filter(UsbConfigurationRules::isMisnumbered).findFirst()
                .map(usbInterface -> "the alternate settings of interface " + usbInterface.bInterfaceNumber() + " are "
                        + alternates(usbInterface));
    }

    private static boolean isMisnumbered(UsbInterface usbInterface) {
        List<Integer> numbers = alternates(usbInterface);
        return !numbers.equals(IntStream.range(0, numbers.size()).boxed().toList());
    }

    private static List<Integer> alternates(UsbInterface usbInterface) {
        return usbInterface.alternates().stream().map(alternate -> alternate.descriptor().bAlternateSetting()).toList();
    }
}
