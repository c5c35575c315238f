package dev.lanyard.stubs.net;

import static dev.lanyard.stubs.net.NetworkBench.HOST_MAC;
import static dev.lanyard.stubs.net.NetworkBench.OWN;
import static dev.lanyard.stubs.net.NetworkBench.OWN_MAC;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.stubs.loop.ManualTimers;
import dev.lanyard.stubs.net.NetworkSettings.Addressing;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.dhcp.DhcpMessage;
import dev.lanyard.wire.dhcp.DhcpMessageType;
import dev.lanyard.wire.dhcp.DhcpOption;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pcap4j.packet.ArpPacket;
import org.pcap4j.packet.EthernetPacket;
import org.pcap4j.packet.UdpPacket;
import org.pcap4j.packet.namednumber.ArpHardwareType;
import org.pcap4j.packet.namednumber.ArpOperation;
import org.pcap4j.packet.namednumber.EtherType;
import org.pcap4j.packet.namednumber.IpNumber;

/** How an accessory without a static address comes by one. */
class AddressingTest {

    private static final Inet4Address NOBODY = NetworkBench.ipv4("0.0.0.0");
    private static final Inet4Address EVERYBODY = NetworkBench.ipv4("255.255.255.255");
    private static final Inet4Address SERVER = NetworkBench.ipv4("10.55.0.1");
    private static final Inet4Address LEASED = NetworkBench.ipv4("10.55.0.100");

    private final ManualTimers timers = new ManualTimers();
    private final List<byte[]> sent = new ArrayList<>();

    private DeviceNetwork network(Addressing addressing) {
        DeviceNetwork network = new DeviceNetwork(new NetworkSettings(OWN_MAC, OWN, 24, 100, 3, Duration.ofHours(2),
                "gadget", new NetworkSettings.Service("My Gadget", "_echo._udp", 7, List.of())).with(addressing), timers);
        network.connect(sent::add);
        network.linkUp();
        return network;
    }

    /** ARP packets sent since the last call. */
    private List<ArpPacket.ArpHeader> arp() {
        List<ArpPacket.ArpHeader> found = sent.stream().map(NetworkBench::parse)
                .filter(packet -> packet.contains(ArpPacket.class))
                .map(packet -> packet.get(ArpPacket.class).getHeader()).toList();
        sent.clear();
        return found;
    }

    private static byte[] claim(Inet4Address address) {
        ArpPacket.Builder arp = new ArpPacket.Builder().hardwareType(ArpHardwareType.ETHERNET)
                .protocolType(EtherType.IPV4).hardwareAddrLength((byte) 6).protocolAddrLength((byte) 4)
                .operation(ArpOperation.REQUEST).srcHardwareAddr(NetworkBench.mac(HOST_MAC)).srcProtocolAddr(address)
                .dstHardwareAddr(NetworkBench.mac(HOST_MAC)).dstProtocolAddr(address);
        return new EthernetPacket.Builder().srcAddr(NetworkBench.mac(HOST_MAC))
                .dstAddr(org.pcap4j.util.MacAddress.ETHER_BROADCAST_ADDRESS).type(EtherType.ARP).payloadBuilder(arp)
                .paddingAtBuild(false).pad(new byte[0]).build().getRawData();
    }

    @Test
    void aLinkLocalAddressIsProbedForThreeTimesAndAnnouncedTwice() {
        network(Addressing.LINK_LOCAL);
        timers.advance(Duration.ofMillis(3500));
        List<ArpPacket.ArpHeader> probes = arp();
        assertEquals(3, probes.size());
        InetAddress claimed = probes.getFirst().getDstProtocolAddr();
        assertTrue(claimed.isLinkLocalAddress());
        assertTrue(probes.stream().allMatch(probe -> probe.getSrcProtocolAddr().equals(NOBODY)
                && probe.getDstProtocolAddr().equals(claimed)));
        timers.advance(Duration.ofSeconds(4));
        List<ArpPacket.ArpHeader> announcements = arp();
        assertEquals(2, announcements.size());
        assertTrue(announcements.stream().allMatch(arp -> arp.getSrcProtocolAddr().equals(claimed)
                && arp.getDstProtocolAddr().equals(claimed)));
    }

    @Test
    void theSameLinkLocalAddressIsClaimedEveryTime() {
        DeviceNetwork network = network(Addressing.LINK_LOCAL);
        timers.advance(Duration.ofSeconds(1));
        InetAddress first = arp().getFirst().getDstProtocolAddr();
        network.linkDown();
        network.linkUp();
        timers.advance(Duration.ofSeconds(1));
        assertEquals(first, arp().getFirst().getDstProtocolAddr());
    }

    @Test
    void aTakenAddressIsNotTaken() {
        DeviceNetwork network = network(Addressing.LINK_LOCAL);
        timers.advance(Duration.ofSeconds(1));
        InetAddress first = arp().getFirst().getDstProtocolAddr();
        network.receive(claim((Inet4Address) first));
        timers.advance(Duration.ofSeconds(1));
        assertNotEquals(first, arp().getFirst().getDstProtocolAddr());
    }

    @Test
    void anAddressInUseIsDefendedOnceAndThenGivenUp() {
        DeviceNetwork network = network(Addressing.LINK_LOCAL);
        timers.advance(Duration.ofSeconds(8));
        Inet4Address own = (Inet4Address) arp().getLast().getSrcProtocolAddr();
        network.receive(claim(own));
        assertEquals(own, arp().getFirst().getSrcProtocolAddr(), "defended");
        network.receive(claim(own));
        timers.advance(Duration.ofSeconds(1));
        ArpPacket.ArpHeader probe = arp().getFirst();
        assertEquals(NOBODY, probe.getSrcProtocolAddr());
        assertNotEquals(own, probe.getDstProtocolAddr());
    }

    private List<DhcpMessage> requests() {
        List<DhcpMessage> found = sent.stream().map(NetworkBench::parse)
                .filter(packet -> Optional.ofNullable(packet.get(UdpPacket.class))
                        .filter(udp -> udp.getHeader().getDstPort().valueAsInt() == DhcpMessage.SERVER_PORT).isPresent())
                .map(packet -> DhcpMessage.decode(Bytes.wrap(packet.get(UdpPacket.class).getPayload().getRawData())))
                .toList();
        sent.clear();
        return found;
    }

    private static byte[] answer(DhcpMessage request, DhcpMessageType type) {
        byte[] reply = DhcpMessage.build(DhcpMessage.BOOTREPLY, type).xid(request.xid()).client(OWN_MAC)
                .yiaddr(LEASED).option(DhcpOption.SERVER_IDENTIFIER, SERVER)
                .optionU32(DhcpOption.IP_ADDRESS_LEASE_TIME, 60)
                .option(DhcpOption.SUBNET_MASK, NetworkBench.ipv4("255.255.255.0")).build().raw().toArray();
        return NetworkBench.ip(SERVER, EVERYBODY, IpNumber.UDP, NetworkBench.udp(SERVER, DhcpMessage.SERVER_PORT,
                EVERYBODY, DhcpMessage.CLIENT_PORT, reply), OWN_MAC).getRawData();
    }

    @Test
    void aLeaseIsAskedForTakenAndRenewedAfterHalfItsTime() {
        DeviceNetwork network = network(Addressing.DHCP_CLIENT);
        DhcpMessage discover = requests().getFirst();
        assertEquals(DhcpMessageType.DISCOVER, discover.type().orElseThrow());
        network.receive(answer(discover, DhcpMessageType.OFFER));
        DhcpMessage request = requests().getFirst();
        assertEquals(Optional.of(LEASED), request.address(DhcpOption.REQUESTED_IP_ADDRESS));
        network.receive(answer(request, DhcpMessageType.ACK));
        assertEquals(LEASED, arp().getFirst().getSrcProtocolAddr(), "announced");
        timers.advance(Duration.ofSeconds(31));
        DhcpMessage renewal = requests().getFirst();
        assertEquals(DhcpMessageType.REQUEST, renewal.type().orElseThrow());
        assertEquals(LEASED, renewal.ciaddr());
    }

    @Test
    void withoutAServerALinkLocalAddressIsClaimed() {
        network(Addressing.DHCP_CLIENT);
        timers.advance(Duration.ofSeconds(4));
        List<byte[]> all = List.copyOf(sent);
        assertTrue(requests().size() >= 3);
        sent.addAll(all);
        assertTrue(arp().getFirst().getDstProtocolAddr().isLinkLocalAddress());
    }
}
