package dev.lanyard.rules.observation;

import dev.lanyard.wire.Bytes;
import java.util.Optional;

/**
 * An echo request or reply of either IP version (RFC 792, RFC 4443 §4).
 *
 * @param packet  what carries it
 * @param request a request; else a reply
 * @param key     identifier and sequence number: 4 octets
 */
public record EchoMessage(IpPacket packet, boolean request, Bytes key) {

    private static final int ICMP_REQUEST = 8;

    /** The echo message that {@code packet} carries, if it carries a whole one. */
    public static Optional<EchoMessage> of(IpPacket packet) {
        if (packet.fragment() || !packet.payload().has(0, 8)) {
            return Optional.empty();
        }
        int type = packet.payload().u8(0);
        boolean four = packet.isIpv4() && packet.protocol() == IpPacket.ICMP && (type == ICMP_REQUEST || type == 0);
        boolean six = !packet.isIpv4() && packet.protocol() == IpPacket.ICMPV6
                && (type == Icmpv6Message.ECHO_REQUEST || type == Icmpv6Message.ECHO_REPLY);
        return four || six ? Optional.of(new EchoMessage(packet,
                type == ICMP_REQUEST || type == Icmpv6Message.ECHO_REQUEST, packet.payload().slice(4, 4)))
                : Optional.empty();
    }

    /** Whether {@code other} is a reply with this request's identifier and sequence number. */
    public boolean isAnsweredBy(EchoMessage other) {
        return !other.request() && other.packet().isIpv4() == packet.isIpv4() && other.key().equals(key);
    }
}
