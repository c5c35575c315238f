package dev.lanyard.drivers.ip;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/**
 * The beginning of one of our own packets as an ICMP error quotes it: cut short, so its lengths mean nothing. The
 * words are the first four of the payload: UDP ports, or ICMP type, checksum, identifier and sequence.
 */
record QuotedPacket(InetAddress source, InetAddress destination, int protocol, int first16, int second16, int third16,
                    int fourth16) {

    private static final int ECHO_REQUEST_4 = 0x0800;
    private static final int ECHO_REQUEST_6 = 0x8000;

    static Optional<QuotedPacket> read(PacketView error, int at) {
        int available = error.payloadEnd - at;
        int addresses = error.isIpv4() ? 12 : 8;
        int addressLength = error.addressLength;
        int least = error.isIpv4() ? 20 : 40;
        if (available < least || (error.octets[at] & 0xF0) != (error.isIpv4() ? 0x40 : 0x60)) {
            return Optional.empty();
        }
        int header = error.isIpv4() ? (error.octets[at] & 0xF) * 4 : least;
        if (header < least || available < header + 8) {
            return Optional.empty();
        }
        int protocol = error.octets[at + (error.isIpv4() ? 9 : 6)] & 0xFF;
        int payload = at + header;
        return Optional.of(new QuotedPacket(address(error, at + addresses),
                address(error, at + addresses + addressLength), protocol, error.u16(payload), error.u16(payload + 2),
                error.u16(payload + 4), error.u16(payload + 6)));
    }

    private static InetAddress address(PacketView packet, int offset) {
        return IpAddresses.of(Arrays.copyOfRange(packet.octets, offset, offset + packet.addressLength));
    }

    boolean isEchoRequest() {
        return protocol == PacketView.ICMP && (first16 & 0xFF00) == ECHO_REQUEST_4
                || protocol == PacketView.ICMPV6 && (first16 & 0xFF00) == ECHO_REQUEST_6;
    }
}
