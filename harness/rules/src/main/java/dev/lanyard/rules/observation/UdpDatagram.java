package dev.lanyard.rules.observation;

import dev.lanyard.wire.Bytes;
import java.util.Optional;

/**
 * A UDP datagram of an Ethernet frame. Fragments and IPv6 extension headers are not followed.
 *
 * @param packet what carries it
 */
public record UdpDatagram(IpPacket packet, int sourcePort, int destinationPort, Bytes payload) {

    /** The datagram that {@code frame} carries, if it carries a whole one. */
    public static Optional<UdpDatagram> of(Bytes frame) {
        return IpPacket.of(frame).flatMap(UdpDatagram::of);
    }

    /** The datagram that {@code packet} carries, if it carries a whole one. */
    public static Optional<UdpDatagram> of(IpPacket packet) {
        Bytes udp = packet.payload();
        if (packet.protocol() != IpPacket.UDP || packet.fragment() || !udp.has(0, 8)) {
            return Optional.empty();
        }
        int length = udp.u16be(4);
        if (length < 8 || length > udp.length()) {
            return Optional.empty();
        }
        return Optional.of(new UdpDatagram(packet, udp.u16be(0), udp.u16be(2), udp.slice(8, length - 8)));
    }

    /** 4 or 16 octets. */
    public Bytes source() {
        return packet.source();
    }

    /** As long as {@link #source}. */
    public Bytes destination() {
        return packet.destination();
    }

    /** Whether its checksum is right, or left out where that is allowed (RFC 768; never in IPv6, RFC 8200 §8.1). */
    public boolean isSound() {
        return packet.payload().u16be(6) == 0 ? packet.isIpv4() : packet.isSound();
    }
}
