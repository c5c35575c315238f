package dev.lanyard.wire.usb;

import dev.lanyard.wire.Bytes;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A configuration as a device sent it, put in order.
 *
 * @param raw           everything that was received
 * @param configuration its head; absent when what was received does not hold one
 * @param descriptors   all descriptors in the order sent
 * @param associations  interface association descriptors
 * @param interfaces    by bInterfaceNumber
 * @param additional    descriptors before the first interface that are none of the above
 * @param defects       what is wrong
 */
public record ConfigurationTree(Bytes raw, Optional<ConfigurationDescriptor> configuration,
                                List<Descriptor> descriptors, List<InterfaceAssociationDescriptor> associations,
                                SortedMap<Integer, UsbInterface> interfaces, List<Descriptor> additional,
                                List<DescriptorDefect> defects) {

    public ConfigurationTree {
        descriptors = List.copyOf(descriptors);
        associations = List.copyOf(associations);
        interfaces = Collections.unmodifiableSortedMap(new TreeMap<>(interfaces));
        additional = List.copyOf(additional);
        defects = List.copyOf(defects);
    }

    /** The interface of this number. */
    public Optional<UsbInterface> usbInterface(int bInterfaceNumber) {
        return Optional.ofNullable(interfaces.get(bInterfaceNumber));
    }

    /** bConfigurationValue; 0, the unconfigured state, when no configuration descriptor is there. */
    public int bConfigurationValue() {
        return configuration.map(ConfigurationDescriptor::bConfigurationValue).orElse(0);
    }

    /** An interface with its alternate settings in the order sent, at least one. */
    public record UsbInterface(int bInterfaceNumber, List<AlternateSetting> alternates) {

        public UsbInterface {
            alternates = List.copyOf(alternates);
        }

        /** The first alternate setting of this number. */
        public Optional<AlternateSetting> alternate(int bAlternateSetting) {
            return alternates.stream()
                    .filter(a -> a.descriptor().bAlternateSetting() == bAlternateSetting).findFirst();
        }

        /** The alternate setting that holds after SET_CONFIGURATION: 0, or the first where 0 is missing. */
        public AlternateSetting defaultAlternate() {
            return alternate(0).orElseGet(alternates::getFirst);
        }
    }

    /**
     * One alternate setting.
     *
     * @param additional descriptors between the interface descriptor and its first endpoint: class-specific ones
     */
    public record AlternateSetting(InterfaceDescriptor descriptor, List<Descriptor> additional,
                                   List<UsbEndpoint> endpoints) {

        public AlternateSetting {
            additional = List.copyOf(additional);
            endpoints = List.copyOf(endpoints);
        }

        /** The first endpoint of this kind and direction. */
        public Optional<EndpointDescriptor> endpoint(TransferType type, boolean in) {
            return endpoints.stream().map(UsbEndpoint::descriptor)
                    .filter(e -> e.transferType() == type && e.isIn() == in).findFirst();
        }
    }

    /**
     * One endpoint.
     *
     * @param additional descriptors after it that are no companion: class-specific ones
     */
    public record UsbEndpoint(EndpointDescriptor descriptor,
                              Optional<SuperSpeedEndpointCompanionDescriptor> companion,
                              List<Descriptor> additional) {

        public UsbEndpoint {
            additional = List.copyOf(additional);
        }
    }
}
