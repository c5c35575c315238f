package dev.lanyard.stubs.net;

import static dev.lanyard.stubs.net.EthernetPort.HEADER;
import static dev.lanyard.stubs.net.Octets.put16;
import static dev.lanyard.stubs.net.Octets.put32;
import static dev.lanyard.stubs.net.Octets.put8;
import static dev.lanyard.stubs.net.Octets.s32;
import static dev.lanyard.stubs.net.Octets.s64;

import dev.lanyard.wire.net.MacAddress;
import java.util.HexFormat;

/** Addresses, headers and checksums of IPv6 (RFC 4291, RFC 8200, RFC 2464). Addresses are 16 octets. */
final class Ipv6 {

    static final byte[] UNSPECIFIED = new byte[16];
    static final byte[] ALL_NODES = address("ff020000000000000000000000000001");
    static final byte[] ALL_MLDV2_ROUTERS = address("ff020000000000000000000000000016");

    private Ipv6() {}

    /** From 32 hexadecimal digits. */
    static byte[] address(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    /** fe80::/64 with the modified EUI-64 of {@code mac} (RFC 4291 appendix A). */
    static byte[] linkLocal(MacAddress mac) {
        byte[] address = new byte[16];
        put16(address, 0, 0xFE80);
        put32(address, 8, (int) (mac.value() >>> 24 << 8) | 0xFF);
        put32(address, 12, 0xFE00_0000 | (int) mac.value() & 0xFF_FFFF);
        address[8] ^= 2;
        return address;
    }

    /** ff02::1:ffXX:XXXX (RFC 4291 §2.7.1). */
    static byte[] solicitedNode(byte[] address) {
        byte[] group = address("ff0200000000000000000001ff000000");
        System.arraycopy(address, 13, group, 13, 3);
        return group;
    }

    /** 33:33 and the last four octets (RFC 2464 §7). */
    static long groupMac(byte[] group) {
        return 0x3333_0000_0000L | s32(group, 12) & 0xFFFF_FFFFL;
    }

    static boolean matches(byte[] frame, int offset, byte[] address) {
        return s64(frame, offset) == s64(address, 0) && s64(frame, offset + 8) == s64(address, 8);
    }

    static boolean isUnspecified(byte[] frame, int offset) {
        return s64(frame, offset) == 0 && s64(frame, offset + 8) == 0;
    }

    static void putHeader(byte[] frame, int nextHeader, int payloadLength, int hopLimit, byte[] source,
                          byte[] destination) {
        put32(frame, HEADER, 0x6000_0000);
        put16(frame, HEADER + 4, payloadLength);
        put8(frame, HEADER + 6, nextHeader);
        put8(frame, HEADER + 7, hopLimit);
        System.arraycopy(source, 0, frame, HEADER + 8, 16);
        System.arraycopy(destination, 0, frame, HEADER + 24, 16);
    }

    /** Over the pseudo header (RFC 8200 §8.1), whose addresses stand in the frame, and the upper layer. */
    static int checksum(byte[] frame, int upper, int length, int protocol) {
        return InternetChecksum.finish(InternetChecksum.sum(frame, HEADER + 8, 32) + protocol + length
                + InternetChecksum.sum(frame, upper, length));
    }

    /** A frame with an ICMPv6 message, whose checksum is filled in. */
    static byte[] icmp(EthernetPort port, long destinationMac, byte[] source, byte[] destination, byte[] message,
                       int hopLimit) {
        byte[] frame = port.frame(destinationMac, EthernetPort.IPV6, Ipv6Layer.IP_HEADER + message.length);
        putHeader(frame, Ipv6Layer.ICMPV6, message.length, hopLimit, source, destination);
        int at = HEADER + Ipv6Layer.IP_HEADER;
        System.arraycopy(message, 0, frame, at, message.length);
        put16(frame, at + 2, 0);
        put16(frame, at + 2, checksum(frame, at, message.length, Ipv6Layer.ICMPV6));
        return frame;
    }
}
