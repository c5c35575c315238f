package dev.lanyard.wire.cdc;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.DescriptorField;
import dev.lanyard.wire.usb.DescriptorType;
import dev.lanyard.wire.usb.FieldLayout;
import java.util.ArrayList;
import java.util.List;

/** Union functional descriptor (CDC 1.20 §5.2.3.2, unchecked), 4 octets and one for each subordinate interface. */
public record UnionDescriptor(Bytes raw, int offset) implements FunctionalDescriptor {

    private static final FieldLayout LAYOUT =
            FieldLayout.of("bFunctionLength", "bDescriptorType", "bDescriptorSubtype", "bControlInterface");

    /** Octets of a descriptor that names one subordinate interface. */
    public static final int MIN_LENGTH = 5;

    /** A descriptor to send. */
    public static UnionDescriptor of(int bControlInterface, int... subordinateInterfaces) {
        return new UnionDescriptor(Bytes.of(4 + subordinateInterfaces.length, DescriptorType.CS_INTERFACE,
                CdcCodes.UNION, bControlInterface).concat(Bytes.of(subordinateInterfaces)), 0);
    }

    public int bControlInterface() {
        return raw.u8(3);
    }

    /** Interface numbers, in order. */
    public List<Integer> subordinateInterfaces() {
        List<Integer> numbers = new ArrayList<>();
        for (int at = 4; at < raw.length(); at++) {
            numbers.add(raw.u8(at));
        }
        return List.copyOf(numbers);
    }

    @Override
    public String title() {
        return "Union Functional";
    }

    @Override
    public List<DescriptorField> fields() {
        List<DescriptorField> fields = new ArrayList<>(LAYOUT.read(raw));
        for (int at = 4; at < raw.length(); at++) {
            fields.add(new DescriptorField("bSubordinateInterface" + (at - 4), at, 1, raw.u8(at)));
        }
        return fields;
    }
}
