package dev.lanyard.wire.usbip;

import dev.lanyard.wire.Bytes;
import java.util.List;

/**
 * OP_REP_IMPORT: 320 octets when the device was given, 8 when it was not.
 *
 * @param status 0 or an {@link OperationStatus}; 32-bit, unsigned
 * @param device without interfaces; null unless {@code status} is 0
 */
public record ImportReply(long status, ExportedDevice device) {

    /** The shortest reply in octets; with that many it is known how long the whole is. */
    public static final int MIN_LENGTH = OperationHeader.LENGTH;

    public ImportReply {
        if ((status == 0) != (device != null)) {
            throw new IllegalArgumentException("an import reply has a device exactly when its status is 0, not "
                    + status);
        }
        if (device != null && !device.interfaces().isEmpty()) {
            int announced = device.bNumInterfaces();
            device = new ExportedDevice(device.path(), device.busId(), device.busnum(), device.devnum(),
                    device.speedCode(), device.idVendor(), device.idProduct(), device.bcdDevice(),
                    device.bDeviceClass(), device.bDeviceSubClass(), device.bDeviceProtocol(),
                    device.bConfigurationValue(), device.bNumConfigurations(), announced, List.of());
        }
    }

    public static ImportReply accepted(ExportedDevice device) {
        return new ImportReply(0, device);
    }

    public static ImportReply refused(OperationStatus reason) {
        return new ImportReply(reason.code(), null);
    }

    public Bytes encode() {
        byte[] octets = new byte[OperationHeader.LENGTH + (device == null ? 0 : ExportedDevice.LENGTH)];
        OperationHeader.encode(octets, OperationHeader.REPLY_IMPORT, status);
        if (device != null) {
            device.encode(octets, OperationHeader.LENGTH);
        }
        return Bytes.wrap(octets);
    }

    public static Decoded<ImportReply> decode(Bytes bytes) {
        var defect = OperationHeader.defect(bytes, OperationHeader.REPLY_IMPORT, "OP_REP_IMPORT");
        if (defect.isPresent()) {
            return Decoded.invalid(defect.get());
        }
        if (!bytes.has(0, OperationHeader.LENGTH)) {
            return Decoded.incomplete(OperationHeader.LENGTH);
        }
        long status = bytes.u32be(4);
        if (status != 0) {
            return Decoded.complete(new ImportReply(status, null), OperationHeader.LENGTH);
        }
        int length = OperationHeader.LENGTH + ExportedDevice.LENGTH;
        return bytes.has(0, length)
                ? Decoded.complete(accepted(ExportedDevice.at(bytes, OperationHeader.LENGTH)), length)
                : Decoded.incomplete(length);
    }
}
