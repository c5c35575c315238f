package dev.lanyard.cli;

import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.cdc.CdcDriver;
import dev.lanyard.drivers.cdc.DeviceReport;
import dev.lanyard.drivers.kernel.KernelInterface;
import dev.lanyard.runner.profile.Function;
import dev.lanyard.wire.cdc.CdcFunction;
import dev.lanyard.wire.cdc.EthernetNetworkingDescriptor;
import dev.lanyard.wire.net.MacAddress;
import dev.lanyard.wire.usb.DeviceDescriptor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A profile in YAML of what an accessory declares, and of what answered when it was tried. */
final class ProfileText {

    /** Ethernet's header is no part of an IP packet. */
    private static final int HEADER = 14;
    /** IPv6 asks for 1280 at least (RFC 8200 §5); less than 576 no host takes. */
    private static final int LEAST_MTU = 576;
    private static final int CDC = 2;
    private static final int ACM = 2;

    /** An operating system that tells nothing of a device drives ECM for sure, and not every one NCM. */
    private static final Function GUESS = Function.ECM;

    private final Optional<DeviceReport> report;
    private final Optional<KernelInterface> network;
    private final Optional<CdcFunction> function;

    private ProfileText(Described seen, Optional<CdcFunction> function) {
        this.report = seen.device();
        this.network = seen.network();
        this.function = function;
    }

    /**
     * Of an accessory with a network function: the first ECM or NCM function of the device, or the interface that the
     * operating system made of it. Empty when it has neither.
     */
    static Optional<ProfileText> of(Described seen) {
        Optional<CdcFunction> function = seen.device().stream().flatMap(report -> report.configurations().stream())
                .flatMap(c -> c.functions().stream()).findFirst();
        return function.isEmpty() && seen.network().isEmpty() ? Optional.empty()
                : Optional.of(new ProfileText(seen, function));
    }

    /** As profiles call it; a guess where neither a descriptor nor a driver tells. */
    Function kind() {
        return function.map(found -> found.model() == CdcFunction.Model.NCM)
                .or(() -> network.flatMap(KernelInterface::kind).map(CdcDriver.Kind.NCM::equals))
                .map(ncm -> ncm ? Function.NCM : Function.ECM).orElse(GUESS);
    }

    /** Keys of a profile of which this accessory showed nothing, neither that they are so nor otherwise. */
    Set<String> hidden() {
        if (report.isPresent()) {
            return Set.of();
        }
        Set<String> hidden = new HashSet<>(Set.of("identity.vendor-id", "identity.product-id", "identity.manufacturer",
                "identity.product", "identity.serial", "console"));
        if (isGuess()) {
            hidden.add("function");
        }
        return hidden;
    }

    private boolean isGuess() {
        return function.isEmpty() && network.flatMap(KernelInterface::kind).isEmpty();
    }

    /** Only what makes every rule judge what the accessory itself says; {@code rest} is what answered. */
    String derived(String name, String rest) {
        return """
                # Derived from what the device declares and from what answered when it was tried. Correct it where the
                # accessory is meant to do more or less, as in device-profiles/, and check again with --profile.
                profile: %s
                transport: usb
                function: %s
                %slink:
                  within: 1s
                %s%s""".formatted(name, kindText(), report.map(DeviceReport::info).map(info -> """
                        identity:
                          vendor-id: 0x%04x
                          product-id: 0x%04x
                        """.formatted(info.idVendor(), info.idProduct())).orElse(""), hostMac().map("  host-mac: %s\n"::formatted).orElse(""), rest);
    }

    /** All that can be known, with comments, for somebody to go on with. */
    String complete(AccessorySpec spec, String rest) {
        List<String> lines = new ArrayList<>();
        lines.add("# What " + comment(spec.toString()) + " declares, and what answered when it was tried; written by "
                + "./lanyard profile new.");
        lines.add("# Correct it where the accessory is meant to do more or less: a claim that is missing here is not "
                + "tested.");
        lines.add("profile: " + name());
        string(DeviceDescriptor::iProduct).ifPresent(text -> lines.add("title: " + quoted(text)));
        lines.addAll(accessories(spec));
        lines.add("transport: usb");
        lines.add("function: " + kindText() + (isGuess() ? "   # a guess: the operating system does not tell"
                : report.map(ProfileText::speed).orElse("")));
        report.ifPresent(known -> identity(known, lines));
        lines.add("link:");
        lines.add("  within: 1s                  # how soon after alternate 1 it must say that the link is up");
        hostMac().ifPresent(mac -> lines.add("  host-mac: " + mac + "  # iMACAddress; leave it out when the profile is "
                + "for all units"));
        mtu().ifPresent(mtu -> lines.add("  mtu: " + mtu + "B                 # " + (function.isPresent()
                ? "wMaxSegmentSize less the Ethernet header" : "of the interface")));
        if (report.filter(ProfileText::hasConsole).isPresent()) {
            lines.add("console: {}                   # the same device has a serial port (CDC-ACM)");
        }
        return String.join("\n", lines) + "\n" + rest;
    }

    private void identity(DeviceReport known, List<String> lines) {
        lines.add("identity:");
        lines.add("  vendor-id: 0x%04x".formatted(known.info().idVendor()));
        lines.add("  product-id: 0x%04x".formatted(known.info().idProduct()));
        string(DeviceDescriptor::iManufacturer).ifPresent(text -> lines.add("  manufacturer: " + quoted(text)));
        string(DeviceDescriptor::iProduct).ifPresent(text -> lines.add("  product: " + quoted(text)));
        string(DeviceDescriptor::iSerialNumber).ifPresentOrElse(text -> lines.add("  serial: " + quoted(text)
                + "            # leave it out when the profile is for all units"),
                () -> lines.add("  # no serial number: two of them can only be told apart by where they are plugged in"));
    }

    private List<String> accessories(AccessorySpec spec) {
        if (!spec.scheme().equals("usb") || report.isEmpty()) {
            return List.of("accessories: [" + quoted(spec.toString()) + "]");
        }
        String ids = "usb:" + report.get().info().vidPid();
        Optional<String> serial = string(DeviceDescriptor::iSerialNumber).filter(text -> text.matches("[ -~]{1,126}"));
        return serial.map(text -> List.of("accessories: [" + quoted(ids + "/" + text) + "]   # at whatever port"))
                .orElseGet(() -> List.of("accessories: [" + quoted(ids) + "]   # or its port, such as "
                        + comment(spec.toString())));
    }

    private static String speed(DeviceReport report) {
        return "   # at " + report.info().speed().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " speed, bcdDevice %x.%02x"
                .formatted(report.info().bcdDevice() >> 8, report.info().bcdDevice() & 0xFF)
                + report.ntbParameters().map(read -> ", NTBs of " + read.parameters().dwNtbInMaxSize() + " octets in and "
                        + read.parameters().dwNtbOutMaxSize() + " out").orElse("");
    }

    private String kindText() {
        return kind().name().toLowerCase(Locale.ROOT);
    }

    private String name() {
        String slug = string(DeviceDescriptor::iProduct).orElse("accessory").toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
        return slug.isEmpty() ? "accessory-" + report.orElseThrow().info().vidPid().replace(':', '-')
                : slug.substring(0, Math.min(slug.length(), 60));
    }

    /** iMACAddress, where it is an address; the interface's own where the operating system drives the accessory. */
    Optional<MacAddress> hostMac() {
        return network.map(KernelInterface::mac).or(() -> function.flatMap(CdcFunction::ethernet)
                .flatMap(ethernet -> report.orElseThrow().string(ethernet.iMACAddress())).flatMap(text -> {
            try {
                return Optional.of(MacAddress.parse(text));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }));
    }

    private Optional<Integer> mtu() {
        return function.flatMap(CdcFunction::ethernet).map(EthernetNetworkingDescriptor::wMaxSegmentSize)
                .map(size -> size - HEADER).or(() -> network.map(KernelInterface::mtu)).filter(mtu -> mtu >= LEAST_MTU);
    }

    private static boolean hasConsole(DeviceReport report) {
        return report.configurations().stream().flatMap(c -> c.tree().interfaces().values().stream())
                .flatMap(one -> one.alternates().stream()).anyMatch(alternate ->
                        alternate.descriptor().bInterfaceClass() == CDC
                                && alternate.descriptor().bInterfaceSubClass() == ACM);
    }

    /** The serial number, where the device has one. */
    Optional<String> serial() {
        return string(DeviceDescriptor::iSerialNumber);
    }

    private Optional<String> string(java.util.function.Function<DeviceDescriptor, Integer> index) {
        return report.flatMap(known -> known.deviceDescriptor().map(index).filter(i -> i != 0).flatMap(known::string))
                .filter(text -> !text.isEmpty());
    }

    /** A double-quoted scalar (YAML 1.2 §7.3.1): what is not printable ASCII is written as an escape. */
    static String quoted(String text) {
        StringBuilder yaml = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                yaml.append('\\').appendCodePoint(c);
            } else if (c >= 0x20 && c < 0x7F) {
                yaml.appendCodePoint(c);
            } else if (c >= 0xD800 && c <= 0xDFFF) {
                // Half a character stands for nothing that YAML can write.
                yaml.append("\\uFFFD");
            } else {
                yaml.append(c > 0xFFFF ? "\\U%08X".formatted(c) : "\\u%04X".formatted(c));
            }
        });
        return yaml.append('"').toString();
    }

    private static String comment(String text) {
        return Printable.line(text);
    }
}
