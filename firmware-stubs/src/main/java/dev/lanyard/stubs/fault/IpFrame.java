package dev.lanyard.stubs.fault;

import dev.lanyard.wire.net.MacAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * An IP packet in an Ethernet frame, as this accessory and its host send them: untagged, without IPv4 options or IPv6
 * extension headers. Changes make a new frame with right lengths and checksums.
 *
 * @param frame the Ethernet frame without FCS
 */
record IpFrame(byte[] frame) {

    static final int ICMP = 1;
    static final int UDP = 17;

    private static final int IP = 14;
    private static final int UDP_HEADER = 8;

    /** The packet in {@code frame}; empty when something else is in it. */
    static Optional<IpFrame> in(byte[] frame) {
        boolean ipv4 = frame.length >= IP + 20 && frame[12] == 0x08 && frame[13] == 0x00 && frame[IP] == 0x45;
        boolean ipv6 = frame.length >= IP + 40 && frame[12] == (byte) 0x86 && frame[13] == (byte) 0xDD;
        return ipv4 || ipv6 ? Optional.of(new IpFrame(frame)) : Optional.empty();
    }

    /** The UDP datagram in {@code frame}. */
    static Optional<IpFrame> udp(byte[] frame) {
        return in(frame).filter(packet -> packet.protocol() == UDP && !packet.isFragment()
                && frame.length >= packet.body() + UDP_HEADER);
    }

    boolean isIpv4() {
        return frame[12] == 0x08;
    }

    int protocol() {
        return frame[isIpv4() ? IP + 9 : IP + 6] & 0xFF;
    }

    /** A part of a packet; only IPv4 is told. */
    boolean isFragment() {
        return isIpv4() && (u16(IP + 6) & 0x3FFF) != 0;
    }

    /** Where the payload of the IP packet begins. */
    int body() {
        return IP + (isIpv4() ? 20 : 40);
    }

    private int u16(int at) {
        return (frame[at] & 0xFF) << 8 | frame[at + 1] & 0xFF;
    }

    int sourcePort() {
        return u16(body());
    }

    int destinationPort() {
        return u16(body() + 2);
    }

    byte[] udpPayload() {
        return Arrays.copyOfRange(frame, body() + UDP_HEADER, Math.min(frame.length, body() + u16(body() + 4)));
    }

    boolean isToGroup() {
        return (frame[0] & 1) != 0;
    }

    IpFrame withUdpPayload(byte[] payload) {
        byte[] made = Arrays.copyOf(frame, body() + UDP_HEADER + payload.length);
        System.arraycopy(payload, 0, made, body() + UDP_HEADER, payload.length);
        return new IpFrame(made).sealed();
    }

    /** Cuts the IP packet's payload to {@code length} octets. */
    IpFrame truncated(int length) {
        return new IpFrame(Arrays.copyOf(frame, body() + length)).sealed();
    }

    IpFrame withHopLimit(int hopLimit) {
        byte[] made = frame.clone();
        made[isIpv4() ? IP + 8 : IP + 7] = (byte) hopLimit;
        return new IpFrame(made).sealed();
    }

    IpFrame withPorts(int source, int destination) {
        byte[] made = frame.clone();
        ByteBuffer.wrap(made).putShort(body(), (short) source).putShort(body() + 2, (short) destination);
        return new IpFrame(made).sealed();
    }

    /** To a group instead; {@code group} has as many octets as the packet's addresses. */
    IpFrame toGroup(MacAddress mac, byte[] group) {
        byte[] made = frame.clone();
        mac.bytes().copyTo(made, 0);
        System.arraycopy(group, 0, made, body() - group.length, group.length);
        return new IpFrame(made).sealed();
    }

    /** Without UDP checksum, which IPv4 allows. */
    IpFrame withoutUdpChecksum() {
        byte[] made = frame.clone();
        made[body() + 6] = 0;
        made[body() + 7] = 0;
        return new IpFrame(made);
    }

    /** With lengths and checksums that fit the rest. */
    private IpFrame sealed() {
        ByteBuffer out = ByteBuffer.wrap(frame);
        int length = frame.length - body();
        if (isIpv4()) {
            out.putShort(IP + 2, (short) (length + 20)).putShort(IP + 10, (short) 0);
            out.putShort(IP + 10, (short) checksum(sum(IP, 20)));
        } else {
            out.putShort(IP + 4, (short) length);
        }
        if (protocol() == UDP) {
            out.putShort(body() + 4, (short) length).putShort(body() + 6, (short) 0);
            int addresses = isIpv4() ? 8 : 32;
            int checksum = checksum(sum(body() - addresses, addresses) + UDP + length + sum(body(), length));
            out.putShort(body() + 6, (short) (checksum == 0 ? 0xFFFF : checksum));
        } else if (protocol() == ICMP && isIpv4()) {
            out.putShort(body() + 2, (short) 0);
            out.putShort(body() + 2, (short) checksum(sum(body(), length)));
        }
        return this;
    }

    private long sum(int offset, int length) {
        long sum = 0;
        for (int at = 0; at < length; at++) {
            sum += (frame[offset + at] & 0xFFL) << (at % 2 == 0 ? 8 : 0);
        }
        return sum;
    }

    private static int checksum(long sum) {
        long folded = sum;
        while (folded > 0xFFFF) {
            folded = (folded & 0xFFFF) + (folded >>> 16);
        }
        return (int) ~folded & 0xFFFF;
    }
}
