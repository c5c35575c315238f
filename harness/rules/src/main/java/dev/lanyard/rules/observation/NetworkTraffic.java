package dev.lanyard.rules.observation;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.dhcp.DhcpMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the link shows of the accessory as an IP node: the small protocols message by message, in order, and of the
 * rest who it was from. Lists are bounded: an attempt with more of one kind shows nothing new.
 */
public final class NetworkTraffic {

    private static final int MAX = 20_000;
    private static final int MAX_ADDRESSES = 64;
    private static final int IGMP = 2;
    private static final int MDNS_PORT = 5353;

    private final List<Seen<SeenFrame<ArpPacket>>> arp = new ArrayList<>();
    private final List<Seen<SeenFrame<Icmpv6Message>>> icmpv6 = new ArrayList<>();
    private final List<Seen<SeenFrame<EchoMessage>>> echoes = new ArrayList<>();
    private final List<Seen<SeenFrame<IpPacket>>> igmp = new ArrayList<>();
    private final List<Seen<SeenFrame<DhcpPacket>>> dhcp = new ArrayList<>();
    private final List<Seen<SeenFrame<UdpDatagram>>> mdns = new ArrayList<>();
    private final Map<Bytes, Long> sources = new LinkedHashMap<>();
    private final Set<Bytes> hosts = new LinkedHashSet<>();

    private NetworkTraffic() {}

    /** Gathers in one pass over the frames, once for each observation. */
    public static NetworkTraffic of(Observation seen) {
        return seen.once(NetworkTraffic.class, observation -> {
            NetworkTraffic traffic = new NetworkTraffic();
            observation.forEachFrame(traffic::add);
            return traffic;
        });
    }

    private void add(Seen<SeenFrame<Bytes>> frame) {
        Optional<ArpPacket> question = ArpPacket.of(frame.what().what());
        if (question.isPresent()) {
            keep(arp, frame, question.get());
            return;
        }
        IpPacket.of(frame.what().what()).ifPresent(packet -> {
            if (frame.what().received() && sources.size() < MAX_ADDRESSES) {
                sources.putIfAbsent(packet.source(), frame.sequence());
            } else if (!frame.what().received() && hosts.size() < MAX_ADDRESSES) {
                hosts.add(packet.source());
            }
            add(frame, packet);
        });
    }

    private void add(Seen<SeenFrame<Bytes>> frame, IpPacket packet) {
        EchoMessage.of(packet).ifPresent(echo -> keep(echoes, frame, echo));
        if (packet.isIpv4() && packet.protocol() == IGMP) {
            keep(igmp, frame, packet);
        } else if (packet.protocol() == IpPacket.UDP) {
            UdpDatagram.of(packet).ifPresent(udp -> add(frame, udp));
        } else {
            Icmpv6Message.of(packet).filter(message -> message.type() != Icmpv6Message.ECHO_REQUEST
                    && message.type() != Icmpv6Message.ECHO_REPLY).ifPresent(message -> keep(icmpv6, frame, message));
        }
    }

    private void add(Seen<SeenFrame<Bytes>> frame, UdpDatagram udp) {
        if (isDhcp(udp.sourcePort()) && isDhcp(udp.destinationPort())) {
            keep(dhcp, frame, new DhcpPacket(udp.packet(), DhcpMessage.decode(udp.payload())));
        } else if (udp.sourcePort() == MDNS_PORT || udp.destinationPort() == MDNS_PORT) {
            keep(mdns, frame, udp);
        }
    }

    private static boolean isDhcp(int port) {
        return port == DhcpMessage.SERVER_PORT || port == DhcpMessage.CLIENT_PORT;
    }

    private static <T> void keep(List<Seen<SeenFrame<T>>> list, Seen<SeenFrame<Bytes>> frame, T what) {
        if (list.size() < MAX) {
            list.add(frame.as(new SeenFrame<>(frame.what().received(), what)));
        }
    }

    public List<Seen<SeenFrame<ArpPacket>>> arp() {
        return Collections.unmodifiableList(arp);
    }

    /** ICMPv6 other than echo. */
    public List<Seen<SeenFrame<Icmpv6Message>>> icmpv6() {
        return Collections.unmodifiableList(icmpv6);
    }

    /** Echo requests and replies of both IP versions. */
    public List<Seen<SeenFrame<EchoMessage>>> echoes() {
        return Collections.unmodifiableList(echoes);
    }

    /** DHCPv4 in both directions. */
    public List<Seen<SeenFrame<DhcpPacket>>> dhcp() {
        return Collections.unmodifiableList(dhcp);
    }

    /** Datagrams to or from port 5353. */
    public List<Seen<SeenFrame<UdpDatagram>>> mdns() {
        return Collections.unmodifiableList(mdns);
    }

    /** IGMP messages of the harness: queries, and reports of its own groups. */
    public List<Seen<IpPacket>> igmpSent() {
        return part(igmp, false);
    }

    /** The groups that IGMP reports of the accessory name, each with the report. */
    public List<Seen<Bytes>> igmpReports() {
        return part(igmp, true).stream()
                .flatMap(seen -> GroupRecords.ofIgmp(seen.what().payload()).stream().map(seen::as)).toList();
    }

    /** Source addresses of IP packets from the accessory, in the order of appearance, each with its first event. */
    public Map<Bytes, Long> sources() {
        return Collections.unmodifiableMap(sources);
    }

    /** Source addresses of IP packets that the harness sent. */
    public Set<Bytes> hosts() {
        return Collections.unmodifiableSet(hosts);
    }

    /** One direction of a list: what came from the accessory, or what was sent to it. */
    public static <T> List<Seen<T>> part(List<Seen<SeenFrame<T>>> all, boolean received) {
        return all.stream().filter(seen -> seen.what().received() == received)
                .map(seen -> seen.as(seen.what().what())).toList();
    }
}
