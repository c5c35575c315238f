package dev.lanyard.stubs.fault;

import dev.lanyard.stubs.usb.DescriptorSet;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.CdcCodes;
import dev.lanyard.wire.net.MacAddress;
import dev.lanyard.wire.usb.DescriptorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Changes descriptors of a configuration that are picked by what they are. wTotalLength is kept right, unless it is
 * what a fault is about. The configuration at the other speed is changed alike.
 */
final class ConfigurationEdit {

    private final List<Bytes> descriptors = new ArrayList<>();

    private ConfigurationEdit(Bytes configuration) {
        for (int at = 0; at < configuration.length(); at += configuration.u8(at)) {
            descriptors.add(configuration.slice(at, configuration.u8(at)));
        }
    }

    /** The defect of a configuration with these changes. */
    static Defect configuration(Consumer<ConfigurationEdit> changes) {
        return rawConfiguration(honest -> {
            ConfigurationEdit edit = new ConfigurationEdit(honest);
            changes.accept(edit);
            return edit.build();
        });
    }

    /** The defect of a configuration whose octets are changed, lengths and all. */
    static Defect rawConfiguration(UnaryOperator<Bytes> change) {
        return set(honest -> new DescriptorSet(honest.device(), change.apply(honest.configuration()),
                honest.qualifier(), honest.otherSpeed().isEmpty() ? Bytes.EMPTY : change.apply(honest.otherSpeed()),
                honest.bos(), honest.strings(), honest.languageId()));
    }

    /** The defect of another device descriptor. */
    static Defect device(UnaryOperator<Bytes> change) {
        return set(honest -> new DescriptorSet(change.apply(honest.device()), honest.configuration(),
                honest.qualifier(), honest.otherSpeed(), honest.bos(), honest.strings(), honest.languageId()));
    }

    /** The defect of another MAC address for the host's end. */
    static Defect hostAddress(LongUnaryOperator change) {
        return new Defect() {
            @Override
            public MacAddress hostAddress(MacAddress honest) {
                return new MacAddress(change.applyAsLong(honest.value()));
            }
        };
    }

    /** The defect of another string for the host's MAC address. */
    static Defect hostAddressString(UnaryOperator<String> change) {
        return set(honest -> {
            Map<Integer, String> strings = new HashMap<>(honest.strings());
            int iMACAddress = new ConfigurationEdit(honest.configuration())
                    .first(functional(CdcCodes.ETHERNET_NETWORKING)).u8(3);
            strings.computeIfPresent(iMACAddress, (_, text) -> change.apply(text));
            return new DescriptorSet(honest.device(), honest.configuration(), honest.qualifier(), honest.otherSpeed(),
                    honest.bos(), strings, honest.languageId());
        });
    }

    /** The defect of another set of descriptors. */
    static Defect set(UnaryOperator<DescriptorSet> change) {
        return new Defect() {
            @Override
            public DescriptorSet descriptors(DescriptorSet honest) {
                return change.apply(honest);
            }
        };
    }

    /** Descriptors of a type. */
    static Predicate<Bytes> type(int bDescriptorType) {
        return descriptor -> descriptor.u8(1) == bDescriptorType;
    }

    /** The configuration descriptor itself, at either speed. */
    static Predicate<Bytes> head() {
        return type(DescriptorType.CONFIGURATION).or(type(DescriptorType.OTHER_SPEED_CONFIGURATION));
    }

    /** An interface's alternate setting. */
    static Predicate<Bytes> alternate(int bInterfaceNumber, int bAlternateSetting) {
        return type(DescriptorType.INTERFACE)
                .and(descriptor -> descriptor.u8(2) == bInterfaceNumber && descriptor.u8(3) == bAlternateSetting);
    }

    /** Functional descriptors of a subtype. */
    static Predicate<Bytes> functional(int bDescriptorSubtype) {
        return type(DescriptorType.CS_INTERFACE).and(descriptor -> descriptor.u8(2) == bDescriptorSubtype);
    }

    /** The endpoint of an address. */
    static Predicate<Bytes> endpoint(int bEndpointAddress) {
        return type(DescriptorType.ENDPOINT).and(descriptor -> descriptor.u8(2) == bEndpointAddress);
    }

    /** Sets octets of all {@code which}. */
    ConfigurationEdit put(Predicate<Bytes> which, int offset, int... octets) {
        return change(which, descriptor -> Octets.with(descriptor, offset, octets));
    }

    /** Makes all {@code which} so long, cut or filled with zeros, and has bLength say so. */
    ConfigurationEdit resize(Predicate<Bytes> which, int length) {
        return change(which, descriptor -> Octets.with(descriptor.concat(Bytes.wrap(new byte[length])).slice(0, length),
                0, length));
    }

    ConfigurationEdit change(Predicate<Bytes> which, UnaryOperator<Bytes> change) {
        at(which);
        descriptors.replaceAll(descriptor -> which.test(descriptor) ? change.apply(descriptor) : descriptor);
        return this;
    }

    ConfigurationEdit remove(Predicate<Bytes> which) {
        at(which);
        descriptors.removeIf(which);
        return this;
    }

    /** Puts descriptors behind the first of {@code which}. */
    ConfigurationEdit insertAfter(Predicate<Bytes> which, Bytes... more) {
        descriptors.addAll(at(which) + 1, List.of(more));
        return this;
    }

    /** Moves the first of {@code which} behind the first of {@code target}. */
    ConfigurationEdit moveAfter(Predicate<Bytes> which, Predicate<Bytes> target) {
        Bytes moved = descriptors.remove(at(which));
        return insertAfter(target, moved);
    }

    /** The first of {@code which}. */
    Bytes first(Predicate<Bytes> which) {
        return descriptors.get(at(which));
    }

    private int at(Predicate<Bytes> which) {
        for (int i = 0; i < descriptors.size(); i++) {
            if (which.test(descriptors.get(i))) {
                return i;
            }
        }
        throw new IllegalStateException("the configuration has no such descriptor to change");
    }

    private Bytes build() {
        Bytes all = descriptors.stream().reduce(Bytes.EMPTY, Bytes::concat);
        return Octets.with(all, 2, all.length(), all.length() >> 8);
    }
}
