package dev.lanyard.wire.usbip;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usbip.ExportedDevice.InterfaceClass;
import java.util.ArrayList;
import java.util.List;

/**
 * OP_REP_DEVLIST: 12 octets, then each device with its interfaces.
 *
 * @param status 0 or an {@link OperationStatus}; 32-bit, unsigned
 */
public record DevlistReply(long status, List<ExportedDevice> devices) {

    /** Octets before the first device. */
    public static final int HEADER_LENGTH = 12;

    public DevlistReply {
        devices = List.copyOf(devices);
    }

    /** Each device's interfaces are written as they are, so bNumInterfaces should count them. */
    public Bytes encode() {
        int interfaces = devices.stream().mapToInt(device -> device.interfaces().size()).sum();
        byte[] octets = new byte[HEADER_LENGTH + devices.size() * ExportedDevice.LENGTH
                + interfaces * InterfaceClass.LENGTH];
        OperationHeader.encode(octets, OperationHeader.REPLY_DEVLIST, status);
        BigEndian.putInt(octets, OperationHeader.LENGTH, devices.size());
        int offset = HEADER_LENGTH;
        for (ExportedDevice device : devices) {
            device.encode(octets, offset);
            offset += ExportedDevice.LENGTH;
            for (InterfaceClass each : device.interfaces()) {
                octets[offset] = (byte) each.bInterfaceClass();
                octets[offset + 1] = (byte) each.bInterfaceSubClass();
                octets[offset + 2] = (byte) each.bInterfaceProtocol();
                offset += InterfaceClass.LENGTH;
            }
        }
        return Bytes.wrap(octets);
    }

    public static Decoded<DevlistReply> decode(Bytes bytes) {
        var defect = OperationHeader.defect(bytes, OperationHeader.REPLY_DEVLIST, "OP_REP_DEVLIST");
        if (defect.isPresent()) {
            return Decoded.invalid(defect.get());
        }
        if (!bytes.has(0, HEADER_LENGTH)) {
            return Decoded.incomplete(HEADER_LENGTH);
        }
        long count = bytes.u32be(OperationHeader.LENGTH);
        if (count > UsbIp.MAX_DEVICES) {
            return Decoded.invalid("OP_REP_DEVLIST announces " + count + " devices, more than the "
                    + UsbIp.MAX_DEVICES + " that are believable");
        }
        List<ExportedDevice> devices = new ArrayList<>();
        int offset = HEADER_LENGTH;
        for (int i = 0; i < count; i++) {
            if (!bytes.has(offset, ExportedDevice.LENGTH)) {
                return Decoded.incomplete(offset + ExportedDevice.LENGTH);
            }
            ExportedDevice device = ExportedDevice.at(bytes, offset);
            offset += ExportedDevice.LENGTH;
            int length = device.bNumInterfaces() * InterfaceClass.LENGTH;
            if (!bytes.has(offset, length)) {
                return Decoded.incomplete(offset + length);
            }
            devices.add(device.withInterfaces(interfaces(bytes.slice(offset, length))));
            offset += length;
        }
        return Decoded.complete(new DevlistReply(bytes.u32be(4), devices), offset);
    }

    private static List<InterfaceClass> interfaces(Bytes bytes) {
        List<InterfaceClass> interfaces = new ArrayList<>();
        for (int at = 0; at < bytes.length(); at += InterfaceClass.LENGTH) {
            interfaces.add(new InterfaceClass(bytes.u8(at), bytes.u8(at + 1), bytes.u8(at + 2)));
        }
        return interfaces;
    }
}
