package dev.lanyard.wire.usbip;

/** Numbers of the USB/IP protocol and the bounds that decoders here set. */
public final class UsbIp {

    /** The registered TCP port. */
    public static final int DEFAULT_PORT = 3240;

    /** The protocol version that every control message begins with. */
    public static final int VERSION = 0x0111;

    /** The field that holds a bus id, its closing NUL included. */
    public static final int BUS_ID_SIZE = 32;

    /** The field that holds a device's path on its host, its closing NUL included. */
    public static final int PATH_SIZE = 256;

    /** The most devices a device list may announce: a real host has fewer, garbage has more. */
    public static final int MAX_DEVICES = 1024;

    /** The most octets one transfer may carry. Network functions use at most 64 KiB, storage up to 1 MiB. */
    public static final int MAX_TRANSFER = 1 << 20;

    private UsbIp() {}

    /**
     * The value that names a device in the transfer phase.
     *
     * @param busnum bus number as exported
     * @param devnum device number as exported
     */
    public static int devid(long busnum, long devnum) {
        return (int) (busnum << 16 | devnum & 0xFFFF);
    }
}
