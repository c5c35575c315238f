package dev.lanyard.stubs.fault;

import java.nio.ByteBuffer;

/** Telling frames apart: untagged Ethernet, IPv6 with at most a hop-by-hop header before ICMPv6. */
final class Packets {

    static final int NEIGHBOUR_SOLICITATION = 135;
    static final int ECHO_REQUEST_6 = 128;

    private static final int ARP = 0x0806;
    private static final int IPV4 = 0x0800;
    private static final int IPV6 = 0x86DD;
    private static final int IP = 14;
    private static final int ARP_LENGTH = IP + 28;
    private static final int IPV4_LENGTH = IP + 20;
    private static final int IPV6_LENGTH = IP + 40;
    private static final int LINK_LOCAL = 0xA9FE;

    private Packets() {}

    static boolean isArp(byte[] frame, int operation) {
        return frame.length >= ARP_LENGTH && u16(frame, 12) == ARP && u16(frame, IP + 6) == operation;
    }

    /** The sender's address of an ARP packet. */
    static int arpSender(byte[] frame) {
        return s32(frame, IP + 14);
    }

    /** The target's address of an ARP packet. */
    static int arpTarget(byte[] frame) {
        return s32(frame, IP + 24);
    }

    static void putArpSender(byte[] frame, int address) {
        ByteBuffer.wrap(frame).putInt(IP + 14, address);
    }

    static void putArpTarget(byte[] frame, int address) {
        ByteBuffer.wrap(frame).putInt(IP + 24, address);
    }

    /** Asks whether an address is free (RFC 5227 §2.1.1). */
    static boolean isArpProbe(byte[] frame) {
        return isArp(frame, 1) && arpSender(frame) == 0;
    }

    static boolean isIpv4(byte[] frame) {
        return frame.length >= IPV4_LENGTH && u16(frame, 12) == IPV4;
    }

    static boolean isIpv4(byte[] frame, int protocol) {
        return isIpv4(frame) && frame[IP + 9] == protocol;
    }

    static int ipv4Source(byte[] frame) {
        return s32(frame, IP + 12);
    }

    static void putIpv4Destination(byte[] frame, int address) {
        ByteBuffer.wrap(frame).putInt(IP + 16, address);
    }

    static boolean isLinkLocal(int address) {
        return address >>> 16 == LINK_LOCAL;
    }

    /** The type of an ICMPv6 message; -1 for everything else. */
    static int icmpv6(byte[] frame) {
        if (frame.length < IPV6_LENGTH + 4 || u16(frame, 12) != IPV6) {
            return -1;
        }
        int next = frame[IP + 6];
        int at = IPV6_LENGTH;
        if (next == 0 && frame.length >= IPV6_LENGTH + 12) {
            next = frame[at];
            at += 8;
        }
        return next == 58 ? frame[at] & 0xFF : -1;
    }

    static boolean isFromUnspecified(byte[] frame) {
        ByteBuffer octets = ByteBuffer.wrap(frame);
        return octets.getLong(IP + 8) == 0 && octets.getLong(IP + 16) == 0;
    }

    static boolean isMulticast(byte[] frame) {
        return (frame[0] & 1) != 0 && !isBroadcast(frame);
    }

    static boolean isBroadcast(byte[] frame) {
        return u16(frame, 0) == 0xFFFF && s32(frame, 2) == -1;
    }

    private static int u16(byte[] frame, int at) {
        return ByteBuffer.wrap(frame).getShort(at) & 0xFFFF;
    }

    private static int s32(byte[] frame, int at) {
        return ByteBuffer.wrap(frame).getInt(at);
    }
}
