package dev.lanyard.cli;

import dev.lanyard.drivers.cdc.DeviceReport;
import dev.lanyard.drivers.cdc.DeviceReport.Configuration;
import dev.lanyard.drivers.kernel.KernelInterface;
import dev.lanyard.wire.cdc.CdcFunction;
import dev.lanyard.wire.cdc.DescriptorText;
import dev.lanyard.wire.cdc.NtbParameters;
import dev.lanyard.wire.usb.Descriptor;
import dev.lanyard.wire.usb.DescriptorDefect;
import dev.lanyard.wire.usb.StringDescriptor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A device report for people. */
final class DescriptionText {

    private final DeviceReport report;
    private final StringBuilder text;

    private DescriptionText(DeviceReport report, StringBuilder text) {
        this.report = report;
        this.text = text;
    }

    static String of(String spec, Described seen) {
        StringBuilder text = new StringBuilder(Printable.line(spec));
        seen.device().ifPresent(report -> text.append(": ").append(report.info().vidPid()).append(", ")
                .append(report.info().speed().name().toLowerCase(Locale.ROOT).replace('_', ' ')).append(" speed"));
        text.append('\n');
        seen.network().ifPresent(network -> network(network, seen, text));
        seen.device().ifPresent(report -> new DescriptionText(report, text).render());
        return text.toString().stripTrailing();
    }

    private static void network(KernelInterface network, Described seen, StringBuilder text) {
        heading("Network interface", text);
        field("name", network.name() + ", index " + network.index(), text);
        field("driver", network.driver().isEmpty() ? "not told" : network.driver(), text);
        field("host MAC address", network.mac().toString(), text);
        field("MTU", network.mtu() + " octets", text);
        field("carrier", seen.carrier().map(on -> on ? "yes" : "no").orElse("not told: the interface is down"), text);
        seen.selected().ifPresent(alternate -> field("alternate setting", alternate + ", selected by the driver", text));
        field("not seen", seen.device().map(report -> "qualifier, languages, some strings, wLength; ./lanyard describe "
                + "usb:" + report.info().id() + " asks the device itself")
                .orElse("descriptors: the operating system does not tell which device is behind the interface"), text);
    }

    private void render() {
        section("Device", report.device().descriptors(), report.device().defects());
        report.qualifier().ifPresent(q -> section("Device qualifier", q.descriptors(), q.defects()));
        for (Configuration configuration : report.configurations()) {
            section("Configuration, index " + configuration.index(), configuration.tree().descriptors(),
                    Stream.concat(configuration.tree().defects().stream(),
                            configuration.functions().stream().flatMap(f -> f.defects().stream())).distinct().toList());
            configuration.functions().forEach(this::function);
        }
        report.bos().ifPresent(bos -> section("Binary device object store",
                Stream.<Descriptor>concat(bos.bos().stream(), bos.capabilities().stream()).toList(), bos.defects()));
        report.ntbParameters().ifPresent(read -> ntbParameters(read.parameters(), read.raw().length()));
        if (!report.troubles().isEmpty()) {
            heading("What is odd");
            report.troubles().forEach(trouble -> text.append("  ! ").append(Printable.line(trouble)).append('\n'));
        }
    }

    private void heading(String title) {
        heading(title, text);
    }

    private static void heading(String title, StringBuilder text) {
        text.append('\n').append(title).append('\n').append("-".repeat(title.length())).append('\n');
    }

    private void section(String title, List<Descriptor> descriptors, List<DescriptorDefect> defects) {
        heading(title);
        text.append(DescriptorText.of(descriptors, defects, this::string));
    }

    private Optional<String> string(int index) {
        return Optional.ofNullable(report.strings().get(index)).map(StringDescriptor::printable);
    }

    private void function(CdcFunction function) {
        heading("Function CDC " + function.model());
        field("control interface", Integer.toString(function.control().bInterfaceNumber()));
        field("data interface", function.data().map(d -> Integer.toString(d.bInterfaceNumber())).orElse("missing"));
        field("notification endpoint", function.notificationEndpoint()
                .map(e -> "0x%02x, %d octets".formatted(e.bEndpointAddress(), e.wMaxPacketSize())).orElse("missing"));
        field("data path", function.dataAlternate().map(d -> "alternate %d, IN 0x%02x, OUT 0x%02x".formatted(
                d.bAlternateSetting(), d.bulkIn().bEndpointAddress(), d.bulkOut().bEndpointAddress())).orElse("missing"));
        field("host MAC address", function.ethernet().map(e -> string(e.iMACAddress()).orElse("not read"))
                .orElse("missing"));
    }

    private void ntbParameters(NtbParameters p, int received) {
        heading("NTB parameters (" + received + " octets)");
        field("wLength", Integer.toString(p.wLength()));
        field("bmNtbFormatsSupported", "0x%04x%s".formatted(p.bmNtbFormatsSupported(),
                p.offersNtb32() ? " (NTB16, NTB32)" : " (NTB16)"));
        field("dwNtbInMaxSize", Long.toString(p.dwNtbInMaxSize()));
        field("wNdpInDivisor", Integer.toString(p.wNdpInDivisor()));
        field("wNdpInPayloadRemainder", Integer.toString(p.wNdpInPayloadRemainder()));
        field("wNdpInAlignment", Integer.toString(p.wNdpInAlignment()));
        field("dwNtbOutMaxSize", Long.toString(p.dwNtbOutMaxSize()));
        field("wNdpOutDivisor", Integer.toString(p.wNdpOutDivisor()));
        field("wNdpOutPayloadRemainder", Integer.toString(p.wNdpOutPayloadRemainder()));
        field("wNdpOutAlignment", Integer.toString(p.wNdpOutAlignment()));
        field("wNtbOutMaxDatagrams", p.wNtbOutMaxDatagrams() == 0 ? "0 (no limit)"
                : Integer.toString(p.wNtbOutMaxDatagrams()));
    }

    private void field(String name, String value) {
        field(name, value, text);
    }

    private static void field(String name, String value, StringBuilder text) {
        text.append("  %-26s %s\n".formatted(name, value));
    }
}
