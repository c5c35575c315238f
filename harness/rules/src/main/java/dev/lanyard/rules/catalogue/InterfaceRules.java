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
import dev.lanyard.wire.cdc.UnionDescriptor;
import dev.lanyard.wire.usb.ConfigurationTree.AlternateSetting;
import dev.lanyard.wire.usb.ConfigurationTree.UsbEndpoint;
import dev.lanyard.wire.usb.ConfigurationTree.UsbInterface;
import dev.lanyard.wire.usb.EndpointDescriptor;
import dev.lanyard.wire.usb.InterfaceDescriptor;
import dev.lanyard.wire.usb.TransferType;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The function's two interfaces: classes, alternate settings, endpoints. */
public final class InterfaceRules {

    /** Rules ECM-DESC-* about interfaces and their endpoints. */
    public static final List<Rule> RULES = List.of(
            rule("ECM-DESC-01", "The control interface is of class 02, subclass 06 and protocol 00 (ECM), or class 02, "
                    + "subclass 0D and protocol 00 or FE (NCM).")
                    .obligation(Obligation.MUST, Source.unchecked("CDC 1.20 §4.2 and NCM 1.0", "§4.1"))
                    .remediation("Set bInterfaceProtocol of the control interface to 00.")
                    .judgedBy(seen -> Each.function(seen, InterfaceRules::controlCodes)),
            rule("ECM-DESC-16", "The control interface has exactly one endpoint, an interrupt IN endpoint.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§5.2"))
                    .hosts(HostPlatform.APPLE, HostPlatform.WINDOWS)
                    .remediation("Give the control interface one interrupt IN endpoint, for notifications, and no "
                            + "other.")
                    .judgedBy(seen -> Each.wholeFunction(seen, InterfaceRules::controlEndpoints)),
            rule("ECM-DESC-17", "The notification endpoint takes packets of at least 16 octets, so that every "
                    + "notification fits one.")
                    .obligation(Obligation.HOST_REQUIRED, Source.of("macOS 10.7 and Windows",
                            "notification read of one packet"))
                    .hosts(HostPlatform.APPLE, HostPlatform.WINDOWS)
                    .fieldFailures("hathach/tinyusb#311")
                    .remediation("Set wMaxPacketSize of the notification endpoint to 16 or more.")
                    .judgedBy(seen -> Each.function(seen, InterfaceRules::notificationPacket)),
            rule("ECM-DESC-18", "The data interface is of class 0A in every alternate setting.")
                    .obligation(Obligation.MUST, Source.unchecked("CDC 1.20", "§4.5"))
                    .hosts(HostPlatform.APPLE)
                    .fieldFailures("usbarmory/tamago-example#24")
                    .remediation("Set bInterfaceClass to 0A in every interface descriptor of the data interface.")
                    .judgedBy(seen -> eachAlternate(seen, (alternate, _) ->
                            alternate.bInterfaceClass() == CdcCodes.CLASS_DATA ? Optional.empty()
                                    : Optional.of("bInterfaceClass %02x".formatted(alternate.bInterfaceClass())))),
            rule("ECM-DESC-19", "The data interface has subclass 00, and protocol 00 (ECM) or 01 (NCM), in every "
                    + "alternate setting.")
                    .obligation(Obligation.MUST, Source.unchecked("CDC 1.20", "§4.6 and §4.7"))
                    .hosts(HostPlatform.APPLE, HostPlatform.WINDOWS)
                    .fieldFailures("zephyrproject-rtos/zephyr#103447")
                    .remediation("Set bInterfaceSubClass to 00, and bInterfaceProtocol to 00 for ECM or 01 for NCM, in "
                            + "every interface descriptor of the data interface.")
                    .judgedBy(seen -> eachAlternate(seen, InterfaceRules::dataCodes)),
            rule("ECM-DESC-20", "Alternate setting 0 of the data interface has no endpoints.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§5.3"))
                    .toleratedWhere("HOST-LINUX-02", HostPlatform.LINUX, "cdc_ncm selects alternate setting 1 before "
                            + "it looks for endpoints; cdc_ether takes those of alternate setting 0 and stays without "
                            + "data.")
                    .remediation("Put the bulk endpoints into alternate setting 1 alone.")
                    .judgedBy(seen -> data(seen, data -> data.alternate(0)
                            .filter(setting -> !setting.endpoints().isEmpty())
                            .map(setting -> "alternate setting 0 has " + shown(setting)))),
            rule("ECM-DESC-21", "Alternate setting 1 of the data interface has exactly one bulk IN and one bulk OUT "
                    + "endpoint.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§5.3"))
                    .fieldFailures("embassy-rs/embassy#5521")
                    .remediation("Give alternate setting 1 one bulk IN and one bulk OUT endpoint.")
                    .judgedBy(seen -> data(seen, InterfaceRules::notOnePair)),
            rule("ECM-DESC-22", "The data interface has exactly two alternate settings.")
                    .obligation(Obligation.HOST_REQUIRED, Source.of("Windows", "UsbNcm.sys, else Code 10"))
                    .hosts(HostPlatform.WINDOWS)
                    .remediation("Send two interface descriptors for the data interface: alternate settings 0 and 1.")
                    .judgedBy(seen -> data(seen, data -> data.alternates().size() == 2 ? Optional.empty()
                            : Optional.of("it has " + data.alternates().size()))));

    private static final int LONGEST_NOTIFICATION = 16;

    /** Judges an alternate setting of the data interface of a function. */
    private interface AlternateFault {
        Optional<String> of(InterfaceDescriptor alternate, Model model);
    }

    private InterfaceRules() {}

    private static Finding controlCodes(Seen<CdcFunction> function) {
        InterfaceDescriptor control = function.what().control().defaultAlternate().descriptor();
        int protocol = control.bInterfaceProtocol();
        boolean good = protocol == 0
                || function.what().model() == Model.NCM && protocol == CdcCodes.PROTOCOL_EXTERNAL;
        String codes = "the control interface is %02x/%02x/%02x".formatted(control.bInterfaceClass(),
                control.bInterfaceSubClass(), protocol);
        return Each.descriptors(function, codes, good ? Optional.empty() : Optional.of(codes));
    }

    private static Finding controlEndpoints(Seen<CdcFunction> function) {
        List<AlternateSetting> settings = function.what().control().alternates();
        return Each.descriptors(function, "the control interface has one interrupt IN endpoint", settings.stream()
                .filter(setting -> setting.endpoints().size() != 1
                        || setting.endpoint(TransferType.INTERRUPT, true).isEmpty()).findFirst()
                .map(setting -> "the control interface has " + shown(setting)));
    }

    private static Finding notificationPacket(Seen<CdcFunction> function) {
        Optional<EndpointDescriptor> endpoint = function.what().notificationEndpoint();
        if (endpoint.isEmpty()) {
            return Finding.unseen("there is no notification endpoint (see ECM-DESC-16)");
        }
        String size = "wMaxPacketSize of the notification endpoint is " + endpoint.get().maxPacketOctets();
        return Each.descriptors(function, size, endpoint.get().maxPacketOctets() >= LONGEST_NOTIFICATION
                ? Optional.empty() : Optional.of(size));
    }

    private static Optional<String> dataCodes(InterfaceDescriptor alternate, Model model) {
        int protocol = model == Model.NCM ? CdcCodes.PROTOCOL_NTB : 0;
        return alternate.bInterfaceSubClass() == 0 && alternate.bInterfaceProtocol() == protocol ? Optional.empty()
                : Optional.of("bInterfaceSubClass %02x and bInterfaceProtocol %02x".formatted(
                        alternate.bInterfaceSubClass(), alternate.bInterfaceProtocol()));
    }

    private static Optional<String> notOnePair(UsbInterface data) {
        // How alternate settings are numbered is another rule's matter.
        Optional<AlternateSetting> setting = data.alternate(1).or(() -> data.alternates().stream()
                .filter(other -> other.descriptor().bAlternateSetting() != 0).findFirst());
        if (setting.isEmpty()) {
            return Optional.of("there is no alternate setting but 0");
        }
        boolean pair = setting.get().endpoints().size() == 2
                && setting.get().endpoint(TransferType.BULK, true).isPresent()
                && setting.get().endpoint(TransferType.BULK, false).isPresent();
        return pair ? Optional.empty() : Optional.of("alternate setting "
                + setting.get().descriptor().bAlternateSetting() + " has " + shown(setting.get()));
    }

    private static Finding eachAlternate(Observation seen, AlternateFault fault) {
        return Each.function(seen, function -> data(seen, data -> data.alternates().stream()
                .map(AlternateSetting::descriptor)
                .flatMap(alternate -> fault.of(alternate, function.what().model()).map(text -> "alternate setting "
                        + alternate.bAlternateSetting() + " has " + text).stream()).findFirst()));
    }

    private static Finding data(Observation seen, Function<UsbInterface, Optional<String>> fault) {
        return Each.wholeFunction(seen, function -> dataInterface(seen, function)
                .map(data -> Each.descriptors(function, "data interface " + data.bInterfaceNumber() + " keeps it",
                        fault.apply(data).map(text -> "data interface " + data.bInterfaceNumber() + ": " + text)))
                .orElseGet(() -> Finding.unseen("no data interface was found (see ECM-DESC-05)")));
    }

    /** The data interface; also one of another class, where only the union tells that it is meant. */
    private static Optional<UsbInterface> dataInterface(Observation seen, Seen<CdcFunction> function) {
        int control = function.what().control().bInterfaceNumber();
        return function.what().data().or(() -> function.what().functional(UnionDescriptor.class).stream()
                .flatMap(union -> union.subordinateInterfaces().stream()).filter(number -> number != control)
                .flatMap(number -> seen.configurationOf(function).flatMap(tree -> tree.usbInterface(number)).stream())
                .findFirst());
    }

    private static String shown(AlternateSetting setting) {
        return setting.endpoints().isEmpty() ? "no endpoints" : setting.endpoints().stream()
                .map(UsbEndpoint::descriptor).map(endpoint -> endpoint.transferType() + (endpoint.isIn() ? " IN" : " OUT"))
                .limit(8).collect(Collectors.joining(", ", "endpoints ", ""));
    }
}
