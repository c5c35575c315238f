package dev.lanyard.drivers.ip;

import dev.lanyard.wire.net.MacAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Where the headers of one received frame lie. Reads in place and allocates nothing, because every datagram of a
 * benchmark passes here; one instance per thread, overwritten by each {@link #read}.
 */
final class PacketView {

    static final int ETHERNET_HEADER = 14;
    static final int ETHERTYPE_IPV4 = 0x0800;
    static final int ETHERTYPE_ARP = 0x0806;
    static final int ETHERTYPE_IPV6 = 0x86DD;
    static final int ICMP = 1;
    static final int IGMP = 2;
    static final int UDP = 17;
    static final int ICMPV6 = 58;

    private static final int HOP_BY_HOP = 0;
    private static final int ROUTING = 43;
    static final int FRAGMENT = 44;
    private static final int DESTINATION_OPTIONS = 60;
    /** More extension headers than any sound packet has (RFC 8200 §4.1 names each once, one twice). */
    private static final int MAX_EXTENSIONS = 8;

    /** What {@link #read} found. */
    enum Kind { IP, ARP, OTHER, MALFORMED, BAD_CHECKSUM }

    byte[] octets;
    long destinationMac;
    long sourceMac;
    /** 4 or 16. */
    int addressLength;
    int sourceOffset;
    int destinationOffset;
    int protocol;
    int ttl;
    int ipOffset;
    /** What the protocol carries: from here … */
    int payloadOffset;
    /** … to before here. */
    int payloadEnd;
    boolean isFragment;
    boolean moreFragments;
    /** In octets. */
    int fragmentOffset;
    long fragmentId;

    Kind read(byte[] buffer, int offset, int length) {
        octets = buffer;
        if (length < ETHERNET_HEADER) {
            return Kind.MALFORMED;
        }
        destinationMac = mac(offset);
        sourceMac = mac(offset + 6);
        ipOffset = offset + ETHERNET_HEADER;
        int available = length - ETHERNET_HEADER;
        return switch (u16(offset + 12)) {
            case ETHERTYPE_IPV4 -> readIpv4(available);
            case ETHERTYPE_IPV6 -> readIpv6(available);
            case ETHERTYPE_ARP -> arp(available);
            default -> Kind.OTHER;
        };
    }

    private Kind arp(int available) {
        payloadOffset = ipOffset;
        payloadEnd = ipOffset + available;
        return Kind.ARP;
    }

    private Kind readIpv4(int available) {
        if (available < 20 || (octets[ipOffset] & 0xF0) != 0x40) {
            return Kind.MALFORMED;
        }
        int headerLength = (octets[ipOffset] & 0xF) * 4;
        int totalLength = u16(ipOffset + 2);
        if (headerLength < 20 || totalLength < headerLength || totalLength > available) {
            return Kind.MALFORMED;
        }
        if (InternetChecksum.fold(InternetChecksum.sum(octets, ipOffset, headerLength)) != 0xFFFF) {
            return Kind.BAD_CHECKSUM;
        }
        addressLength = 4;
        sourceOffset = ipOffset + 12;
        destinationOffset = ipOffset + 16;
        ttl = octets[ipOffset + 8] & 0xFF;
        protocol = octets[ipOffset + 9] & 0xFF;
        payloadOffset = ipOffset + headerLength;
        payloadEnd = ipOffset + totalLength;
        int fragment = u16(ipOffset + 6);
        moreFragments = (fragment & 0x2000) != 0;
        fragmentOffset = (fragment & 0x1FFF) * 8;
        isFragment = moreFragments || fragmentOffset != 0;
        fragmentId = u16(ipOffset + 4);
        return Kind.IP;
    }

    private Kind readIpv6(int available) {
        if (available < 40 || (octets[ipOffset] & 0xF0) != 0x60) {
            return Kind.MALFORMED;
        }
        int payloadLength = u16(ipOffset + 4);
        if (payloadLength > available - 40) {
            return Kind.MALFORMED;
        }
        addressLength = 16;
        sourceOffset = ipOffset + 8;
        destinationOffset = ipOffset + 24;
        ttl = octets[ipOffset + 7] & 0xFF;
        payloadOffset = ipOffset + 40;
        payloadEnd = payloadOffset + payloadLength;
        isFragment = false;
        moreFragments = false;
        fragmentOffset = 0;
        return skipExtensions(octets[ipOffset + 6] & 0xFF, MAX_EXTENSIONS) ? Kind.IP : Kind.MALFORMED;
    }

    /** Walks extension headers from {@code payloadOffset}; also used on what reassembly put together. */
    boolean skipExtensions(int nextHeader, int limit) {
        int next = nextHeader;
        for (int i = 0; i < limit; i++) {
            boolean fragment = next == FRAGMENT;
            if (!fragment && next != HOP_BY_HOP && next != ROUTING && next != DESTINATION_OPTIONS) {
                protocol = next;
                return true;
            }
            if (payloadEnd - payloadOffset < 8) {
                return false;
            }
            int length = fragment ? 8 : 8 + (octets[payloadOffset + 1] & 0xFF) * 8;
            if (payloadEnd - payloadOffset < length) {
                return false;
            }
            next = octets[payloadOffset] & 0xFF;
            if (fragment) {
                int field = u16(payloadOffset + 2);
                fragmentOffset = field & 0xFFF8;
                moreFragments = (field & 1) != 0;
                isFragment = moreFragments || fragmentOffset != 0;
                fragmentId = (long) u16(payloadOffset + 4) << 16 | u16(payloadOffset + 6);
                payloadOffset += length;
                if (isFragment) {
                    protocol = next;
                    return true;
                }
            } else {
                payloadOffset += length;
            }
        }
        return false;
    }

    int payloadLength() {
        return payloadEnd - payloadOffset;
    }

    boolean isIpv4() {
        return addressLength == 4;
    }

    int u16(int offset) {
        return (octets[offset] & 0xFF) << 8 | (octets[offset + 1] & 0xFF);
    }

    int i32(int offset) {
        return u16(offset) << 16 | u16(offset + 2);
    }

    /** Whether the payload adds up with its pseudo header (UDP, ICMPv6) and its checksum field. */
    boolean isSoundWithPseudoHeader() {
        long pseudo = InternetChecksum.pseudoHeader(octets, sourceOffset, destinationOffset, addressLength, protocol,
                payloadLength());
        return InternetChecksum.fold(pseudo + InternetChecksum.sum(octets, payloadOffset, payloadLength())) == 0xFFFF;
    }

    /** Whether the payload adds up with its checksum field alone (ICMPv4, IGMP). */
    boolean isSound() {
        return InternetChecksum.fold(InternetChecksum.sum(octets, payloadOffset, payloadLength())) == 0xFFFF;
    }

    /** Lets the payload end where the UDP header says; false when that is not inside it. */
    boolean cutToDatagram() {
        int length = payloadLength() < UdpFrames.UDP_HEADER ? 0 : u16(payloadOffset + 4);
        if (length < UdpFrames.UDP_HEADER || length > payloadLength()) {
            return false;
        }
        payloadEnd = payloadOffset + length;
        return true;
    }

    /**
     * Whether the checksum of a datagram is right: zero says "not computed" in IPv4 and is forbidden in IPv6 (RFC 768,
     * RFC 8200 §8.1).
     */
    boolean isSoundDatagram() {
        return u16(payloadOffset + 6) != 0 ? isSoundWithPseudoHeader() : isIpv4();
    }

    /** Whether it goes to a multicast group. */
    boolean isToGroup() {
        int first = octets[destinationOffset] & 0xFF;
        return isIpv4() ? first >> 4 == 0xE : first == 0xFF;
    }

    InetAddress source() {
        return address(sourceOffset);
    }

    InetAddress destination() {
        return address(destinationOffset);
    }

    MacAddress sourceMacAddress() {
        return new MacAddress(sourceMac);
    }

    byte[] payload() {
        return Arrays.copyOfRange(octets, payloadOffset, payloadEnd);
    }

    private InetAddress address(int offset) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(octets, offset, offset + addressLength));
        } catch (UnknownHostException e) {
            throw new AssertionError("4 or 16 octets are an address", e);
        }
    }

    private long mac(int offset) {
        return (long) u16(offset) << 32 | i32(offset + 2) & 0xFFFF_FFFFL;
    }
}
