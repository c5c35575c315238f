package dev.lanyard.stubs.cdc;

import dev.lanyard.wire.net.MacAddress;
import dev.lanyard.wire.usb.UsbSpeed;

/**
 * What ECM and NCM functions are alike in.
 *
 * @param hostAddress      the MAC address the host is to use: the string that iMACAddress names
 * @param iMACAddress      index of that string
 * @param controlInterface bInterfaceNumber; the data interface is the next one
 * @param iFunction        index of the function's name
 */
public record FunctionSettings(UsbSpeed speed, MacAddress hostAddress, int iMACAddress, int controlInterface,
                               int iFunction) {

    /** The largest frame without FCS, in octets. */
    public static final int MAX_SEGMENT_SIZE = 1514;
    /** How many multicast addresses the host may set, filtered perfectly. */
    public static final int MULTICAST_FILTERS = 16;
    /** XMIT_OK up to BROADCAST_FRAMES_RCV. */
    public static final int STATISTICS = 0x0001_FFFF;

    /** Endpoint addresses. */
    public static final int BULK_IN = 0x81;
    public static final int BULK_OUT = 0x01;
    public static final int NOTIFICATION_IN = 0x82;
    /** Room for the longest notification in one packet: hosts read notifications packet by packet. */
    static final int NOTIFICATION_PACKET_SIZE = 16;

    public int dataInterface() {
        return controlInterface + 1;
    }

    /** The largest that the speed allows (USB 2.0 §5.8.3, USB 3.2 §9.6.6). */
    int bulkPacketSize() {
        return switch (speed) {
            case FULL -> 64;
            case HIGH -> 512;
            case SUPER, SUPER_PLUS -> 1024;
            case LOW, UNKNOWN -> throw new IllegalArgumentException("no bulk endpoints at speed " + speed);
        };
    }

    /** 32 ms at either speed. */
    int notificationInterval() {
        return speed == UsbSpeed.FULL ? 32 : 9;
    }

    /** What bulk transfers can carry at most, in bit/s: packets in a (micro)frame times octets times frames. */
    long bitRate() {
        return switch (speed) {
            case FULL -> 19L * 64 * 1000 * 8;
            case HIGH -> 13L * 512 * 8000 * 8;
            default -> speed.bitsPerSecond();
        };
    }
}
