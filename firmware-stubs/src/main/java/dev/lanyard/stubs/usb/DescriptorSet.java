package dev.lanyard.stubs.usb;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.DescriptorType;
import dev.lanyard.wire.usb.StringDescriptor;
import java.util.Map;
import java.util.Optional;

/**
 * The descriptors of a device, as octets, so that nothing stands between what is declared and what is sent.
 *
 * @param qualifier          empty for a device of one speed, which stalls the request (USB 2.0 §9.6.2)
 * @param otherSpeed         the configuration at the other speed; empty with the qualifier
 * @param bos                empty where bcdUSB is below 0201
 * @param strings            by index, from 1
 * @param languageId         the one language of the strings
 */
public record DescriptorSet(Bytes device, Bytes configuration, Bytes qualifier, Bytes otherSpeed, Bytes bos,
                            Map<Integer, String> strings, int languageId) {

    public DescriptorSet {
        strings = Map.copyOf(strings);
    }

    /** The descriptor that GET_DESCRIPTOR asks for; empty when there is none. */
    public Optional<Bytes> find(int bDescriptorType, int index, int wIndex) {
        if (bDescriptorType == DescriptorType.STRING) {
            return string(index, wIndex);
        }
        if (index != 0) {
            return Optional.empty();
        }
        Bytes found = switch (bDescriptorType) {
            case DescriptorType.DEVICE -> device;
            case DescriptorType.CONFIGURATION -> configuration;
            case DescriptorType.DEVICE_QUALIFIER -> qualifier;
            case DescriptorType.OTHER_SPEED_CONFIGURATION -> otherSpeed;
            case DescriptorType.BOS -> bos;
            default -> Bytes.EMPTY;
        };
        return found.isEmpty() ? Optional.empty() : Optional.of(found);
    }

    private Optional<Bytes> string(int index, int wIndex) {
        if (index == 0) {
            return Optional.of(StringDescriptor.ofLanguages(languageId).raw());
        }
        return wIndex != languageId ? Optional.empty()
                : Optional.ofNullable(strings.get(index)).map(text -> StringDescriptor.of(text).raw());
    }
}
