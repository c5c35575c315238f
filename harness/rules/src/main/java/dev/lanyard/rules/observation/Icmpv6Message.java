package dev.lanyard.rules.observation;

import dev.lanyard.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An ICMPv6 message (RFC 4443 §2.1), also behind a hop-by-hop header, which MLD has (RFC 3810 §5).
 *
 * @param packet what carries it
 * @param body   from the type on; at least 8 octets
 */
public record Icmpv6Message(IpPacket packet, Bytes body) {

    public static final int ECHO_REQUEST = 128;
    public static final int ECHO_REPLY = 129;
    public static final int MLD_QUERY = 130;
    public static final int MLD_V1_REPORT = 131;
    public static final int ROUTER_SOLICITATION = 133;
    public static final int ROUTER_ADVERTISEMENT = 134;
    public static final int NEIGHBOUR_SOLICITATION = 135;
    public static final int NEIGHBOUR_ADVERTISEMENT = 136;
    public static final int MLD_V2_REPORT = 143;

    /** {@code ::}. */
    public static final Bytes UNSPECIFIED = Bytes.wrap(new byte[16]);

    private static final int LEAST = 8;
    private static final int HOP_BY_HOP = 0;

    /** The message that {@code packet} carries, if it carries a whole one. */
    public static Optional<Icmpv6Message> of(IpPacket packet) {
        if (packet.isIpv4()) {
            return Optional.empty();
        }
        Bytes body = packet.payload();
        int protocol = packet.protocol();
        if (protocol == HOP_BY_HOP && body.has(0, 8) && body.has(0, 8 + 8 * body.u8(1))) {
            protocol = body.u8(0);
            body = body.from(8 + 8 * body.u8(1));
        }
        return protocol == IpPacket.ICMPV6 && body.has(0, LEAST) ? Optional.of(new Icmpv6Message(packet, body))
                : Optional.empty();
    }

    public int type() {
        return body.u8(0);
    }

    /** The address that a neighbour solicitation or advertisement is about; empty when the message is cut. */
    public Optional<Bytes> target() {
        boolean neighbour = type() == NEIGHBOUR_SOLICITATION || type() == NEIGHBOUR_ADVERTISEMENT;
        return neighbour && body.has(8, 16) ? Optional.of(body.slice(8, 16)) : Optional.empty();
    }

    /** A solicitation that asks whether anybody uses an address (RFC 4862 §5.4.2). */
    public boolean isDuplicateDetection() {
        return type() == NEIGHBOUR_SOLICITATION && packet.source().equals(UNSPECIFIED);
    }

    /** The groups that a listener report names. */
    public List<Bytes> reportedGroups() {
        if (type() == MLD_V1_REPORT) {
            return body.has(8, 16) ? List.of(body.slice(8, 16)) : List.of();
        }
        return type() == MLD_V2_REPORT ? GroupRecords.of(body, 16) : List.of();
    }

    /** A prefix information option (RFC 4861 §4.6.2): from its type on, 32 octets. */
    public List<Bytes> prefixOptions() {
        List<Bytes> found = new ArrayList<>();
        int at = 16;
        while (type() == ROUTER_ADVERTISEMENT && body.has(at, 2) && body.u8(at + 1) > 0) {
            int length = 8 * body.u8(at + 1);
            if (body.u8(at) == 3 && body.has(at, length)) {
                found.add(body.slice(at, length));
            }
            at += length;
        }
        return found;
    }
}
