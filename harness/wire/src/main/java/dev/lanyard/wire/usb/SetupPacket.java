package dev.lanyard.wire.usb;

import dev.lanyard.wire.Bytes;

/**
 * The eight octets that begin a control transfer (USB 2.0 §9.3). Fields are unsigned values as the specification
 * names them; wValue, wIndex and wLength are 0..65535.
 */
public record SetupPacket(int bmRequestType, int bRequest, int wValue, int wIndex, int wLength) {

    /** Encoded length in octets. */
    public static final int LENGTH = 8;

    /** bmRequestType bit 7: the data stage goes from device to host. */
    public static final int DEVICE_TO_HOST = 0x80;

    /** What a request belongs to: bmRequestType bits 6..5. */
    public enum Type { STANDARD, CLASS, VENDOR, RESERVED }

    /** What a request is addressed to: bmRequestType bits 4..0. */
    public enum Recipient { DEVICE, INTERFACE, ENDPOINT, OTHER, RESERVED }

    public SetupPacket {
        requireRange("bmRequestType", bmRequestType, 0xFF);
        requireRange("bRequest", bRequest, 0xFF);
        requireRange("wValue", wValue, 0xFFFF);
        requireRange("wIndex", wIndex, 0xFFFF);
        requireRange("wLength", wLength, 0xFFFF);
    }

    /** Reads the first eight octets of {@code bytes}. */
    public static SetupPacket decode(Bytes bytes) {
        return new SetupPacket(bytes.u8(0), bytes.u8(1), bytes.u16le(2), bytes.u16le(4), bytes.u16le(6));
    }

    public Bytes encode() {
        return Bytes.of(bmRequestType, bRequest, wValue, wValue >> 8, wIndex, wIndex >> 8, wLength, wLength >> 8);
    }

    public boolean isDeviceToHost() {
        return (bmRequestType & DEVICE_TO_HOST) != 0;
    }

    public Type type() {
        return Type.values()[bmRequestType >> 5 & 3];
    }

    public Recipient recipient() {
        return Recipient.values()[Math.min(bmRequestType & 0x1F, Recipient.RESERVED.ordinal())];
    }

    /** The same request asking for, or announcing, another length. */
    public SetupPacket withLength(int length) {
        return new SetupPacket(bmRequestType, bRequest, wValue, wIndex, length);
    }

    private static void requireRange(String field, int value, int max) {
        if (value < 0 || value > max) {
            throw new IllegalArgumentException(field + " is " + value + ", outside 0.." + max);
        }
    }
}
