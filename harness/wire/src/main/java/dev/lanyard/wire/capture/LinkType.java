package dev.lanyard.wire.capture;

/** Link types of captures, by their numbers in the pcap link-type registry. */
public final class LinkType {

    /** Ethernet frames without FCS, as the captures of this project hold them. */
    public static final int ETHERNET = 1;

    /** USB with Linux' 64-octet usbmon header: {@link UsbmonPacket}. */
    public static final int USB_LINUX_MMAPPED = 220;

    private LinkType() {}
}
