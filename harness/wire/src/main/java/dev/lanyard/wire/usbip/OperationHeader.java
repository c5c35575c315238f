package dev.lanyard.wire.usbip;

import dev.lanyard.wire.Bytes;
import java.util.Optional;

/** The eight octets that begin every control-phase message: version, code, status. */
final class OperationHeader {

    static final int LENGTH = 8;

    static final int REQUEST_DEVLIST = 0x8005;
    static final int REPLY_DEVLIST = 0x0005;
    static final int REQUEST_IMPORT = 0x8003;
    static final int REPLY_IMPORT = 0x0003;

    private OperationHeader() {}

    /** What is wrong with the octets at hand as the header of a message of {@code code}. */
    static Optional<String> defect(Bytes bytes, int code, String name) {
        if (bytes.has(0, 2) && bytes.u16be(0) != UsbIp.VERSION) {
            return Optional.of("expected %s of USB/IP version 0x%04x, saw version 0x%04x in %s".formatted(name,
                    UsbIp.VERSION, bytes.u16be(0), bytes.truncate(LENGTH)));
        }
        if (bytes.has(2, 2) && bytes.u16be(2) != code) {
            return Optional.of("expected %s with code 0x%04x, saw code 0x%04x in %s".formatted(name, code,
                    bytes.u16be(2), bytes.truncate(LENGTH)));
        }
        return Optional.empty();
    }

    static void encode(byte[] target, int code, long status) {
        BigEndian.putShort(target, 0, UsbIp.VERSION);
        BigEndian.putShort(target, 2, code);
        BigEndian.putInt(target, 4, (int) status);
    }
}
