package dev.lanyard.rules.observation;

import dev.lanyard.wire.Bytes;
import java.util.Optional;

/**
 * A UDP datagram of an Ethernet frame. IPv4 fragments and IPv6 extension headers are not followed.
 *
 * @param source      4 or 16 octets
 * @param destination as long as {@code source}
 */
public record UdpDatagram(Bytes source, int sourcePort, Bytes destination, int destinationPort, Bytes payload) {

    private static final int UDP = 17;

    /** The datagram that {@code frame} carries, if it carries a whole one. */
    public static Optional<UdpDatagram> of(Bytes frame) {
        if (!frame.has(0, 14)) {
            return Optional.empty();
        }
        Bytes packet = frame.from(14);
        return switch (frame.u16be(12)) {
            case 0x0800 -> ofIpv4(packet);
            case 0x86DD -> ofIpv6(packet);
            default -> Optional.empty();
        };
    }

    private static Optional<UdpDatagram> ofIpv4(Bytes packet) {
        if (!packet.has(0, 20) || packet.u8(0) >> 4 != 4 || packet.u8(9) != UDP || (packet.u16be(6) & 0x3FFF) != 0) {
            return Optional.empty();
        }
        int header = 4 * (packet.u8(0) & 0xF);
        int total = packet.u16be(2);
        if (header < 20 || total < header || total > packet.length()) {
            return Optional.empty();
        }
        return ofUdp(packet.slice(12, 4), packet.slice(16, 4), packet.slice(header, total - header));
    }

    private static Optional<UdpDatagram> ofIpv6(Bytes packet) {
        if (!packet.has(0, 40) || packet.u8(0) >> 4 != 6 || packet.u8(6) != UDP || !packet.has(40, packet.u16be(4))) {
            return Optional.empty();
        }
        return ofUdp(packet.slice(8, 16), packet.slice(24, 16), packet.slice(40, packet.u16be(4)));
    }

    private static Optional<UdpDatagram> ofUdp(Bytes source, Bytes destination, Bytes udp) {
        if (!udp.has(0, 8)) {
            return Optional.empty();
        }
        int length = udp.u16be(4);
        if (length < 8 || length > udp.length()) {
            return Optional.empty();
        }
        return Optional.of(new UdpDatagram(source, udp.u16be(0), destination, udp.u16be(2), udp.slice(8, length - 8)));
    }
}
