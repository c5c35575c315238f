package dev.lanyard.wire.usb;

import dev.lanyard.wire.Bytes;
import java.util.List;

/** Device descriptor (USB 2.0 table 9-8), 18 octets. */
public record DeviceDescriptor(Bytes raw, int offset) implements Descriptor {

    private static final FieldLayout LAYOUT = FieldLayout.of("bLength", "bDescriptorType", "bcdUSB", "bDeviceClass",
            "bDeviceSubClass", "bDeviceProtocol", "bMaxPacketSize0", "idVendor", "idProduct", "bcdDevice",
            "iManufacturer", "iProduct", "iSerialNumber", "bNumConfigurations");

    /** Octets of a device descriptor. */
    public static final int LENGTH = 18;

    public DeviceDescriptor {
        DescriptorParser.requireLength("a device descriptor", raw, LENGTH);
    }

    /** A descriptor to send. */
    public static DeviceDescriptor of(int bcdUSB, int bDeviceClass, int bDeviceSubClass, int bDeviceProtocol,
                                      int bMaxPacketSize0, int idVendor, int idProduct, int bcdDevice,
                                      int iManufacturer, int iProduct, int iSerialNumber, int bNumConfigurations) {
        return new DeviceDescriptor(Bytes.of(LENGTH, DescriptorType.DEVICE, bcdUSB, bcdUSB >> 8, bDeviceClass,
                bDeviceSubClass, bDeviceProtocol, bMaxPacketSize0, idVendor, idVendor >> 8, idProduct, idProduct >> 8,
                bcdDevice, bcdDevice >> 8, iManufacturer, iProduct, iSerialNumber, bNumConfigurations), 0);
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

    public int idVendor() {
        return raw.u16le(8);
    }

    public int idProduct() {
        return raw.u16le(10);
    }

    public int bcdDevice() {
        return raw.u16le(12);
    }

    public int iManufacturer() {
        return raw.u8(14);
    }

    public int iProduct() {
        return raw.u8(15);
    }

    public int iSerialNumber() {
        return raw.u8(16);
    }

    public int bNumConfigurations() {
        return raw.u8(17);
    }

    @Override
    public String title() {
        return "Device";
    }

    @Override
    public List<DescriptorField> fields() {
        return LAYOUT.read(raw);
    }
}
