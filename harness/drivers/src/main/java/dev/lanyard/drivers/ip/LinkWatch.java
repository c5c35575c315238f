package dev.lanyard.drivers.ip;

import dev.lanyard.wire.Bytes;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Looks at what the accessory says on its own, without asking anything. */
public final class LinkWatch {

    /** Something that an IP node says of itself. */
    public enum Sign {
        /** An ARP packet from 0.0.0.0 that asks whether an address is free. */
        ARP_PROBE,
        /** An ARP packet that announces an address: sender and target are the same. */
        ARP_ANNOUNCEMENT,
        /** An ARP probe or announcement of an address in 169.254/16 (RFC 3927). */
        LINK_LOCAL_CLAIM,
        /** An ARP announcement of an address in 169.254/16. */
        LINK_LOCAL_ADDRESS,
        /** A neighbour solicitation from the unspecified address (RFC 4862 §5.4.2). */
        DUPLICATE_DETECTION,
        /** An IGMP membership report. */
        IGMP_REPORT,
        /** An MLD listener report. */
        MLD_REPORT,
        /** A router solicitation. */
        ROUTER_SOLICITATION,
        /** A router advertisement. */
        ROUTER_ADVERTISEMENT,
        /** A DHCPv4 message of a client. */
        DHCP_REQUEST,
        /** A multicast DNS message. */
        MDNS
    }

    /**
     * What was seen.
     *
     * @param signs     how often
     * @param addresses source addresses of the accessory's packets, in the order of appearance
     * @param claimed   the last address in 169.254/16 that was probed for or announced
     */
    public record Seen(Map<Sign, Integer> signs, List<InetAddress> addresses, Optional<Inet4Address> claimed) {

        public int count(Sign sign) {
            return signs.getOrDefault(sign, 0);
        }
    }

    private static final int MAX_ADDRESSES = 64;
    private static final int DHCP_SERVER = 67;
    private static final int MDNS_PORT = 5353;

    private final IpHost host;
    private final Map<Sign, Integer> signs = new EnumMap<>(Sign.class);
    private final Set<InetAddress> addresses = new LinkedHashSet<>();
    private Optional<Inet4Address> claimed = Optional.empty();

    public LinkWatch(IpHost host) {
        this.host = host;
    }

    /** Watches for {@code time}, or until {@code enough}. */
    public Seen watch(Duration time, Predicate<Seen> enough) throws IpException, InterruptedException {
        try (FrameTap tap = host.tap(frame -> true)) {
            return watch(tap, time, enough);
        }
    }

    /** As {@link #watch(Duration, Predicate)} on a tap that may hold frames already. */
    Seen watch(FrameTap tap, Duration time, Predicate<Seen> enough) throws IpException, InterruptedException {
        long deadline = host.clock().nanos() + time.toNanos();
        while (true) {
            Optional<FrameTap.Tapped> tapped = tap.next("watching the link", deadline);
            if (tapped.isEmpty()) {
                return seen();
            }
            add(tapped.get().frame());
            if (enough.test(seen())) {
                return seen();
            }
        }
    }

    private Seen seen() {
        return new Seen(Map.copyOf(signs), List.copyOf(addresses), claimed);
    }

    private void count(Sign sign) {
        signs.merge(sign, 1, Integer::sum);
    }

    private void add(Bytes frame) {
        PacketView view = new PacketView();
        byte[] octets = frame.toArray();
        switch (view.read(octets, 0, octets.length)) {
            case ARP -> ArpFrames.read(view).ifPresent(this::arp);
            case IP -> ip(view);
            case OTHER, MALFORMED, BAD_CHECKSUM -> { }
        }
    }

    private void arp(ArpFrames.Arp arp) {
        boolean probe = arp.isRequest() && arp.sender().isAnyLocalAddress();
        boolean announcement = !probe && arp.sender().equals(arp.target());
        if (probe || announcement) {
            count(probe ? Sign.ARP_PROBE : Sign.ARP_ANNOUNCEMENT);
            if (arp.target().isLinkLocalAddress()) {
                claimed = Optional.of(arp.target());
                count(Sign.LINK_LOCAL_CLAIM);
                if (announcement) {
                    count(Sign.LINK_LOCAL_ADDRESS);
                }
            }
        }
        if (!probe) {
            address(arp.sender());
        }
    }

    private void address(InetAddress address) {
        if (!address.isAnyLocalAddress() && addresses.size() < MAX_ADDRESSES) {
            addresses.add(address);
        }
    }

    private void ip(PacketView packet) {
        InetAddress source = packet.source();
        address(source);
        int type = packet.payloadLength() == 0 ? -1 : packet.octets[packet.payloadOffset] & 0xFF;
        if (packet.isIpv4() && packet.protocol == PacketView.IGMP && (type == 0x12 || type == 0x16 || type == 0x22)) {
            count(Sign.IGMP_REPORT);
        } else if (!packet.isIpv4() && packet.protocol == PacketView.ICMPV6) {
            icmpv6(type, source);
        } else if (packet.protocol == PacketView.UDP && packet.payloadLength() >= UdpFrames.UDP_HEADER) {
            int to = packet.u16(packet.payloadOffset + 2);
            if (packet.isIpv4() && to == DHCP_SERVER) {
                count(Sign.DHCP_REQUEST);
            } else if (to == MDNS_PORT) {
                count(Sign.MDNS);
            }
        }
    }

    private void icmpv6(int type, InetAddress source) {
        switch (type) {
            case NdMessages.NEIGHBOUR_SOLICITATION -> {
                if (source.isAnyLocalAddress()) {
                    count(Sign.DUPLICATE_DETECTION);
                }
            }
            case 131, 143 -> count(Sign.MLD_REPORT);
            case RouterAdvertisement.SOLICITATION -> count(Sign.ROUTER_SOLICITATION);
            case RouterAdvertisement.TYPE -> count(Sign.ROUTER_ADVERTISEMENT);
            default -> { }
        }
    }

    /** The accessory's IPv6 link-local address: asks all nodes for an echo, and listens. */
    public Optional<Inet6Address> findLinkLocal(Duration within) throws IpException, InterruptedException {
        Inet6Address own = host.linkLocalAddress(within);
        long deadline = host.clock().nanos() + within.toNanos();
        Duration pause = Duration.ofMillis(500);
        while (host.clock().nanos() < deadline) {
            EchoProbe.Request all = new EchoProbe.Request(own, IpAddresses.ALL_NODES6,
                    IpAddresses.groupMac(IpAddresses.ALL_NODES6), true);
            for (EchoProbe.Answer answer : new EchoProbe(host).ask(all, pause)) {
                if (answer.from() instanceof Inet6Address found && found.isLinkLocalAddress()) {
                    return Optional.of(found);
                }
            }
        }
        return Optional.empty();
    }
}
