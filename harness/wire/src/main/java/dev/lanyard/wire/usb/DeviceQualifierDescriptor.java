package dev.lanyard.wire.usb;

import dev.lanyard.wire.Bytes;
import java.util.List;

/** Device qualifier descriptor (USB 2.0 table 9-9), 10 octets: the device at the other speed. */
public record DeviceQualifierDescriptor(Bytes raw, int offset) implements Descriptor {

    private static final FieldLayout LAYOUT = FieldLayout.of("bLength", "bDescriptorType", "bcdUSB", "bDeviceClass",
            "bDeviceSubClass", "bDeviceProtocol", "bMaxPacketSize0", "bNumConfigurations", "bReserved");

    /** Octets of a device qualifier descriptor. */
    public static final int LENGTH = 10;

    public DeviceQualifierDescriptor {
        DescriptorParser.requireLength("a device qualifier descriptor", raw, LENGTH);
    }

    /** A descriptor to send. */
    public static DeviceQualifierDescriptor of(int bcdUSB, int bDeviceClass, int bDeviceSubClass, int bDeviceProtocol,
                                               int bMaxPacketSize0, int bNumConfigurations) {
        return new DeviceQualifierDescriptor(Bytes.of(LENGTH, DescriptorType.DEVICE_QUALIFIER, bcdUSB, bcdUSB >> 8,
                bDeviceClass, bDeviceSubClass, bDeviceProtocol, bMaxPacketSize0, bNumConfigurations, 0), 0);
    }

    public int bcdUSB() {
        return raw.u16le(2);
    }

    public int bDeviceClass() {
        return raw.u8(4);
    }

    public int bDeviceSubClass() {
        return raw.u8(5);
    }

    public int bDeviceProtocol() {
        return raw.u8(6);
    }

    public int bMaxPacketSize0() {
        return raw.u8(7);
    }

    public int bNumConfigurations() {
        return raw.u8(8);
    }

    @Override
    public String title() {
        return "Device Qualifier";
    }

    @Override
    public List<DescriptorField> fields() {
        return LAYOUT.read(raw);
    }
}
