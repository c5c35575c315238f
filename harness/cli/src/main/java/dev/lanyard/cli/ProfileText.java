package dev.lanyard.cli;

import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.cdc.DeviceReport;
import dev.lanyard.runner.profile.Function;
import dev.lanyard.wire.cdc.CdcFunction;
import dev.lanyard.wire.cdc.EthernetNetworkingDescriptor;
import dev.lanyard.wire.net.MacAddress;
import dev.lanyard.wire.usb.DeviceDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A profile in YAML of what an accessory declares, and of what answered when it was tried. */
final class ProfileText {

    /** Ethernet's header is no part of an IP packet. */
    private static final int HEADER = 14;
    /** IPv6 asks for 1280 at least (RFC 8200 §5); less than 576 no host takes. */
    private static final int LEAST_MTU = 576;
    private static final int CDC = 2;
    private static final int ACM = 2;

    private final DeviceReport report;
    private final CdcFunction function;

    ProfileText(DeviceReport report, CdcFunction function) {
        this.report = report;
        this.function = function;
    }

    /** The function that the accessory is tested by: its first ECM or NCM function. */
    static Optional<CdcFunction> functionOf(DeviceReport report) {
        return report.configurations().stream().flatMap(c -> c.functions().stream()).findFirst();
    }

    /** As profiles call it. */
    Function kind() {
        return function.model() == CdcFunction.Model.NCM ? Function.NCM : Function.ECM;
    }

    /** Only what makes every rule judge what the accessory itself says; {@code rest} is what answered. */
    String derived(String name, String rest) {
        return """
                # Derived from what the device declares and from what answered when it was tried. Correct it where the
                # accessory is meant to do more or less, as in device-profiles/, and check again with --profile.
                profile: %s
                transport: usb
                function: %s
                identity:
                  vendor-id: 0x%04x
                  product-id: 0x%04x
                link:
                  within: 1s
                %s%s""".formatted(name, kindText(), report.info().idVendor(), report.info().idProduct(),
                hostMac().map("  host-mac: %s\n"::formatted).orElse(""), rest);
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
        lines.add("function: " + kindText() + speed());
        lines.add("identity:");
        lines.add("  vendor-id: 0x%04x".formatted(report.info().idVendor()));
        lines.add("  product-id: 0x%04x".formatted(report.info().idProduct()));
        string(DeviceDescriptor::iManufacturer).ifPresent(text -> lines.add("  manufacturer: " + quoted(text)));
        string(DeviceDescriptor::iProduct).ifPresent(text -> lines.add("  product: " + quoted(text)));
        string(DeviceDescriptor::iSerialNumber).ifPresentOrElse(text -> lines.add("  serial: " + quoted(text)
                + "            # leave it out when the profile is for all units"),
                () -> lines.add("  # no serial number: two of them can only be told apart by where they are plugged in"));
        lines.add("link:");
        lines.add("  within: 1s                  # how soon after alternate 1 it must say that the link is up");
        hostMac().ifPresent(mac -> lines.add("  host-mac: " + mac + "  # iMACAddress; leave it out when the profile is "
                + "for all units"));
        mtu().ifPresent(mtu -> lines.add("  mtu: " + mtu + "B                 # wMaxSegmentSize less the Ethernet "
                + "header"));
        if (hasConsole()) {
            lines.add("console: {}                   # the same device has a serial port (CDC-ACM)");
        }
        return String.join("\n", lines) + "\n" + rest;
    }

    private List<String> accessories(AccessorySpec spec) {
        if (!spec.scheme().equals("usb")) {
            return List.of("accessories: [" + quoted(spec.toString()) + "]");
        }
        String ids = "usb:" + report.info().vidPid();
        Optional<String> serial = string(DeviceDescriptor::iSerialNumber).filter(text -> text.matches("[ -~]{1,126}"));
        return serial.map(text -> List.of("accessories: [" + quoted(ids + "/" + text) + "]   # at whatever port"))
                .orElseGet(() -> List.of("accessories: [" + quoted(ids) + "]   # or its port, such as "
                        + comment(spec.toString())));
    }

    private String speed() {
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
        return slug.isEmpty() ? "accessory-" + report.info().vidPid().replace(':', '-')
                : slug.substring(0, Math.min(slug.length(), 60));
    }

    /** iMACAddress, where it is an address. */
    Optional<MacAddress> hostMac() {
        return function.ethernet().flatMap(ethernet -> report.string(ethernet.iMACAddress())).flatMap(text -> {
            try {
                return Optional.of(MacAddress.parse(text));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        });
    }

    private Optional<Integer> mtu() {
        return function.ethernet().map(EthernetNetworkingDescriptor::wMaxSegmentSize).map(size -> size - HEADER)
                .filter(mtu -> mtu >= LEAST_MTU);
    }

    private boolean hasConsole() {
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
        return report.deviceDescriptor().map(index).filter(i -> i != 0).flatMap(report::string)
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
