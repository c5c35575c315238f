package dev.lanyard.wire.cdc;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.ClassSpecificDescriptor;
import dev.lanyard.wire.usb.Descriptor;
import dev.lanyard.wire.usb.DescriptorDefect;
import dev.lanyard.wire.usb.DescriptorDefect.Code;
import dev.lanyard.wire.usb.DescriptorType;
import java.util.List;
import java.util.Optional;

/** A functional descriptor of a communications interface (CDC 1.20 §5.2.3, unchecked): type CS_INTERFACE. */
public sealed interface FunctionalDescriptor extends ClassSpecificDescriptor permits HeaderDescriptor,
        UnionDescriptor, CountrySelectionDescriptor, EthernetNetworkingDescriptor, NcmDescriptor,
        CommandSetDescriptor, UnknownFunctionalDescriptor {

    /** The third octet; -1 when it is not there. */
    default int bDescriptorSubtype() {
        return raw().has(2, 1) ? raw().u8(2) : -1;
    }

    /**
     * Reads {@code descriptor} as a functional descriptor; empty when it is of another type. One that is too short for
     * its subtype becomes an {@link UnknownFunctionalDescriptor}; that and any other length than the defined one is
     * added to {@code defects}.
     */
    static Optional<FunctionalDescriptor> parse(Descriptor descriptor, List<DescriptorDefect> defects) {
        if (descriptor instanceof FunctionalDescriptor functional) {
            return Optional.of(functional);
        }
        if (descriptor.bDescriptorType() != DescriptorType.CS_INTERFACE) {
            return Optional.empty();
        }
        Bytes raw = descriptor.raw();
        int offset = descriptor.offset();
        int subtype = raw.has(2, 1) ? raw.u8(2) : -1;
        int least = switch (subtype) {
            case CdcCodes.HEADER -> HeaderDescriptor.LENGTH;
            case CdcCodes.UNION -> UnionDescriptor.MIN_LENGTH;
            case CdcCodes.COUNTRY_SELECTION -> CountrySelectionDescriptor.MIN_LENGTH;
            case CdcCodes.ETHERNET_NETWORKING -> EthernetNetworkingDescriptor.LENGTH;
            case CdcCodes.COMMAND_SET -> CommandSetDescriptor.LENGTH;
            case CdcCodes.NCM -> NcmDescriptor.LENGTH;
            default -> 3;
        };
        if (raw.length() < least) {
            defects.add(new DescriptorDefect(offset, Code.SHORT_FOR_TYPE,
                    "a functional descriptor of subtype 0x%02x has %d octets, not %d"
                            .formatted(Math.max(subtype, 0), least, raw.length())));
            return Optional.of(new UnknownFunctionalDescriptor(raw, offset));
        }
        boolean fixed = subtype == CdcCodes.HEADER || subtype == CdcCodes.ETHERNET_NETWORKING
                || subtype == CdcCodes.COMMAND_SET || subtype == CdcCodes.NCM;
        if (fixed && raw.length() > least) {
            defects.add(new DescriptorDefect(offset, Code.LONG_FOR_TYPE,
                    "a functional descriptor of subtype 0x%02x has %d octets, not %d"
                            .formatted(subtype, least, raw.length())));
        }
        return Optional.of(switch (subtype) {
            case CdcCodes.HEADER -> new HeaderDescriptor(raw, offset);
            case CdcCodes.UNION -> new UnionDescriptor(raw, offset);
            case CdcCodes.COUNTRY_SELECTION -> new CountrySelectionDescriptor(raw, offset);
            case CdcCodes.ETHERNET_NETWORKING -> new EthernetNetworkingDescriptor(raw, offset);
            case CdcCodes.COMMAND_SET -> new CommandSetDescriptor(raw, offset);
            case CdcCodes.NCM -> new NcmDescriptor(raw, offset);
            default -> new UnknownFunctionalDescriptor(raw, offset);
        });
    }
}
