package dev.lanyard.rules.observation;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.net.MacAddress;
import java.util.Optional;

/**
 * An IPv4 or IPv6 packet of an untagged Ethernet frame. IPv6 extension headers are not followed: the protocol is then
 * that of the first one.
 *
 * @param from           the frame's source
 * @param to             the frame's destination
 * @param source         4 or 16 octets
 * @param destination    as long as {@code source}
 * @param hopLimit       TTL or hop limit
 * @param identification IPv4's; 0 in IPv6
 * @param fragment       only a part of the packet is here
 * @param payload        what the header says is behind it
 */
public record IpPacket(MacAddress from, MacAddress to, Bytes source, Bytes destination, int protocol, int hopLimit,
                       int identification, boolean fragment, Bytes payload) {

    public static final int ICMP = 1;
    public static final int UDP = 17;
    public static final int ICMPV6 = 58;

    private static final int FRAGMENT_HEADER = 44;

    /** The packet that {@code frame} carries, if it carries a whole one. */
    public static Optional<IpPacket> of(Bytes frame) {
        if (!frame.has(0, 14)) {
            return Optional.empty();
        }
        return switch (frame.u16be(12)) {
            case 0x0800 -> ofIpv4(frame, frame.from(14));
            case 0x86DD -> ofIpv6(frame, frame.from(14));
            default -> Optional.empty();
        };
    }

    private static Optional<IpPacket> ofIpv4(Bytes frame, Bytes packet) {
        if (!packet.has(0, 20) || packet.u8(0) >> 4 != 4) {
            return Optional.empty();
        }
        int header = 4 * (packet.u8(0) & 0xF);
        int total = packet.u16be(2);
        if (header < 20 || total < header || total > packet.length()) {
            return Optional.empty();
        }
        return Optional.of(new IpPacket(MacAddress.at(frame, 6), MacAddress.at(frame, 0), packet.slice(12, 4),
                packet.slice(16, 4), packet.u8(9), packet.u8(8), packet.u16be(4), (packet.u16be(6) & 0x3FFF) != 0,
                packet.slice(header, total - header)));
    }

    private static Optional<IpPacket> ofIpv6(Bytes frame, Bytes packet) {
        if (!packet.has(0, 40) || packet.u8(0) >> 4 != 6 || !packet.has(40, packet.u16be(4))) {
            return Optional.empty();
        }
        return Optional.of(new IpPacket(MacAddress.at(frame, 6), MacAddress.at(frame, 0), packet.slice(8, 16),
                packet.slice(24, 16), packet.u8(6), packet.u8(7), 0, packet.u8(6) == FRAGMENT_HEADER,
                packet.slice(40, packet.u16be(4))));
    }

    public boolean isIpv4() {
        return source.length() == 4;
    }

    /** Whether it goes to a group, or to every host by the limited broadcast address. */
    public boolean isToMany() {
        int first = destination.u8(0);
        return isIpv4() ? first >= 224 : first == 0xFF;
    }

    /** Whether the payload adds up with its checksum field and, for UDP and ICMPv6, the pseudo header. */
    public boolean isSound() {
        long sum = sum(payload);
        if (protocol == UDP || protocol == ICMPV6) {
            sum += sum(source) + sum(destination) + protocol + payload.length();
        }
        while (sum > 0xFFFF) {
            sum = (sum & 0xFFFF) + (sum >>> 16);
        }
        return sum == 0xFFFF;
    }

    private static long sum(Bytes octets) {
        long sum = 0;
        int even = octets.length() & ~1;
        for (int at = 0; at < even; at += 2) {
            sum += octets.u16be(at);
        }
        return even == octets.length() ? sum : sum + ((long) octets.u8(even) << 8);
    }
}
