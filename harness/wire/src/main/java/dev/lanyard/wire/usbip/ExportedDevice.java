package dev.lanyard.wire.usbip;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.UsbSpeed;
import java.util.List;

/**
 * A device as a USB/IP server describes it: 312 octets, in a device list followed by four octets an interface.
 *
 * <p>Servers differ in what they fill in: Linux' vudc mode gives class 00, configuration 0 and no interfaces before a
 * host configured the device, so only the device's own descriptors are to be relied on.
 *
 * @param path       where the device is on its host; at most 255 octets of text
 * @param busId      what an import asks for; at most 31 octets of text
 * @param busnum     32-bit, unsigned
 * @param devnum     32-bit, unsigned
 * @param speedCode  32-bit, unsigned; see {@link SpeedCode}
 * @param bNumInterfaces as announced; {@code interfaces} is empty all the same in the reply to an import
 */
public record ExportedDevice(String path, String busId, long busnum, long devnum, long speedCode, int idVendor,
                             int idProduct, int bcdDevice, int bDeviceClass, int bDeviceSubClass, int bDeviceProtocol,
                             int bConfigurationValue, int bNumConfigurations, int bNumInterfaces,
                             List<InterfaceClass> interfaces) {

    /** Encoded length in octets without interfaces. */
    public static final int LENGTH = 0x138;

    private static final int BUS_ID = UsbIp.PATH_SIZE;
    private static final int NUMBERS = BUS_ID + UsbIp.BUS_ID_SIZE;

    /** bInterfaceClass, bInterfaceSubClass and bInterfaceProtocol; four octets with padding. */
    public record InterfaceClass(int bInterfaceClass, int bInterfaceSubClass, int bInterfaceProtocol) {

        /** Encoded length in octets. */
        public static final int LENGTH = 4;
    }

    public ExportedDevice {
        interfaces = List.copyOf(interfaces);
    }

    public UsbSpeed speed() {
        return SpeedCode.toSpeed(speedCode);
    }

    /** What names this device in the transfer phase. */
    public int devid() {
        return UsbIp.devid(busnum, devnum);
    }

    /** The same device with other interfaces, of which bNumInterfaces counts. */
    public ExportedDevice withInterfaces(List<InterfaceClass> others) {
        return new ExportedDevice(path, busId, busnum, devnum, speedCode, idVendor, idProduct, bcdDevice, bDeviceClass,
                bDeviceSubClass, bDeviceProtocol, bConfigurationValue, bNumConfigurations, others.size(), others);
    }

    /** Reads the 312 octets at {@code offset}, without interfaces; the caller has checked that they are there. */
    static ExportedDevice at(Bytes bytes, int offset) {
        int n = offset + NUMBERS;
        return new ExportedDevice(FixedText.decode(bytes, offset, UsbIp.PATH_SIZE),
                FixedText.decode(bytes, offset + BUS_ID, UsbIp.BUS_ID_SIZE),
                bytes.u32be(n), bytes.u32be(n + 4), bytes.u32be(n + 8),
                bytes.u16be(n + 12), bytes.u16be(n + 14), bytes.u16be(n + 16),
                bytes.u8(n + 18), bytes.u8(n + 19), bytes.u8(n + 20), bytes.u8(n + 21), bytes.u8(n + 22),
                bytes.u8(n + 23), List.of());
    }

    /** Writes the 312 octets to {@code target}, interfaces left out. */
    void encode(byte[] target, int offset) {
        FixedText.encode(path, target, offset, UsbIp.PATH_SIZE);
        FixedText.encode(busId, target, offset + BUS_ID, UsbIp.BUS_ID_SIZE);
        int n = offset + NUMBERS;
        BigEndian.putInt(target, n, (int) busnum);
        BigEndian.putInt(target, n + 4, (int) devnum);
        BigEndian.putInt(target, n + 8, (int) speedCode);
        BigEndian.putShort(target, n + 12, idVendor);
        BigEndian.putShort(target, n + 14, idProduct);
        BigEndian.putShort(target, n + 16, bcdDevice);
        target[n + 18] = (byte) bDeviceClass;
        target[n + 19] = (byte) bDeviceSubClass;
        target[n + 20] = (byte) bDeviceProtocol;
        target[n + 21] = (byte) bConfigurationValue;
        target[n + 22] = (byte) bNumConfigurations;
        target[n + 23] = (byte) bNumInterfaces;
    }
}
