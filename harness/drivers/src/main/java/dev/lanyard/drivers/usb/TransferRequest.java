package dev.lanyard.drivers.usb;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.TransferType;
import java.time.Duration;

/**
 * One transfer to be made. Made by the factories, which keep type, direction and lengths consistent.
 *
 * @param endpointAddress bEndpointAddress; 0x00 or 0x80 for control transfers
 * @param setup           for control transfers, else null
 * @param data            what goes OUT; empty for IN
 * @param length          for IN: the buffer length in octets. For OUT: {@code data.length()}
 * @param zeroPacket      an OUT transfer whose length is a multiple of wMaxPacketSize is to end in a zero-length packet
 * @param deadline        how long it may take before it is withdrawn with {@link UsbError#TIMEOUT}
 */
public record TransferRequest(TransferType type, int endpointAddress, SetupPacket setup, Bytes data, int length,
                              boolean zeroPacket, Duration deadline) {

    /** A control transfer; {@code data} must be as long as wLength when it goes OUT and empty when it comes IN. */
    public static TransferRequest control(SetupPacket setup, Bytes data, Duration deadline) {
        if (data.length() != (setup.isDeviceToHost() ? 0 : setup.wLength())) {
            throw new IllegalArgumentException("wLength " + setup.wLength() + " with " + data.length() + " octets");
        }
        int endpoint = setup.isDeviceToHost() ? 0x80 : 0x00;
        return new TransferRequest(TransferType.CONTROL, endpoint, setup, data, setup.wLength(), false, deadline);
    }

    /** A bulk or interrupt read of at most {@code length} octets. */
    public static TransferRequest in(TransferType type, int endpointAddress, int length, Duration deadline) {
        if ((endpointAddress & 0x80) == 0) {
            throw new IllegalArgumentException("not an IN endpoint: 0x%02x".formatted(endpointAddress));
        }
        return new TransferRequest(type, endpointAddress, null, Bytes.EMPTY, length, false, deadline);
    }

    /** A bulk or interrupt write of {@code data}, which may be empty: a lone zero-length packet. */
    public static TransferRequest out(TransferType type, int endpointAddress, Bytes data, boolean zeroPacket,
                                      Duration deadline) {
        if ((endpointAddress & 0x80) != 0) {
            throw new IllegalArgumentException("not an OUT endpoint: 0x%02x".formatted(endpointAddress));
        }
        return new TransferRequest(type, endpointAddress, null, data, data.length(), zeroPacket, deadline);
    }

    public boolean isIn() {
        return (endpointAddress & 0x80) != 0;
    }

    /** What is asked, for error messages. */
    @Override
    public String toString() {
        return type == TransferType.CONTROL
                ? "control request %02x/%02x wValue %04x wIndex %04x wLength %d".formatted(setup.bmRequestType(),
                        setup.bRequest(), setup.wValue(), setup.wIndex(), setup.wLength())
                : "%s %s of %d octets on endpoint 0x%02x".formatted(type.name().toLowerCase(java.util.Locale.ROOT),
                        isIn() ? "read" : "write", length, endpointAddress);
    }
}
