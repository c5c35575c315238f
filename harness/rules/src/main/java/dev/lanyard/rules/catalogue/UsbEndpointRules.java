package dev.lanyard.rules.catalogue;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.rules.Finding;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Source;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.wire.usb.ConfigurationTree;
import dev.lanyard.wire.usb.ConfigurationTree.AlternateSetting;
import dev.lanyard.wire.usb.ConfigurationTree.UsbEndpoint;
import dev.lanyard.wire.usb.ConfigurationTree.UsbInterface;
import dev.lanyard.wire.usb.EndpointDescriptor;
import dev.lanyard.wire.usb.TransferType;
import dev.lanyard.wire.usb.UsbSpeed;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** The framework: endpoints. */
public final class UsbEndpointRules {

    /** Rules USB-CFG-* about endpoint descriptors. */
    public static final List<Rule> RULES = List.of(
            rule("USB-CFG-04", "Every endpoint's wMaxPacketSize is one that the speed allows: for bulk endpoints 512 "
                    + "at high speed, 8, 16, 32 or 64 at full speed, 1024 at SuperSpeed.")
                    .obligation(Obligation.MUST, Source.of("USB 2.0", "§5.7.3 and §5.8.3"))
                    .remediation("Send the endpoint descriptors of the speed that the bus negotiated.")
                    .judgedBy(seen -> atSpeed(seen, UsbEndpointRules::badPacketSize)),
            rule("USB-CFG-05", "Every interrupt endpoint's bInterval is 1 to 16 at high speed and above, 1 to 255 "
                    + "below.")
                    .obligation(Obligation.MUST, Source.of("USB 2.0", "§9.6.6"))
                    .tolerated(HostPlatform.LINUX, "usb_parse_endpoint() replaces an interval out of range, and says "
                            + "so in the kernel's log.")
                    .remediation("Set bInterval of the notification endpoint to a value above 0; at high speed it is "
                            + "an exponent (9: every 32 ms).")
                    .judgedBy(seen -> atSpeed(seen, UsbEndpointRules::badInterval)),
            rule("USB-CFG-06", "No endpoint address is used twice in a configuration, except by alternate settings of "
                    + "one interface.")
                    .obligation(Obligation.MUST, Source.of("USB 2.0", "§9.6.6"))
                    .remediation("Give every endpoint of the configuration an address of its own.")
                    .judgedBy(seen -> Each.of("reads of a configuration descriptor", seen.configurations(),
                            "no configuration descriptor was read", UsbEndpointRules::sharedAddress)));

    private UsbEndpointRules() {}

    private static Finding atSpeed(Observation seen,
                                   BiFunction<EndpointDescriptor, UsbSpeed, Optional<String>> fault) {
        Optional<UsbSpeed> speed = seen.speed();
        if (speed.isEmpty()) {
            return Finding.unseen("nobody told at which speed the accessory runs");
        }
        return Each.of("reads of a configuration descriptor", seen.configurations(),
                "no configuration descriptor was read", tree -> endpoints(tree)
                        .flatMap(endpoint -> fault.apply(endpoint, speed.get())
                                .map(text -> "endpoint 0x%02x has ".formatted(endpoint.bEndpointAddress()) + text
                                        + " at " + speed.get() + " speed").stream()).findFirst());
    }

    private static Stream<EndpointDescriptor> endpoints(ConfigurationTree tree) {
        return tree.interfaces().values().stream().flatMap(i -> i.alternates().stream())
                .flatMap(alternate -> alternate.endpoints().stream()).map(UsbEndpoint::descriptor);
    }

    private static Optional<String> badPacketSize(EndpointDescriptor endpoint, UsbSpeed speed) {
        int octets = endpoint.maxPacketOctets();
        boolean good = switch (endpoint.transferType()) {
            case BULK -> switch (speed) {
                case HIGH -> endpoint.wMaxPacketSize() == 512;
                case FULL -> Set.of(8, 16, 32, 64).contains(endpoint.wMaxPacketSize());
                case SUPER, SUPER_PLUS -> endpoint.wMaxPacketSize() == 1024;
                case LOW, UNKNOWN -> false;
            };
            case INTERRUPT -> octets > 0 && octets <= switch (speed) {
                case LOW -> 8;
                case FULL -> 64;
                case HIGH, SUPER, SUPER_PLUS, UNKNOWN -> 1024;
            };
            case CONTROL, ISOCHRONOUS -> true;
        };
        return good ? Optional.empty() : Optional.of("wMaxPacketSize " + endpoint.wMaxPacketSize() + " as "
                + endpoint.transferType() + " endpoint");
    }

    private static Optional<String> badInterval(EndpointDescriptor endpoint, UsbSpeed speed) {
        int most = speed == UsbSpeed.LOW || speed == UsbSpeed.FULL ? 255 : 16;
        boolean good = endpoint.transferType() != TransferType.INTERRUPT
                || endpoint.bInterval() >= 1 && endpoint.bInterval() <= most;
        return good ? Optional.empty() : Optional.of("bInterval " + endpoint.bInterval());
    }

    private static Optional<String> sharedAddress(ConfigurationTree tree) {
        Map<Integer, Integer> owners = new HashMap<>();
        for (UsbInterface usbInterface : tree.interfaces().values()) {
            for (AlternateSetting alternate : usbInterface.alternates()) {
                Set<Integer> own = new HashSet<>();
                for (UsbEndpoint endpoint : alternate.endpoints()) {
                    int address = endpoint.descriptor().bEndpointAddress();
                    int owner = owners.computeIfAbsent(address, _ -> usbInterface.bInterfaceNumber());
                    if (owner != usbInterface.bInterfaceNumber()) {
                        return Optional.of("interfaces " + owner + " and " + usbInterface.bInterfaceNumber()
                                + " both have endpoint 0x%02x".formatted(address));
                    }
                    if (!own.add(address)) {
                        return Optional.of("interface " + owner + " has endpoint 0x%02x twice".formatted(address));
                    }
                }
            }
        }
        return Optional.empty();
    }
}
