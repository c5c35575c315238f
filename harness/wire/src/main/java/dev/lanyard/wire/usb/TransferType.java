package dev.lanyard.wire.usb;

/** The four kinds of USB transfer; the order is that of bmAttributes bits 1..0 (USB 2.0 §9.6.6). */
public enum TransferType {
    CONTROL,
    ISOCHRONOUS,
    BULK,
    INTERRUPT;

    /** The kind that an endpoint descriptor's bmAttributes declares. */
    public static TransferType ofAttributes(int bmAttributes) {
        return values()[bmAttributes & 3];
    }
}
