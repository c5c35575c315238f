package dev.lanyard.stubs.net;

import dev.lanyard.stubs.loop.Timers;
import dev.lanyard.wire.dhcp.DhcpMessage;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The small network behind an emulated accessory: one host that answers ARP, IPv4 and IPv6 neighbours, echoes ICMP and
 * UDP (port 7), takes what nobody answers (port 9) and counts both, leases addresses by DHCP or comes by one itself,
 * announces one service by mDNS and answers to a discovery of its own.
 *
 * <p>Frames are written out octet by octet and answers rewritten where the question lies, as firmware does: it keeps a
 * datagram's way short, and makes the accessory independent of the packet classes that the harness uses against it.
 *
 * <p>For one thread at a time: the accessory's loop.
 */
public final class DeviceNetwork {

    private final EthernetPort port;
    private final ArpResponder arp;
    private final Ipv4Layer ipv4;
    private final IgmpHost igmp;
    private final Ipv6Layer ipv6;
    private final NeighbourDiscovery discovery;
    private final MldHost mld;
    private final MdnsResponder mdns;
    private final Ipv4Addressing addressing;
    private final Optional<RouterAdvertiser> router;
    private boolean up;

    /** {@code timers} fire on the thread that also calls {@link #receive}. */
    public DeviceNetwork(NetworkSettings settings, Timers timers) {
        boolean anyGroup = settings.has(NetworkSettings.Quirk.ANY_GROUP);
        port = new EthernetPort(settings.macAddress(), anyGroup);
        UdpPorts udp = new UdpPorts();
        arp = new ArpResponder(port, timers);
        igmp = new IgmpHost(timers);
        ipv4 = new Ipv4Layer(port, udp, igmp, settings.quirks());
        igmp.sendThrough(ipv4);
        discovery = new NeighbourDiscovery(port, timers);
        mld = new MldHost(port, discovery, timers);
        ipv6 = new Ipv6Layer(port, udp, discovery, mld, anyGroup);
        mdns = new MdnsResponder(new MdnsRecords(settings), ipv4, ipv6, timers);
        router = settings.advertisement().map(what -> new RouterAdvertiser(port, discovery, timers, what));
        router.ifPresent(advertiser -> ipv6.onRouterSolicitation(advertiser::advertise));
        UdpCounter counter = new UdpCounter();
        udp.bind(UdpPorts.ECHO, counter.counted(UdpPorts.ECHO, DeviceNetwork::echo));
        udp.bind(UdpPorts.DISCARD, counter.counted(UdpPorts.DISCARD, datagram -> { }));
        udp.bind(UdpCounter.PORT, counter);
        udp.bind(MdnsResponder.PORT, mdns);
        udp.bind(DiscoveryResponder.PORT, new DiscoveryResponder(settings.hostName()));
        addressing = addressing(settings, udp, timers);
        joinGroups();
    }

    private Ipv4Addressing addressing(NetworkSettings settings, UdpPorts udp, Timers timers) {
        Ipv4Addressing.Interface self = new Ipv4Addressing.Interface(arp, ipv4, mdns::start, mdns::stop);
        LinkLocalClaim linkLocal = new LinkLocalClaim(port, self, timers,
                settings.has(NetworkSettings.Quirk.UNSTABLE_LINK_LOCAL));
        return switch (settings.addressing()) {
            case STATIC -> {
                udp.bind(DhcpMessage.SERVER_PORT, new DhcpServer(settings, timers));
                yield new Ipv4Addressing.Static(self, DhcpServer.toInt(settings.address()), settings.subnetMask());
            }
            case LINK_LOCAL -> linkLocal;
            case DHCP_CLIENT -> {
                DhcpClient client = new DhcpClient(settings, self, linkLocal, timers);
                udp.bind(DhcpMessage.CLIENT_PORT, client);
                yield client;
            }
        };
    }

    private void joinGroups() {
        igmp.join(MdnsResponder.IPV4_GROUP);
        igmp.join(DiscoveryResponder.GROUP);
        port.join(Ipv4Layer.groupMac(MdnsResponder.IPV4_GROUP));
        port.join(Ipv4Layer.groupMac(DiscoveryResponder.GROUP));
        port.join(Ipv4Layer.groupMac(Ipv4Layer.ALL_SYSTEMS));
        mld.join(discovery.solicitedNodeGroup());
        mld.join(MdnsResponder.IPV6_GROUP);
        port.join(Ipv6.groupMac(Ipv6.ALL_NODES));
        if (router.isPresent()) {
            mld.join(RouterAdvertiser.ALL_ROUTERS);
        }
    }

    /** Sets who carries frames to the host; a frame handed over is the carrier's own. */
    public void connect(Consumer<byte[]> carrier) {
        port.connect(carrier);
    }

    /** The host's end is there: announces addresses and service. Without effect when the link is up. */
    public void linkUp() {
        if (up) {
            return;
        }
        up = true;
        igmp.start();
        mld.start();
        discovery.start(() -> {
            mdns.ipv6Ready();
            router.ifPresent(RouterAdvertiser::advertise);
        });
        addressing.start();
    }

    /** The host's end is gone. Leases and names are kept. */
    public void linkDown() {
        up = false;
        addressing.stop();
        arp.stop();
        igmp.stop();
        mld.stop();
        discovery.stop();
        mdns.stop();
    }

    /** Says goodbye to the host, before a {@link #linkDown} that is known beforehand. */
    public void leave() {
        if (up) {
            mdns.goodbye();
        }
    }

    /** Takes a frame from the host; the array belongs to the network from now on. */
    public void receive(byte[] frame) {
        if (!up || frame.length < EthernetPort.HEADER || !port.accepts(frame)) {
            return;
        }
        switch (Octets.u16(frame, 12)) {
            case EthernetPort.IPV4 -> ipv4.receive(frame);
            case EthernetPort.IPV6 -> ipv6.receive(frame);
            case EthernetPort.ARP -> {
                addressing.arp(frame);
                arp.receive(frame);
            }
            default -> { }
        }
    }

    /** RFC 862; not for groups, whose echo could storm. */
    private static void echo(UdpDatagram datagram) {
        if (datagram.unicast()) {
            datagram.echo();
        }
    }
}
