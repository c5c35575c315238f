package dev.lanyard.rules.catalogue;

import dev.lanyard.rules.Finding;
import dev.lanyard.rules.observation.IpPacket;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.rules.observation.Seen;
import dev.lanyard.rules.observation.SeenFrame;
import dev.lanyard.rules.observation.UdpDatagram;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.dhcp.DhcpMessageType;
import java.util.ArrayList;
import java.util.List;

/** Whether an accessory is reached, and found by multicast DNS, at link-local addresses (RFC 3927, RFC 4291 §2.5.6). */
final class LinkLocalReach {

    private static final int MDNS_PORT = 5353;
    private static final int DNS_HEADER = 12;
    private static final long PATIENCE_NANOS = 1_000_000_000;

    private long firstEcho = -1;
    private long firstQuery = -1;
    private long echoNanos;
    private long queryNanos;
    private long echoReply = -1;
    private long answer = -1;
    private long lastNanos;

    private LinkLocalReach() {}

    static Finding judge(Observation seen) {
        LinkLocalReach reach = new LinkLocalReach();
        seen.forEachIpPacket(reach::add);
        reach.lastNanos = seen.lastNanos();
        return reach.finding(hasLease(seen));
    }

    private static boolean hasLease(Observation seen) {
        return seen.dhcpMessages().stream().anyMatch(message -> message.what().received()
                && message.what().what().type().filter(DhcpMessageType.ACK::equals).isPresent());
    }

    private void add(Seen<SeenFrame<IpPacket>> seen) {
        IpPacket packet = seen.what().what();
        boolean received = seen.what().received();
        if (isEcho(packet, received) && (received ? isLinkLocal(packet.source()) : isToLinkLocal(packet))) {
            if (received) {
                echoReply = echoReply < 0 ? seen.sequence() : echoReply;
            } else if (firstEcho < 0) {
                firstEcho = seen.sequence();
                echoNanos = seen.nanos();
            }
        }
        UdpDatagram.of(packet).filter(udp -> isMdns(udp, received)).ifPresent(udp -> {
            if (received && isLinkLocal(udp.source())) {
                answer = answer < 0 ? seen.sequence() : answer;
            } else if (!received && isLinkLocal(udp.source()) && firstQuery < 0) {
                firstQuery = seen.sequence();
                queryNanos = seen.nanos();
            }
        });
    }

    private static boolean isEcho(IpPacket packet, boolean reply) {
        return packet.payload().has(0, 8) && (packet.protocol() == IpPacket.ICMP
                && packet.payload().u8(0) == (reply ? 0 : 8) || packet.protocol() == IpPacket.ICMPV6
                && packet.payload().u8(0) == (reply ? 129 : 128));
    }

    private static boolean isToLinkLocal(IpPacket packet) {
        return isLinkLocal(packet.destination()) || packet.isToMany() && isLinkLocal(packet.source());
    }

    private static boolean isMdns(UdpDatagram udp, boolean response) {
        return udp.payload().has(0, DNS_HEADER) && (udp.payload().u8(2) & 0x80) != 0 == response
                && (response ? udp.sourcePort() : udp.destinationPort()) == MDNS_PORT;
    }

    private static boolean isLinkLocal(Bytes address) {
        return address.length() == 4 ? address.u16be(0) == 0xA9FE : (address.u16be(0) & 0xFFC0) == 0xFE80;
    }

    private Finding finding(boolean lease) {
        if (echoReply >= 0 && answer >= 0) {
            return Finding.kept("it answered echo requests and multicast DNS from link-local addresses",
                    List.of(echoReply, answer));
        }
        if (lease) {
            return Finding.unseen("the host had a DHCP lease, so link-local addresses were of no need");
        }
        List<Long> proof = new ArrayList<>();
        boolean unreached = firstEcho >= 0 && echoReply < 0 && lastNanos - echoNanos >= PATIENCE_NANOS;
        boolean unfound = firstQuery >= 0 && answer < 0 && lastNanos - queryNanos >= PATIENCE_NANOS;
        if (unreached) {
            proof.add(firstEcho);
        }
        if (unfound) {
            proof.add(firstQuery);
        }
        return proof.isEmpty() ? Finding.unseen("echo requests and multicast DNS queries from link-local addresses were not "
                + "both tried without a DHCP lease")
                : Finding.broken("without a DHCP lease it answered no " + (unreached ? "echo request" : "multicast DNS query")
                        + (unreached && unfound ? " and no multicast DNS query" : "") + " from a link-local address", proof);
    }
}
