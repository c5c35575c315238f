package dev.lanyard.cli;

import dev.lanyard.drivers.cdc.DeviceReport;
import dev.lanyard.wire.cdc.FunctionalDescriptor;
import dev.lanyard.wire.cdc.NtbParameters;
import dev.lanyard.wire.usb.Descriptor;
import dev.lanyard.wire.usb.DescriptorDefect;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A device report for programs. Octets are lower-case hexadecimal digits; fields have their specifications' names. */
final class DescriptionJson {

    private DescriptionJson() {}

    static String of(String spec, Described seen) {
        ObjectNode root = TerminalJson.PRETTY.createObjectNode();
        root.put("accessory", spec);
        seen.network().ifPresent(network -> {
            ObjectNode node = root.putObject("network");
            node.put("name", network.name()).put("index", network.index()).put("driver", network.driver())
                    .put("hostMacAddress", network.mac().toString()).put("mtu", network.mtu());
            seen.carrier().ifPresent(on -> node.put("carrier", on));
            seen.selected().ifPresent(alternate -> node.put("alternateSetting", alternate));
        });
        seen.device().ifPresent(report -> device(report, root));
        return TerminalJson.PRETTY.writeValueAsString(root);
    }

    private static void device(DeviceReport report, ObjectNode root) {
        root.put("idVendor", report.info().idVendor());
        root.put("idProduct", report.info().idProduct());
        root.put("bcdDevice", report.info().bcdDevice());
        root.put("speed", report.info().speed().name());
        root.set("device", descriptors(report.device().descriptors(), report.device().defects()));
        report.qualifier().ifPresent(q -> root.set("qualifier", descriptors(q.descriptors(), q.defects())));
        ArrayNode configurations = root.putArray("configurations");
        for (DeviceReport.Configuration configuration : report.configurations()) {
            ObjectNode node = configurations.addObject();
            node.put("index", configuration.index());
            node.put("raw", configuration.tree().raw().toHex());
            node.set("content", descriptors(configuration.tree().descriptors(), configuration.tree().defects()));
            ArrayNode functions = node.putArray("functions");
            configuration.functions().forEach(f -> {
                ObjectNode function = functions.addObject();
                function.put("model", f.model().name());
                function.put("controlInterface", f.control().bInterfaceNumber());
                f.data().ifPresent(d -> function.put("dataInterface", d.bInterfaceNumber()));
                f.ethernet().flatMap(e -> report.string(e.iMACAddress()))
                        .ifPresent(mac -> function.put("hostMacAddress", mac));
                ArrayNode defects = function.putArray("defects");
                f.defects().forEach(d -> defects.add(d.toString()));
            });
        }
        report.bos().ifPresent(bos -> root.set("bos", descriptors(
                Stream.<Descriptor>concat(bos.bos().stream(), bos.capabilities().stream()).toList(), bos.defects())));
        ObjectNode strings = root.putObject("strings");
        report.strings().forEach((index, string) -> strings.put(index.toString(), string.text()));
        report.ntbParameters().ifPresent(read -> root.set("ntbParameters", ntbParameters(read.parameters())
                .put("raw", read.raw().toHex())));
        ArrayNode troubles = root.putArray("troubles");
        report.troubles().forEach(troubles::add);
    }

    private static ObjectNode descriptors(List<Descriptor> descriptors, List<DescriptorDefect> defects) {
        ObjectNode node = TerminalJson.PRETTY.createObjectNode();
        ArrayNode list = node.putArray("descriptors");
        for (Descriptor sent : descriptors) {
            Descriptor descriptor = FunctionalDescriptor.parse(sent, new ArrayList<>()).<Descriptor>map(f -> f).orElse(sent);
            ObjectNode one = list.addObject();
            one.put("title", descriptor.title());
            one.put("offset", descriptor.offset());
            one.put("raw", descriptor.raw().toHex());
            ObjectNode fields = one.putObject("fields");
            descriptor.fields().forEach(field -> fields.put(field.name(), field.value()));
        }
        ArrayNode wrong = node.putArray("defects");
        defects.forEach(defect -> wrong.addObject().put("offset", defect.offset()).put("code", defect.code().name())
                .put("message", defect.message()));
        return node;
    }

    private static ObjectNode ntbParameters(NtbParameters p) {
        return TerminalJson.PRETTY.createObjectNode().put("wLength", p.wLength())
                .put("bmNtbFormatsSupported", p.bmNtbFormatsSupported())
                .put("dwNtbInMaxSize", p.dwNtbInMaxSize()).put("wNdpInDivisor", p.wNdpInDivisor())
                .put("wNdpInPayloadRemainder", p.wNdpInPayloadRemainder()).put("wNdpInAlignment", p.wNdpInAlignment())
                .put("dwNtbOutMaxSize", p.dwNtbOutMaxSize()).put("wNdpOutDivisor", p.wNdpOutDivisor())
                .put("wNdpOutPayloadRemainder", p.wNdpOutPayloadRemainder())
                .put("wNdpOutAlignment", p.wNdpOutAlignment()).put("wNtbOutMaxDatagrams", p.wNtbOutMaxDatagrams());
    }
}
