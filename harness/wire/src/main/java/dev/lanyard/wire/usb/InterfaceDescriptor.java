package dev.lanyard.wire.usb;

import dev.lanyard.wire.Bytes;
import java.util.List;

/** Interface descriptor of one alternate setting (USB 2.0 table 9-12), 9 octets. */
public record InterfaceDescriptor(Bytes raw, int offset) implements Descriptor {

    private static final FieldLayout LAYOUT = FieldLayout.of("bLength", "bDescriptorType", "bInterfaceNumber",
            "bAlternateSetting", "bNumEndpoints", "bInterfaceClass", "bInterfaceSubClass", "bInterfaceProtocol",
            "iInterface");

    /** Octets of an interface descriptor. */
    public static final int LENGTH = 9;

    public InterfaceDescriptor {
        DescriptorParser.requireLength("an interface descriptor", raw, LENGTH);
    }

    /** A descriptor to send. */
    public static InterfaceDescriptor of(int bInterfaceNumber, int bAlternateSetting, int bNumEndpoints,
                                         int bInterfaceClass, int bInterfaceSubClass, int bInterfaceProtocol,
                                         int iInterface) {
        return new InterfaceDescriptor(Bytes.of(LENGTH, DescriptorType.INTERFACE, bInterfaceNumber, bAlternateSetting,
                bNumEndpoints, bInterfaceClass, bInterfaceSubClass, bInterfaceProtocol, iInterface), 0);
    }

    public int bInterfaceNumber() {
        return raw.u8(2);
    }

    public int bAlternateSetting() {
        return raw.u8(3);
    }

    public int bNumEndpoints() {
        return raw.u8(4);
    }

    public int bInterfaceClass() {
        return raw.u8(5);
    }

    public int bInterfaceSubClass() {
        return raw.u8(6);
    }

    public int bInterfaceProtocol() {
        return raw.u8(7);
    }

    public int iInterface() {
        return raw.u8(8);
    }

    @Override
    public String title() {
        return "Interface";
    }

    @Override
    public List<DescriptorField> fields() {
        return LAYOUT.read(raw);
    }
}
