package dev.lanyard.wire.usb;

/** The signalling speed of a device, as the host negotiated it (USB 2.0 §4.2.1, USB 3.2 §3). */
public enum UsbSpeed {
    /** 1.5 Mbit/s. No bulk endpoints exist at this speed. */
    LOW(1_500_000L),
    /** 12 Mbit/s, bulk packets of at most 64 octets. */
    FULL(12_000_000L),
    /** 480 Mbit/s, bulk packets of 512 octets. */
    HIGH(480_000_000L),
    /** 5 Gbit/s, bulk packets of 1024 octets. */
    SUPER(5_000_000_000L),
    /** 10 Gbit/s and more. */
    SUPER_PLUS(10_000_000_000L),
    /** The host did not say. */
    UNKNOWN(0);

    private final long bitsPerSecond;

    UsbSpeed(long bitsPerSecond) {
        this.bitsPerSecond = bitsPerSecond;
    }

    /** The signalling rate in bit/s, 0 when unknown. */
    public long bitsPerSecond() {
        return bitsPerSecond;
    }
}
