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
import dev.lanyard.wire.cdc.UnionDescriptor;
import dev.lanyard.wire.usb.ConfigurationDescriptor;
import dev.lanyard.wire.usb.ConfigurationTree;
import dev.lanyard.wire.usb.DeviceDescriptor;
import dev.lanyard.wire.usb.InterfaceAssociationDescriptor;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.StandardRequests;
import dev.lanyard.wire.usb.UsbSpeed;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The framework: which interfaces belong together, and what the configuration says of power. */
public final class UsbFunctionRules {

    /** Rules USB-CFG-* about interface associations and power. */
    public static final List<Rule> RULES = List.of(
            rule("USB-CFG-07", "A device with interface associations is of class EF/02/01, and one with more than one "
                    + "function has interface associations.")
                    .obligation(Obligation.RECOMMENDED,
                            Source.unchecked("Interface Association Descriptors ECN", "device class codes"))
                    .hosts(HostPlatform.WINDOWS)
                    .remediation("Set bDeviceClass, bDeviceSubClass and bDeviceProtocol to EF, 02, 01, and put an "
                            + "interface association before each function of several interfaces.")
                    .judgedBy(UsbFunctionRules::composite),
            rule("USB-CFG-08", "The interface association of the function begins with its control interface and covers "
                    + "exactly the interfaces of the union.")
                    .obligation(Obligation.MUST,
                            Source.unchecked("Interface Association Descriptors ECN and NCM 1.0", "§7.4"))
                    .hosts(HostPlatform.WINDOWS)
                    .remediation("Set bFirstInterface to the control interface and bInterfaceCount to 2, and number "
                            + "the data interface next to the control interface.")
                    .judgedBy(seen -> Each.function(seen, function -> association(seen, function))),
            rule("USB-CFG-09", "bMaxPower asks for no more than a port of the speed gives, bmAttributes D7 is 1, and "
                    + "D6 agrees with GET_STATUS.")
                    .obligation(Obligation.RECOMMENDED, Source.of("USB 2.0", "§9.6.3"))
                    .hosts(HostPlatform.APPLE)
                    .remediation("Ask for at most 500 mA (900 mA at SuperSpeed), and set D6 of bmAttributes when the "
                            + "device has power of its own.")
                    .judgedBy(UsbFunctionRules::power));

    private static final int SELF_POWERED = 0x40;
    private static final int ALWAYS_SET = 0x80;

    private UsbFunctionRules() {}

    private static Finding composite(Observation seen) {
        if (seen.configurations().isEmpty()) {
            return Finding.unseen("no configuration descriptor was read");
        }
        boolean associated = seen.configurations().stream().anyMatch(read -> !read.what().associations().isEmpty());
        if (!associated) {
            return withoutAssociations(seen);
        }
        return Each.of("reads of the device descriptor", seen.deviceDescriptors(), "no device descriptor was read",
                UsbFunctionRules::otherThanMiscellaneous);
    }

    private static Finding withoutAssociations(Observation seen) {
        Optional<Seen<ConfigurationTree>> several = seen.configurations().stream()
                .filter(read -> read.what().interfaces().size() > 2 && seen.function()
                        .filter(function -> function.sequence() == read.sequence()).isPresent()).findFirst();
        return several.map(read -> Finding.broken("there are " + read.what().interfaces().size() + " interfaces, more "
                + "than the network function has, and no interface association", List.of(read.sequence())))
                .orElseGet(() -> Finding.notApplicable("there is one function, and no interface association"));
    }

    private static Optional<String> otherThanMiscellaneous(DeviceDescriptor device) {
        boolean good = device.bDeviceClass() == 0xEF && device.bDeviceSubClass() == 2 && device.bDeviceProtocol() == 1;
        return good ? Optional.empty() : Optional.of("with interface associations, the device is of class "
                + "%02x/%02x/%02x".formatted(device.bDeviceClass(), device.bDeviceSubClass(),
                        device.bDeviceProtocol()));
    }

    private static Finding association(Observation seen, Seen<CdcFunction> function) {
        Optional<UnionDescriptor> union = function.what().functional(UnionDescriptor.class);
        if (union.isEmpty()) {
            return Finding.unseen("no whole union names the interfaces (see ECM-DESC-04)");
        }
        SortedSet<Integer> united = new TreeSet<>(union.get().subordinateInterfaces());
        united.add(union.get().bControlInterface());
        List<InterfaceAssociationDescriptor> touching = seen.configurationOf(function)
                .map(ConfigurationTree::associations).orElse(List.of()).stream()
                .filter(association -> united.stream().anyMatch(association::covers)).toList();
        if (touching.isEmpty()) {
            return Finding.notApplicable("no interface association covers the function");
        }
        return Each.descriptors(function, "the interface association covers interfaces " + united,
                touching.stream().filter(a -> !fits(a, function.what().control().bInterfaceNumber(), united))
                        .findFirst().map(a -> "the interface association covers " + a.bInterfaceCount() + " interfaces from "
                                + a.bFirstInterface() + ", the union names " + united));
    }

    private static boolean fits(InterfaceAssociationDescriptor association, int control, SortedSet<Integer> united) {
        return association.bFirstInterface() == control && association.bInterfaceCount() == united.size()
                && united.stream().allMatch(association::covers);
    }

    private static Finding power(Observation seen) {
        boolean selfPowered = seen.standardRequests(SetupPacket.DEVICE_TO_HOST, StandardRequests.GET_STATUS).stream()
                .map(Seen::what).filter(Event.Transfer::isOk).map(Event.Transfer::data)
                .anyMatch(status -> status.has(0, 1) && (status.u8(0) & 1) != 0);
        boolean superSpeed = seen.speed().filter(speed -> speed.compareTo(UsbSpeed.SUPER) >= 0).isPresent();
        List<Seen<ConfigurationDescriptor>> heads = seen.configurations().stream()
                .flatMap(read -> read.what().configuration().map(read::as).stream()).toList();
        return Each.of("configuration descriptors", heads, "no configuration descriptor was read",
                head -> badPower(head, superSpeed, selfPowered));
    }

    private static Optional<String> badPower(ConfigurationDescriptor head, boolean superSpeed, boolean selfPowered) {
        int milliamperes = head.bMaxPower() * (superSpeed ? 8 : 2);
        int most = superSpeed ? 900 : 500;
        if (milliamperes > most) {
            return Optional.of("bMaxPower " + head.bMaxPower() + " asks for " + milliamperes + " mA of " + most);
        }
        String attributes = "bmAttributes is 0x%02x".formatted(head.bmAttributes());
        if ((head.bmAttributes() & ALWAYS_SET) == 0) {
            return Optional.of(attributes + ", so D7 is 0");
        }
        return selfPowered && (head.bmAttributes() & SELF_POWERED) == 0
                ? Optional.of(attributes + ", but GET_STATUS says self-powered") : Optional.empty();
    }
}
