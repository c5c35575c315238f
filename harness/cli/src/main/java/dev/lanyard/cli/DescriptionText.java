package dev.lanyard.cli;

import dev.lanyard.drivers.cdc.DeviceReport;
import dev.lanyard.drivers.cdc.DeviceReport.Configuration;
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
    private final StringBuilder text = new StringBuilder();

    private DescriptionText(DeviceReport report) {
        this.report = report;
    }

    static String of(String spec, DeviceReport report) {
        return new DescriptionText(report).render(spec);
    }

    private String render(String spec) {
        text.append("%s: %s, %s speed\n".formatted(Printable.line(spec), report.info().vidPid(),
                report.info().speed().name().toLowerCase(Locale.ROOT).replace('_', ' ')));
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
        return text.toString().stripTrailing();
    }

    private void heading(String title) {
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
        text.append("  %-26s %s\n".formatted(name, value));
    }
}
