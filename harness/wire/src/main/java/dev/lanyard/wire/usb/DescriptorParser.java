package dev.lanyard.wire.usb;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.DescriptorDefect.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads descriptors as lenient hosts do: whatever the octets, it ends, throws nothing, keeps every octet in some
 * descriptor and lists what is wrong.
 */
public final class DescriptorParser {

    private DescriptorParser() {}

    /** Descriptors one after another, until the end. */
    public static DescriptorChain chain(Bytes bytes) {
        List<Descriptor> descriptors = new ArrayList<>();
        List<DescriptorDefect> defects = new ArrayList<>();
        int at = 0;
        while (at < bytes.length()) {
            int bLength = bytes.u8(at);
            int left = bytes.length() - at;
            if (bLength < 2) {
                defects.add(new DescriptorDefect(at, Code.LENGTH_IMPOSSIBLE, "bLength is " + bLength
                        + ", but a descriptor has at least 2 octets; the " + left
                        + " octets from here are not parsed"));
                descriptors.add(new UnknownDescriptor(bytes.from(at), at));
                break;
            }
            if (bLength > left) {
                defects.add(new DescriptorDefect(at, Code.OVERRUN,
                        "bLength is " + bLength + ", but only " + left + " octets are left"));
            }
            Bytes raw = bytes.slice(at, Math.min(bLength, left));
            descriptors.add(typed(raw, at, defects));
            at += raw.length();
        }
        return new DescriptorChain(descriptors, defects);
    }

    /** What was received in answer to a request for one descriptor of a type. */
    public static DescriptorChain single(Bytes bytes, int bDescriptorType) {
        DescriptorChain chain = chain(bytes);
        List<DescriptorDefect> defects = new ArrayList<>(chain.defects());
        if (chain.descriptors().isEmpty()) {
            defects.add(new DescriptorDefect(0, Code.HEAD_MISSING, "nothing was received"));
        } else if (chain.descriptors().getFirst().bDescriptorType() != bDescriptorType) {
            defects.add(new DescriptorDefect(0, Code.WRONG_TYPE, "bDescriptorType is 0x%02x where 0x%02x was asked for"
                    .formatted(chain.descriptors().getFirst().bDescriptorType(), bDescriptorType)));
        } else if (chain.descriptors().size() > 1) {
            defects.add(new DescriptorDefect(chain.descriptors().get(1).offset(), Code.MISPLACED,
                    "more follows after the one descriptor that was asked for"));
        }
        return new DescriptorChain(chain.descriptors(), defects);
    }

    /** A configuration with everything below it. */
    public static ConfigurationTree configuration(Bytes bytes) {
        return new ConfigurationTreeBuilder(bytes, chain(bytes)).build();
    }

    /** The binary device object store with its capabilities. */
    public static BosTree bos(Bytes bytes) {
        DescriptorChain chain = chain(bytes);
        List<DescriptorDefect> defects = new ArrayList<>(chain.defects());
        List<DeviceCapabilityDescriptor> capabilities = chain.descriptors().stream()
                .filter(DeviceCapabilityDescriptor.class::isInstance).map(DeviceCapabilityDescriptor.class::cast)
                .toList();
        Optional<BosDescriptor> bos = chain.first(BosDescriptor.class).filter(b -> b.offset() == 0);
        if (bos.isEmpty()) {
            defects.add(new DescriptorDefect(0, Code.HEAD_MISSING, "no BOS descriptor at the start"));
        }
        bos.ifPresent(head -> {
            if (head.wTotalLength() != bytes.length()) {
                defects.add(totalLength(head.wTotalLength(), bytes.length()));
            }
            if (head.bNumDeviceCaps() != capabilities.size()) {
                defects.add(new DescriptorDefect(0, Code.COUNT, "bNumDeviceCaps is " + head.bNumDeviceCaps()
                        + ", but " + capabilities.size() + " device capabilities follow"));
            }
        });
        return new BosTree(bos, capabilities, defects);
    }

    static DescriptorDefect totalLength(int wTotalLength, int received) {
        return new DescriptorDefect(2, Code.TOTAL_LENGTH,
                "wTotalLength is " + wTotalLength + ", but " + received + " octets were received");
    }

    static void requireLength(String what, Bytes raw, int length) {
        if (raw.length() < length) {
            throw new IllegalArgumentException(what + " has " + length + " octets, not " + raw.length());
        }
    }

    private static Descriptor typed(Bytes raw, int offset, List<DescriptorDefect> defects) {
        int type = raw.length() < 2 ? -1 : raw.u8(1);
        int length = lengthOf(type);
        if (raw.length() < length) {
            defects.add(new DescriptorDefect(offset, Code.SHORT_FOR_TYPE,
                    "a descriptor of type 0x%02x has %d octets, not %d".formatted(type, length, raw.length())));
            return new UnknownDescriptor(raw, offset);
        }
        if (length > 0 && raw.length() > length && hasFixedLength(type)) {
            defects.add(new DescriptorDefect(offset, Code.LONG_FOR_TYPE,
                    "a descriptor of type 0x%02x has %d octets, not %d".formatted(type, length, raw.length())));
        }
        return switch (type) {
            case DescriptorType.DEVICE -> new DeviceDescriptor(raw, offset);
            case DescriptorType.DEVICE_QUALIFIER -> new DeviceQualifierDescriptor(raw, offset);
            case DescriptorType.CONFIGURATION, DescriptorType.OTHER_SPEED_CONFIGURATION ->
                    new ConfigurationDescriptor(raw, offset);
            case DescriptorType.INTERFACE_ASSOCIATION -> new InterfaceAssociationDescriptor(raw, offset);
            case DescriptorType.INTERFACE -> new InterfaceDescriptor(raw, offset);
            case DescriptorType.ENDPOINT -> new EndpointDescriptor(raw, offset);
            case DescriptorType.SUPERSPEED_ENDPOINT_COMPANION ->
                    new SuperSpeedEndpointCompanionDescriptor(raw, offset);
            case DescriptorType.BOS -> new BosDescriptor(raw, offset);
            case DescriptorType.DEVICE_CAPABILITY -> new DeviceCapabilityDescriptor(raw, offset);
            case DescriptorType.STRING -> string(raw, offset, defects);
            default -> new UnknownDescriptor(raw, offset);
        };
    }

    private static Descriptor string(Bytes raw, int offset, List<DescriptorDefect> defects) {
        if (raw.length() % 2 != 0) {
            defects.add(new DescriptorDefect(offset, Code.ODD_LENGTH,
                    "a string descriptor of " + raw.length() + " octets ends inside a UTF-16 code unit"));
        }
        return new StringDescriptor(raw, offset);
    }

    private static int lengthOf(int type) {
        return switch (type) {
            case DescriptorType.DEVICE -> DeviceDescriptor.LENGTH;
            case DescriptorType.DEVICE_QUALIFIER -> DeviceQualifierDescriptor.LENGTH;
            case DescriptorType.CONFIGURATION, DescriptorType.OTHER_SPEED_CONFIGURATION ->
                    ConfigurationDescriptor.LENGTH;
            case DescriptorType.INTERFACE_ASSOCIATION -> InterfaceAssociationDescriptor.LENGTH;
            case DescriptorType.INTERFACE -> InterfaceDescriptor.LENGTH;
            case DescriptorType.ENDPOINT -> EndpointDescriptor.LENGTH;
            case DescriptorType.SUPERSPEED_ENDPOINT_COMPANION -> SuperSpeedEndpointCompanionDescriptor.LENGTH;
            case DescriptorType.BOS -> BosDescriptor.LENGTH;
            case DescriptorType.DEVICE_CAPABILITY -> DeviceCapabilityDescriptor.LENGTH;
            case DescriptorType.STRING -> StringDescriptor.LENGTH;
            default -> 0;
        };
    }

    private static boolean hasFixedLength(int type) {
        return type != DescriptorType.STRING && type != DescriptorType.DEVICE_CAPABILITY;
    }
}
