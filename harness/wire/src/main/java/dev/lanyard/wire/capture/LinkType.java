package dev.lanyard.wire.capture;

/** Link types of captures, by their numbers in the pcap link-type registry. */
public final class LinkType {

    /** Ethernet frames without FCS, as the captures of this project hold them. */
    public static final int ETHERNET = 1;

    /** 802.11 frames without a radio header. */
    public static final int IEEE802_11 = 105;

    /** 802.11 frames behind a Prism header: {@link RadioHeader}. */
    public static final int IEEE802_11_PRISM = 119;

    /** 802.11 frames behind a radiotap header. */
    public static final int IEEE802_11_RADIOTAP = 127;

    /** 802.11 frames behind an AVS header: {@link RadioHeader}. */
    public static final int IEEE802_11_AVS = 163;

    /** Frames of a link type of their own behind a Per-Packet Information header: {@link RadioHeader}. */
    public static final int PPI = 192;

    /** USB with Linux' 64-octet usbmon header: {@link UsbmonPacket}. */
    public static final int USB_LINUX_MMAPPED = 220;

    /** USB with the header of USBPcap on Windows: {@link UsbPcapPacket}. */
    public static final int USBPCAP = 249;

    private LinkType() {}
}
