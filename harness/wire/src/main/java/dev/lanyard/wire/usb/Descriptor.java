package dev.lanyard.wire.usb;

import dev.lanyard.wire.Bytes;
import java.util.List;

/**
 * One descriptor as it stood in what the device sent (USB 2.0 §9.5). Accessors read the raw octets, so that nothing a
 * device said is lost or beautified; {@link DescriptorParser} makes a record of a type only when all fields of that
 * type are there.
 */
public sealed interface Descriptor permits DeviceDescriptor, DeviceQualifierDescriptor, ConfigurationDescriptor,
        InterfaceAssociationDescriptor, InterfaceDescriptor, EndpointDescriptor,
        SuperSpeedEndpointCompanionDescriptor, BosDescriptor, DeviceCapabilityDescriptor, StringDescriptor,
        ClassSpecificDescriptor, UnknownDescriptor {

    /** The octets, bLength of them, or fewer where what was received ended before. */
    Bytes raw();

    /** Where it began in what was received; 0 for descriptors made here. */
    int offset();

    /** What it is called in its specification: {@code Interface}, {@code Union Functional}. */
    String title();

    /** Every field that is there, in order. */
    List<DescriptorField> fields();

    /** The first octet as sent, which may differ from the number of octets there are; 0 when nothing is there. */
    default int bLength() {
        return raw().has(0, 1) ? raw().u8(0) : 0;
    }

    /** The second octet; 0 when it is not there. */
    default int bDescriptorType() {
        return raw().has(1, 1) ? raw().u8(1) : 0;
    }

    /** The octets to send. */
    default Bytes encode() {
        return raw();
    }
}
