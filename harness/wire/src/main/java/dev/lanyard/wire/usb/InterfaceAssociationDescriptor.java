package dev.lanyard.wire.usb;

import dev.lanyard.wire.Bytes;
import java.util.List;

/** Interface association descriptor (Interface Association Descriptors ECN, unchecked), 8 octets. */
public record InterfaceAssociationDescriptor(Bytes raw, int offset) implements Descriptor {

    private static final FieldLayout LAYOUT = FieldLayout.of("bLength", "bDescriptorType", "bFirstInterface",
            "bInterfaceCount", "bFunctionClass", "bFunctionSubClass", "bFunctionProtocol", "iFunction");

    /** Octets of an interface association descriptor. */
    public static final int LENGTH = 8;

    public InterfaceAssociationDescriptor {
        DescriptorParser.requireLength("an interface association descriptor", raw, LENGTH);
    }

    /** A descriptor to send. */
    public static InterfaceAssociationDescriptor of(int bFirstInterface, int bInterfaceCount, int bFunctionClass,
                                                    int bFunctionSubClass, int bFunctionProtocol, int iFunction) {
        return new InterfaceAssociationDescriptor(Bytes.of(LENGTH, DescriptorType.INTERFACE_ASSOCIATION,
                bFirstInterface, bInterfaceCount, bFunctionClass, bFunctionSubClass, bFunctionProtocol, iFunction), 0);
    }

    public int bFirstInterface() {
        return raw.u8(2);
    }

    public int bInterfaceCount() {
        return raw.u8(3);
    }

    public int bFunctionClass() {
        return raw.u8(4);
    }

    public int bFunctionSubClass() {
        return raw.u8(5);
    }

    public int bFunctionProtocol() {
        return raw.u8(6);
    }

    public int iFunction() {
        return raw.u8(7);
    }

    /** Whether the interface of this number belongs to the function. */
    public boolean covers(int bInterfaceNumber) {
        return bInterfaceNumber >= bFirstInterface() && bInterfaceNumber < bFirstInterface() + bInterfaceCount();
    }

    @Override
    public String title() {
        return "Interface Association";
    }

    @Override
    public List<DescriptorField> fields() {
        return LAYOUT.read(raw);
    }
}
