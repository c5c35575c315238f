package dev.lanyard.rules.catalogue;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.evidence.Event;
import dev.lanyard.rules.Declarations;
import dev.lanyard.rules.Finding;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Source;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.rules.observation.Seen;
import dev.lanyard.wire.cdc.CdcFunction;
import dev.lanyard.wire.cdc.CdcFunctionFinder;
import dev.lanyard.wire.usb.ConfigurationDescriptor;
import dev.lanyard.wire.usb.ConfigurationTree;
import dev.lanyard.wire.usb.DeviceDescriptor;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.StandardRequests;
import dev.lanyard.wire.usb.StringDescriptor;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What an accessory is: its configurations, its identity, and what it keeps over an attach. */
public final class UsbIdentityRules {

    /** Rules USB-CFG-*. */
    public static final List<Rule> USB_RULES = List.of(
            rule("USB-CFG-13", "Where there are several configurations, the one with the network function can be "
                    + "selected.")
                    .obligation(Obligation.RECOMMENDED, Source.of("Apple developer forums", "thread 719787"))
                    .hosts(HostPlatform.APPLE)
                    .remediation("Accept SET_CONFIGURATION for every configuration that is described.")
                    .judgedBy(UsbIdentityRules::reachable),
            rule("USB-CFG-15", "What the accessory says it is, is what its profile declares: idVendor, idProduct, "
                    + "function.")
                    .obligation(Obligation.RECOMMENDED, Source.of("espressif/esp-usb#491", ""))
                    .fieldFailures("espressif/esp-usb#491")
                    .remediation("Check that the USB stack serves your descriptors, and not its own defaults; or "
                            + "correct the profile.")
                    .judgedBy(UsbIdentityRules::asDeclared));

    /** Rule ECM-DESC-12. */
    public static final List<Rule> ADDRESS_RULES = List.of(
            rule("ECM-DESC-12", "The host's address stays the same over every attach.")
                    .obligation(Obligation.RECOMMENDED, Source.of("macOS, Linux", "settings are kept by address"))
                    .hosts(HostPlatform.APPLE, HostPlatform.LINUX)
                    .fieldFailures("usbarmory/usbarmory#32", "usbarmory/usbarmory#63",
                            "raspberrypi/rpi-usb-gadget#31", "raspberrypi/rpi-usb-gadget#29")
                    .remediation("Derive the address from something that the unit keeps, such as its serial number.")
                    .judgedBy(seen -> Each.function(seen, _ -> steadyAddress(seen))));

    /** Rule LIFE-08. */
    public static final List<Rule> LIFE_RULES = List.of(
            rule("LIFE-08", "Remote wake-up can be enabled only where bmAttributes advertises it, and is off at first.")
                    // Linux' usbip-vudc accepts it always; hosts enable only what is advertised.
                    .obligation(Obligation.RECOMMENDED, Source.unchecked("USB 2.0", "§9.4.5 and §9.4.9"))
                    .hosts()
                    .remediation("Stall SET_FEATURE(DEVICE_REMOTE_WAKEUP) unless D5 of bmAttributes is set, and answer "
                            + "D1 of GET_STATUS accordingly.")
                    .judgedBy(UsbIdentityRules::remoteWakeup));

    private static final int REMOTE_WAKEUP = 0x20;
    private static final int STATUS_REMOTE_WAKEUP = 2;

    private UsbIdentityRules() {}

    private static Finding reachable(Observation seen) {
        List<Seen<DeviceDescriptor>> devices = seen.deviceDescriptors();
        if (devices.isEmpty()) {
            return Finding.unseen("no whole device descriptor was read");
        }
        if (devices.stream().allMatch(device -> device.what().bNumConfigurations() < 2)) {
            return Finding.notApplicable("the device has one configuration");
        }
        Set<Integer> wanted = seen.configurations().stream()
                .filter(read -> !CdcFunctionFinder.find(read.what()).isEmpty())
                .map(read -> read.what().bConfigurationValue()).collect(Collectors.toCollection(TreeSet::new));
        List<Seen<Event.Transfer>> selected = seen.standardRequests(0, StandardRequests.SET_CONFIGURATION).stream()
                .filter(made -> Answers.isAnswer(made.what()) && wanted.contains(made.what().setup().wValue()))
                .toList();
        return Each.of("selections of a configuration with a network function", selected,
                "no configuration with a network function was selected", request -> request.isOk() ? Optional.empty()
                        : Optional.of("SET_CONFIGURATION " + request.setup().wValue() + " ended with "
                        + request.status()));
    }

    private static Finding asDeclared(Observation seen) {
        Optional<Declarations.Device> declared = seen.declared().device();
        if (declared.isEmpty()) {
            return Finding.notApplicable("nothing is declared about the device");
        }
        List<Seen<DeviceDescriptor>> devices = seen.deviceDescriptors();
        if (devices.isEmpty()) {
            return Finding.unseen("no whole device descriptor was read");
        }
        Declarations.Device device = declared.get();
        Finding finding = Each.of("reads of the device descriptor", devices, "", read ->
                read.idVendor() == device.idVendor() && read.idProduct() == device.idProduct() ? Optional.empty()
                        : Optional.of("it is %04x:%04x, declared is %04x:%04x".formatted(read.idVendor(),
                        read.idProduct(), device.idVendor(), device.idProduct())));
        Optional<Seen<CdcFunction>> function = seen.function();
        boolean other = function.filter(f -> f.what().model() != device.model()).isPresent();
        return finding.kind() == Finding.Kind.KEPT && other
                ? Finding.broken("the function is " + function.get().what().model() + ", declared is "
                        + device.model(), List.of(function.get().sequence())) : finding;
    }

    static Finding steadyAddress(Observation seen) {
        List<Seen<StringDescriptor>> reads = HostAddressRules.strings(seen).toList();
        if (reads.isEmpty()) {
            return Finding.unseen("the host's address was not read");
        }
        StringDescriptor first = reads.getFirst().what();
        Finding finding = Each.of("reads of the host's address", reads, "", read -> read.text().equals(first.text())
                ? Optional.empty() : Optional.of("it was " + Answers.quoted(first) + ", then "
                + Answers.quoted(read)));
        boolean again = seen.attachments().stream()
                .anyMatch(attached -> attached.nanos() > reads.getFirst().nanos()
                        && attached.nanos() < reads.getLast().nanos());
        return finding.kind() == Finding.Kind.KEPT && !again
                ? Finding.unseen("the accessory did not come back, so it could not change its address") : finding;
    }

    private static Finding remoteWakeup(Observation seen) {
        Optional<Seen<ConfigurationTree>> read = seen.configurations().stream().findFirst();
        Optional<ConfigurationDescriptor> configuration = read.flatMap(seenTree -> seenTree.what().descriptors()
                .stream().filter(ConfigurationDescriptor.class::isInstance).map(ConfigurationDescriptor.class::cast)
                .findFirst());
        if (configuration.isEmpty()) {
            return Finding.unseen("no configuration descriptor was read");
        }
        boolean advertised = (configuration.get().bmAttributes() & REMOTE_WAKEUP) != 0;
        boolean enabled = false;
        boolean tried = false;
        Each each = new Each("requests");
        for (Seen<Event.Transfer> made : seen.controls()) {
            SetupPacket setup = made.what().setup();
            boolean ok = made.what().isOk();
            if (isFeature(setup, StandardRequests.SET_FEATURE) && Answers.isAnswer(made.what())) {
                tried = true;
                each.add(made.sequence(), ok == advertised ? Optional.empty()
                        : Optional.of("SET_FEATURE(DEVICE_REMOTE_WAKEUP) ended with " + made.what().status()
                        + ", bmAttributes is 0x%02x".formatted(configuration.get().bmAttributes())));
                enabled = ok && advertised;
            } else if (ok && isFeature(setup, StandardRequests.CLEAR_FEATURE)) {
                enabled = false;
            } else if (ok && isDeviceStatus(setup) && made.what().data().has(0, 1)) {
                boolean on = (made.what().data().u8(0) & STATUS_REMOTE_WAKEUP) != 0;
                boolean may = enabled;
                each.add(made.sequence(), on && !may
                        ? Optional.of("GET_STATUS says that remote wake-up is enabled") : Optional.empty());
            }
        }
        boolean any = tried;
        return each.broken().orElseGet(() -> any ? Finding.kept(each.count() + " requests show remote wake-up as "
                + (advertised ? "advertised" : "not advertised"), List.of(each.first()))
                : Finding.unseen("remote wake-up was not tried"));
    }

    private static boolean isFeature(SetupPacket setup, int bRequest) {
        return setup.bmRequestType() == StandardRequests.TO_DEVICE && setup.bRequest() == bRequest
                && setup.wValue() == StandardRequests.DEVICE_REMOTE_WAKEUP;
    }

    private static boolean isDeviceStatus(SetupPacket setup) {
        return setup.bmRequestType() == SetupPacket.DEVICE_TO_HOST && setup.bRequest() == StandardRequests.GET_STATUS;
    }
}
