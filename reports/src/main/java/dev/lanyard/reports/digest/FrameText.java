package dev.lanyard.reports.digest;

import dev.lanyard.rules.observation.UdpDatagram;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.dhcp.DhcpMessage;
import dev.lanyard.wire.dhcp.DhcpOption;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Says in a few words what an Ethernet frame carries. Total: a frame that makes no sense is described by its octets. */
final class FrameText {

    private static final int MDNS_PORT = 5353;
    private static final int NAMES = 3;

    private FrameText() {}

    /** What is said: in which conversation it stands, in a few words and, where there is more to say, at length. */
    record Said(Dialogue dialogue, String label, String detail) {}

    static Said of(Bytes frame) {
        if (!frame.has(0, 14)) {
            return new Said(Dialogue.OTHER, "runt of " + frame.length() + " octets", "");
        }
        int type = frame.u16be(12);
        Optional<UdpDatagram> udp = UdpDatagram.of(frame);
        if (udp.isPresent()) {
            return udp(udp.get());
        }
        return switch (type) {
            case 0x0806 -> arp(frame.from(14));
            case 0x0800 -> ipv4(frame.from(14));
            case 0x86DD -> ipv6(frame.from(14));
            default -> new Said(Dialogue.OTHER, "EtherType 0x%04x, %d octets".formatted(type, frame.length()), "");
        };
    }

    private static Said udp(UdpDatagram datagram) {
        int from = datagram.sourcePort();
        int to = datagram.destinationPort();
        if (is(DhcpMessage.SERVER_PORT, from, to) || is(DhcpMessage.CLIENT_PORT, from, to)) {
            return dhcp(datagram.payload());
        }
        if (is(MDNS_PORT, from, to)) {
            return mdns(datagram.payload());
        }
        return new Said(Dialogue.UDP, "UDP %d → %d, %d octets".formatted(from, to, datagram.payload().length()),
                address(datagram.source()) + " → " + address(datagram.destination()));
    }

    private static boolean is(int port, int from, int to) {
        return from == port || to == port;
    }

    private static Said dhcp(Bytes payload) {
        DhcpMessage message = DhcpMessage.decode(payload);
        String type = message.type().map(t -> "DHCP" + t.name()).orElse(message.op() == DhcpMessage.BOOTREQUEST
                ? "BOOTP request" : "BOOTP reply");
        StringBuilder label = new StringBuilder(type);
        if (message.op() == DhcpMessage.BOOTREPLY) {
            label.append(' ').append(message.yiaddr().getHostAddress());
        }
        message.address(DhcpOption.REQUESTED_IP_ADDRESS).ifPresent(a -> label.append(" asks for ")
                .append(a.getHostAddress()));
        message.address(DhcpOption.ROUTER).ifPresent(a -> label.append(", router ").append(a.getHostAddress()));
        message.address(DhcpOption.DOMAIN_NAME_SERVER).ifPresent(a -> label.append(", DNS ").append(a.getHostAddress()));
        String options = message.options().stream().map(DhcpOption::toString).collect(Collectors.joining(", "));
        return new Said(Dialogue.DHCP, label.toString(), "xid %08x, options %s".formatted(message.xid(), options)
                + (message.defects().isEmpty() ? "" : "; " + String.join("; ", message.defects())));
    }

    private static Said mdns(Bytes payload) {
        Message message;
        try {
            message = new Message(payload.toArray());
        } catch (IOException | RuntimeException e) {
            return new Said(Dialogue.MDNS, "mDNS message that cannot be read", "" + e.getMessage());
        }
        boolean answer = message.getHeader().getFlag(Flags.QR);
        List<Record> records = answer ? message.getSection(Section.ANSWER) : message.getSection(Section.QUESTION);
        String names = records.stream().limit(NAMES).map(r -> Type.string(r.getType()) + " " + r.getName())
                .collect(Collectors.joining(", "));
        String more = records.size() > NAMES ? " and " + (records.size() - NAMES) + " more" : "";
        return new Said(Dialogue.MDNS, (answer ? "mDNS answer " : "mDNS query ") + names + more,
                answer ? records.stream().map(Record::toString).collect(Collectors.joining("; ")) : "");
    }

    private static Said arp(Bytes packet) {
        if (!packet.has(0, 28)) {
            return new Said(Dialogue.NEIGHBOURS, "ARP, cut short", "");
        }
        String sender = address(packet.slice(14, 4));
        String target = address(packet.slice(24, 4));
        return new Said(Dialogue.NEIGHBOURS, switch (packet.u16be(6)) {
            case 1 -> sender.equals("0.0.0.0") ? "ARP probe for " + target
                    : sender.equals(target) ? "ARP announcement of " + sender : "ARP who has " + target + "?";
            case 2 -> "ARP " + sender + " is at " + mac(packet.slice(8, 6));
            default -> "ARP operation " + packet.u16be(6);
        }, "from " + sender + ", " + mac(packet.slice(8, 6)));
    }

    private static Said ipv4(Bytes packet) {
        int header = packet.has(0, 20) ? 4 * (packet.u8(0) & 0xF) : 0;
        if (header < 20 || !packet.has(header, 8)) {
            return new Said(Dialogue.OTHER, "IPv4 of " + packet.length() + " octets", "");
        }
        String way = address(packet.slice(12, 4)) + " → " + address(packet.slice(16, 4));
        boolean first = (packet.u16be(6) & 0x1FFF) == 0;
        if (packet.u8(9) == 1 && first) {
            int type = packet.u8(header);
            String what = switch (type) {
                case 0 -> "ICMP echo reply " + packet.u16be(header + 6);
                case 8 -> "ICMP echo request " + packet.u16be(header + 6);
                case 3 -> "ICMP destination unreachable, code " + packet.u8(header + 1);
                default -> "ICMP type " + type;
            };
            return new Said(Dialogue.ICMP, what, way);
        }
        return new Said(packet.u8(9) == 17 ? Dialogue.UDP : Dialogue.OTHER, (first ? "IPv4" : "IPv4 fragment")
                + " protocol " + packet.u8(9) + ", " + packet.length() + " octets", way);
    }

    private static Said ipv6(Bytes packet) {
        if (!packet.has(0, 41)) {
            return new Said(Dialogue.OTHER, "IPv6 of " + packet.length() + " octets", "");
        }
        String way = address(packet.slice(8, 16)) + " → " + address(packet.slice(24, 16));
        // A hop-by-hop header, which multicast listener reports carry, is eight octets.
        int at = packet.u8(6) == 0 && packet.has(40, 9) ? 48 : 40;
        int next = at == 48 ? packet.u8(40) : packet.u8(6);
        if (next != 58) {
            return new Said(Dialogue.OTHER, "IPv6 next header " + next + ", " + packet.length() + " octets", way);
        }
        int type = packet.u8(at);
        return switch (type) {
            case 128, 129 -> new Said(Dialogue.ICMP, "ICMPv6 echo " + (type == 128 ? "request" : "reply"), way);
            case 130, 131, 132, 143 -> new Said(Dialogue.NEIGHBOURS, "multicast listener "
                    + (type == 130 ? "query" : "report"), way);
            case 133 -> new Said(Dialogue.NEIGHBOURS, "router solicitation", way);
            case 134 -> new Said(Dialogue.NEIGHBOURS, "router advertisement", way);
            case 135 -> new Said(Dialogue.NEIGHBOURS, "neighbour solicitation " + target(packet, at), way);
            case 136 -> new Said(Dialogue.NEIGHBOURS, "neighbour advertisement " + target(packet, at), way);
            default -> new Said(Dialogue.ICMP, "ICMPv6 type " + type, way);
        };
    }

    private static String target(Bytes packet, int at) {
        return packet.has(at + 8, 16) ? address(packet.slice(at + 8, 16)) : "";
    }

    static String address(Bytes octets) {
        try {
            return InetAddress.getByAddress(octets.toArray()).getHostAddress();
        } catch (UnknownHostException e) {
            return octets.toHex();
        }
    }

    private static String mac(Bytes octets) {
        return octets.toHex().replaceAll("(..)(?=.)", "$1:");
    }
}
