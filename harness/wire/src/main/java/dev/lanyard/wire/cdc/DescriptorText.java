package dev.lanyard.wire.cdc;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.ConfigurationDescriptor;
import dev.lanyard.wire.usb.Descriptor;
import dev.lanyard.wire.usb.DescriptorDefect;
import dev.lanyard.wire.usb.DescriptorField;
import dev.lanyard.wire.usb.EndpointDescriptor;
import dev.lanyard.wire.usb.InterfaceAssociationDescriptor;
import dev.lanyard.wire.usb.InterfaceDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Shows descriptors to people: every octet, every field by its name, class codes in words, and each defect below the
 * descriptor in which it was found.
 */
public final class DescriptorText {

    private static final int OCTETS_SHOWN = 64;

    private final IntFunction<Optional<String>> strings;
    private final StringBuilder text = new StringBuilder();

    private DescriptorText(IntFunction<Optional<String>> strings) {
        this.strings = strings;
    }

    /**
     * The lines of {@code descriptors} in the order given.
     *
     * @param strings the string of an index, already escaped for showing; empty where it was not read
     */
    public static String of(List<Descriptor> descriptors, List<DescriptorDefect> defects,
                            IntFunction<Optional<String>> strings) {
        DescriptorText shown = new DescriptorText(strings);
        for (int i = 0; i < descriptors.size(); i++) {
            Descriptor descriptor = descriptors.get(i);
            int end = i + 1 < descriptors.size() ? descriptors.get(i + 1).offset() : Integer.MAX_VALUE;
            List<DescriptorDefect> own = new ArrayList<>(defects.stream()
                    .filter(d -> d.offset() >= descriptor.offset() && d.offset() < end).toList());
            shown.descriptor(classSpecific(descriptor, own), own);
        }
        return shown.text.toString();
    }

    private static Descriptor classSpecific(Descriptor descriptor, List<DescriptorDefect> defects) {
        List<DescriptorDefect> found = new ArrayList<>();
        Descriptor known = FunctionalDescriptor.parse(descriptor, found).<Descriptor>map(f -> f).orElse(descriptor);
        found.stream().filter(d -> !defects.contains(d)).forEach(defects::add);
        return known;
    }

    private void descriptor(Descriptor descriptor, List<DescriptorDefect> defects) {
        String indent = "  ".repeat(depth(descriptor));
        text.append(indent).append(descriptor.title()).append(meaning(descriptor)).append('\n');
        text.append(indent).append("  at ").append(descriptor.offset()).append(": ").append(octets(descriptor.raw()))
                .append('\n');
        for (DescriptorField field : descriptor.fields()) {
            if (field.offset() >= 2) {
                text.append("%s    %-24s %d (%s)%s\n".formatted(indent, field.name(), field.value(), field.hex(),
                        string(field)));
            }
        }
        defects.forEach(d -> text.append(indent).append("  ! ").append(d.message()).append('\n'));
    }

    private String string(DescriptorField field) {
        boolean isIndex = field.size() == 1 && field.value() != 0 && field.name().matches("i[A-Z]\\w+");
        return isIndex ? strings.apply((int) field.value()).map(s -> " \"" + s + "\"").orElse(" (not read)") : "";
    }

    private static int depth(Descriptor descriptor) {
        return switch (descriptor) {
            case ConfigurationDescriptor ignored -> 0;
            case InterfaceAssociationDescriptor ignored -> 1;
            case InterfaceDescriptor ignored -> 1;
            case FunctionalDescriptor ignored -> 2;
            case EndpointDescriptor ignored -> 2;
            default -> descriptor.offset() == 0 ? 0 : 2;
        };
    }

    private static String meaning(Descriptor descriptor) {
        return switch (descriptor) {
            case InterfaceDescriptor i -> " %d alternate %d%s".formatted(i.bInterfaceNumber(), i.bAlternateSetting(),
                    function(i.bInterfaceClass(), i.bInterfaceSubClass()));
            case InterfaceAssociationDescriptor a -> function(a.bFunctionClass(), a.bFunctionSubClass());
            case EndpointDescriptor e -> " 0x%02x %s %s".formatted(e.bEndpointAddress(),
                    e.transferType().name().toLowerCase(Locale.ROOT), e.isIn() ? "IN" : "OUT");
            default -> "";
        };
    }

    private static String function(int bClass, int bSubClass) {
        return switch (bClass) {
            case CdcCodes.CLASS_DATA -> ": CDC data";
            case CdcCodes.CLASS_COMMUNICATIONS -> switch (bSubClass) {
                case CdcCodes.SUBCLASS_ECM -> ": CDC ECM";
                case CdcCodes.SUBCLASS_NCM -> ": CDC NCM";
                default -> ": CDC, subclass 0x%02x".formatted(bSubClass);
            };
            default -> "";
        };
    }

    private static String octets(Bytes raw) {
        String hex = raw.truncate(OCTETS_SHOWN).toHex().replaceAll("..(?!$)", "$0 ");
        return raw.length() > OCTETS_SHOWN ? hex + " … (" + raw.length() + " octets)" : hex;
    }
}
