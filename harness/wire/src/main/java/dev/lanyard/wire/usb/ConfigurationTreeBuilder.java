package dev.lanyard.wire.usb;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.ConfigurationTree.AlternateSetting;
import dev.lanyard.wire.usb.ConfigurationTree.UsbEndpoint;
import dev.lanyard.wire.usb.ConfigurationTree.UsbInterface;
import dev.lanyard.wire.usb.DescriptorDefect.Code;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Puts a chain of descriptors in order: each belongs to the interface or endpoint that precedes it. */
final class ConfigurationTreeBuilder {

    private final Bytes raw;
    private final DescriptorChain chain;
    private final List<DescriptorDefect> defects;
    private final List<InterfaceAssociationDescriptor> associations = new ArrayList<>();
    private final List<Descriptor> additional = new ArrayList<>();
    private final SortedMap<Integer, List<OpenAlternate>> interfaces = new TreeMap<>();
    private OpenAlternate alternate;
    private OpenEndpoint endpoint;

    private record OpenAlternate(InterfaceDescriptor descriptor, List<Descriptor> additional,
                                 List<OpenEndpoint> endpoints) {}

    private record OpenEndpoint(EndpointDescriptor descriptor, List<SuperSpeedEndpointCompanionDescriptor> companions,
                                List<Descriptor> additional) {}

    ConfigurationTreeBuilder(Bytes raw, DescriptorChain chain) {
        this.raw = raw;
        this.chain = chain;
        this.defects = new ArrayList<>(chain.defects());
    }

    ConfigurationTree build() {
        Optional<ConfigurationDescriptor> head =
                chain.first(ConfigurationDescriptor.class).filter(c -> c.offset() == 0);
        if (head.isEmpty()) {
            defect(0, Code.HEAD_MISSING, "no configuration descriptor at the start");
        }
        chain.descriptors().forEach(this::place);
        head.ifPresent(this::checkHead);
        interfaces.forEach(this::checkAlternates);
        SortedMap<Integer, UsbInterface> closed = new TreeMap<>();
        interfaces.forEach((number, alternates) ->
                closed.put(number, new UsbInterface(number, alternates.stream().map(this::close).toList())));
        return new ConfigurationTree(raw, head, chain.descriptors(), associations, closed, additional, defects);
    }

    private void place(Descriptor descriptor) {
        switch (descriptor) {
            case ConfigurationDescriptor c -> {
                if (c.offset() > 0) {
                    defect(c.offset(), Code.MISPLACED, "a configuration descriptor inside a configuration");
                }
            }
            case InterfaceAssociationDescriptor a -> associations.add(a);
            case InterfaceDescriptor i -> {
                alternate = new OpenAlternate(i, new ArrayList<>(), new ArrayList<>());
                endpoint = null;
                interfaces.computeIfAbsent(i.bInterfaceNumber(), number -> new ArrayList<>()).add(alternate);
            }
            case EndpointDescriptor e -> placeEndpoint(e);
            case SuperSpeedEndpointCompanionDescriptor c -> {
                if (endpoint == null) {
                    defect(c.offset(), Code.MISPLACED, "an endpoint companion before any endpoint");
                    keep(c);
                } else {
                    endpoint.companions().add(c);
                }
            }
            default -> keep(descriptor);
        }
    }

    private void placeEndpoint(EndpointDescriptor descriptor) {
        if (alternate == null) {
            defect(descriptor.offset(), Code.MISPLACED, "an endpoint before any interface");
            additional.add(descriptor);
            return;
        }
        endpoint = new OpenEndpoint(descriptor, new ArrayList<>(), new ArrayList<>());
        if (alternate.endpoints().stream()
                .anyMatch(e -> e.descriptor().bEndpointAddress() == descriptor.bEndpointAddress())) {
            defect(descriptor.offset(), Code.DUPLICATE, "endpoint 0x%02x twice in one alternate setting"
                    .formatted(descriptor.bEndpointAddress()));
        }
        alternate.endpoints().add(endpoint);
    }

    private void keep(Descriptor descriptor) {
        if (endpoint != null) {
            endpoint.additional().add(descriptor);
        } else if (alternate != null) {
            alternate.additional().add(descriptor);
        } else {
            additional.add(descriptor);
        }
    }

    private void checkHead(ConfigurationDescriptor head) {
        if (head.wTotalLength() != raw.length()) {
            defects.add(DescriptorParser.totalLength(head.wTotalLength(), raw.length()));
        }
        if (head.bNumInterfaces() != interfaces.size()) {
            defect(4, Code.COUNT, "bNumInterfaces is " + head.bNumInterfaces() + ", but descriptors of "
                    + interfaces.size() + " interfaces follow: " + interfaces.keySet());
        }
        if (!interfaces.isEmpty() && interfaces.lastKey() != interfaces.size() - 1) {
            defect(0, Code.NUMBERING, "interfaces are numbered " + interfaces.keySet() + ", not 0.."
                    + (interfaces.size() - 1));
        }
    }

    private void checkAlternates(int number, List<OpenAlternate> alternates) {
        Set<Integer> seen = new HashSet<>();
        for (OpenAlternate a : alternates) {
            InterfaceDescriptor descriptor = a.descriptor();
            if (!seen.add(descriptor.bAlternateSetting())) {
                defect(descriptor.offset(), Code.DUPLICATE, "interface " + number + " has alternate setting "
                        + descriptor.bAlternateSetting() + " twice");
            } else if (descriptor.bAlternateSetting() != seen.size() - 1) {
                defect(descriptor.offset(), Code.NUMBERING, "alternate setting " + descriptor.bAlternateSetting()
                        + " of interface " + number + " stands where " + (seen.size() - 1) + " is due");
            }
            if (descriptor.bNumEndpoints() != a.endpoints().size()) {
                defect(descriptor.offset(), Code.COUNT, "interface " + number + " alternate setting "
                        + descriptor.bAlternateSetting() + " has bNumEndpoints " + descriptor.bNumEndpoints()
                        + ", but " + a.endpoints().size() + " endpoints follow");
            }
        }
    }

    private AlternateSetting close(OpenAlternate open) {
        return new AlternateSetting(open.descriptor(), open.additional(), open.endpoints().stream()
                .map(e -> new UsbEndpoint(e.descriptor(), e.companions().stream().findFirst(), e.additional()))
                .toList());
    }

    private void defect(int offset, Code code, String message) {
        defects.add(new DescriptorDefect(offset, code, message));
    }
}
