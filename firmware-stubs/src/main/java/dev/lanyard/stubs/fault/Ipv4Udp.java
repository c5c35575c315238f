package dev.lanyard.stubs.fault;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * A UDP datagram in an Ethernet frame with IPv4, as this accessory sends them: untagged, without IP options, whole.
 *
 * @param frame the Ethernet frame without FCS
 */
record Ipv4Udp(byte[] frame) {

    private static final int IP = 14;
    private static final int UDP = IP + 20;
    private static final int PAYLOAD = UDP + 8;
    private static final int UDP_PROTOCOL = 17;

    /** The datagram in {@code frame}; empty when something else is in it. */
    static Optional<Ipv4Udp> in(byte[] frame) {
        boolean udp = frame.length >= PAYLOAD && frame[12] == 0x08 && frame[13] == 0x00 && frame[IP] == 0x45
                && frame[IP + 9] == UDP_PROTOCOL;
        return udp ? Optional.of(new Ipv4Udp(frame)) : Optional.empty();
    }

    int sourcePort() {
        return u16(UDP);
    }

    int destinationPort() {
        return u16(UDP + 2);
    }

    /** The sender's IPv4 address. */
    byte[] source() {
        return Arrays.copyOfRange(frame, IP + 12, IP + 16);
    }

    byte[] payload() {
        return Arrays.copyOfRange(frame, PAYLOAD, UDP + u16(UDP + 4));
    }

    /** The frame with another payload; lengths and checksums are right. */
    byte[] withPayload(byte[] payload) {
        byte[] made = Arrays.copyOf(frame, PAYLOAD + payload.length);
        System.arraycopy(payload, 0, made, PAYLOAD, payload.length);
        ByteBuffer out = ByteBuffer.wrap(made);
        out.putShort(IP + 2, (short) (made.length - IP)).putShort(IP + 10, (short) 0);
        out.putShort(IP + 10, (short) checksum(sum(out, IP, 20)));
        int length = 8 + payload.length;
        out.putShort(UDP + 4, (short) length).putShort(UDP + 6, (short) 0);
        // The pseudo header: both addresses, the protocol and the length (RFC 768).
        int checksum = checksum(sum(out, IP + 12, 8) + UDP_PROTOCOL + length + sum(out, UDP, length));
        out.putShort(UDP + 6, (short) (checksum == 0 ? 0xFFFF : checksum));
        return made;
    }

    private int u16(int at) {
        return ByteBuffer.wrap(frame).getShort(at) & 0xFFFF;
    }

    private static long sum(ByteBuffer octets, int offset, int length) {
        long sum = 0;
        for (int at = offset; at < offset + length; at++) {
            sum += (octets.get(at) & 0xFFL) << ((at - offset) % 2 == 0 ? 8 : 0);
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
