package dev.lanyard.stubs.net;

import static dev.lanyard.stubs.net.NetworkBench.HOST6;
import static dev.lanyard.stubs.net.NetworkBench.OWN6;
import static dev.lanyard.stubs.net.NetworkBench.ip;
import static dev.lanyard.stubs.net.NetworkBench.ipv6;
import static dev.lanyard.stubs.net.NetworkBench.raw;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.net.MacAddress;
import java.net.Inet6Address;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.pcap4j.packet.EthernetPacket;
import org.pcap4j.packet.IcmpV6CommonPacket;
import org.pcap4j.packet.IcmpV6NeighborAdvertisementPacket;
import org.pcap4j.packet.IcmpV6NeighborAdvertisementPacket.IcmpV6NeighborAdvertisementHeader;
import org.pcap4j.packet.IcmpV6NeighborSolicitationPacket;
import org.pcap4j.packet.IpV6Packet;
import org.pcap4j.packet.UdpPacket;
import org.pcap4j.packet.namednumber.IcmpV6Code;
import org.pcap4j.packet.namednumber.IcmpV6Type;
import org.pcap4j.packet.namednumber.IpNumber;

class Ipv6LinkTest {

    private static final Inet6Address UNSPECIFIED = ipv6("::");
    private static final Inet6Address SOLICITED_NODE = ipv6("ff02::1:ff00:530b");

    /** What a Linux gadget of MAC address 02:11:22:33:44:51 sent as its first frame, but for the MAC address. */
    private static final Bytes MLD_REPORT = Bytes.hex("333300000016021122334451 86dd6000000000240001"
            + " fe80000000000000001122fffe334451 ff020000000000000000000000000016 3a00050200000100"
            + " 8f00c6ef00000001 04000000 ff0200000000000000000001ff334451");

    private static EthernetPacket solicitation(Inet6Address from, Inet6Address to) {
        IcmpV6NeighborSolicitationPacket.Builder solicitation =
                new IcmpV6NeighborSolicitationPacket.Builder().targetAddress(OWN6).options(List.of());
        return ip(from, to, IpNumber.ICMPV6, new IcmpV6CommonPacket.Builder()
                .type(IcmpV6Type.NEIGHBOR_SOLICITATION).code(IcmpV6Code.NO_CODE).srcAddr(from).dstAddr(to)
                .payloadBuilder(solicitation).correctChecksumAtBuild(true));
    }

    @Test
    void checksumsOfAGadgetsMulticastReportAreFoundRight() {
        byte[] frame = MLD_REPORT.toArray();
        assertEquals(0, Ipv6.checksum(frame, 62, 28, Ipv6Layer.ICMPV6));
        assertArrayEquals(Bytes.hex("fe80000000000000001122fffe334451").toArray(),
                Ipv6.linkLocal(MacAddress.parse("02:11:22:33:44:51")));
    }

    @Test
    void reportsItsGroupsAndProbesItsAddressBeforeUsingIt() {
        NetworkBench bench = new NetworkBench();
        bench.network.linkUp();
        bench.timers.advance(Duration.ofMillis(200));
        List<IpV6Packet> packets = bench.packets().stream().map(p -> p.get(IpV6Packet.class))
                .filter(Objects::nonNull).toList();
        assertEquals(2, packets.size());
        assertEquals(ipv6("ff02::16"), packets.get(0).getHeader().getDstAddr());
        assertEquals(1, packets.get(0).getHeader().getHopLimitAsInt());
        byte[] report = packets.get(0).getPayload().getRawData();
        assertEquals(8 + 8 + 2 * 20, report.length);
        assertArrayEquals(SOLICITED_NODE.getAddress(), Arrays.copyOfRange(report, 20, 36));
        assertEquals(UNSPECIFIED, packets.get(1).getHeader().getSrcAddr());
        assertEquals(SOLICITED_NODE, packets.get(1).getHeader().getDstAddr());
        assertEquals(255, packets.get(1).getHeader().getHopLimitAsInt());
        IcmpV6CommonPacket probe = packets.get(1).get(IcmpV6CommonPacket.class);
        assertTrue(probe.hasValidChecksum(UNSPECIFIED, SOLICITED_NODE, false));
        assertEquals(OWN6, probe.get(IcmpV6NeighborSolicitationPacket.class).getHeader().getTargetAddress());
    }

    @Test
    void answersSolicitationsByMulticastAndUnicast() {
        NetworkBench bench = NetworkBench.settled();
        for (Inet6Address to : List.of(SOLICITED_NODE, OWN6)) {
            bench.give(solicitation(HOST6, to));
            EthernetPacket reply = bench.onlyPacket();
            assertEquals(HOST6, reply.get(IpV6Packet.class).getHeader().getDstAddr());
            assertTrue(reply.get(IcmpV6CommonPacket.class).hasValidChecksum(OWN6, HOST6, false));
            IcmpV6NeighborAdvertisementHeader header =
                    reply.get(IcmpV6NeighborAdvertisementPacket.class).getHeader();
            assertTrue(header.getSolicitedFlag());
            assertEquals(OWN6, header.getTargetAddress());
            assertArrayEquals(Bytes.hex("0201 00005e00530b").toArray(), header.getOptions().getFirst().getRawData());
        }
    }

    @Test
    void answersAProbeForItsAddressToAllNodes() {
        NetworkBench bench = NetworkBench.settled();
        bench.give(solicitation(UNSPECIFIED, SOLICITED_NODE));
        assertEquals(ipv6("ff02::1"), bench.onlyPacket().get(IpV6Packet.class).getHeader().getDstAddr());
    }

    @Test
    void givesIpv6UpWhenItsAddressIsTaken() {
        NetworkBench bench = new NetworkBench();
        bench.network.linkUp();
        bench.timers.advance(Duration.ofMillis(500));
        bench.give(solicitation(UNSPECIFIED, SOLICITED_NODE));
        bench.timers.advance(Duration.ofSeconds(10));
        bench.sent.clear();
        bench.give(solicitation(HOST6, SOLICITED_NODE));
        assertEquals(0, bench.sent.size());
    }

    @Test
    void solicitationsThatCrossedARouterAreNotBelieved() {
        NetworkBench bench = NetworkBench.settled();
        byte[] frame = solicitation(HOST6, SOLICITED_NODE).getRawData();
        frame[21] = (byte) 254;
        bench.give(frame);
        assertEquals(0, bench.sent.size());
    }

    @Test
    void answersGroupQueriesOfBothProtocols() {
        NetworkBench bench = NetworkBench.settled();
        byte[] query = Bytes.hex("8200 0000 03e8 0000").concat(Bytes.wrap(new byte[20])).toArray();
        byte[] frame = ip(HOST6, ipv6("ff02::1"), IpNumber.ICMPV6, raw(query)).getRawData();
        Octets.put16(frame, 56, Ipv6.checksum(frame, 54, 28, Ipv6Layer.ICMPV6));
        bench.give(frame);
        byte[] igmp = Bytes.hex("11 0a 0000 00000000 00000000").toArray();
        Octets.put16(igmp, 2, InternetChecksum.of(igmp, 0, igmp.length));
        bench.give(ip(NetworkBench.HOST, NetworkBench.ipv4("224.0.0.1"), IpNumber.IGMP, raw(igmp)));
        bench.timers.advance(Duration.ofSeconds(2));
        List<EthernetPacket> reports = bench.packets().stream().filter(p -> p.get(UdpPacket.class) == null).toList();
        assertEquals(2, reports.size());
        assertTrue(reports.stream().anyMatch(p -> p.get(IpV6Packet.class) != null));
        assertTrue(reports.stream().anyMatch(p -> Bytes.wrap(p.getRawData()).toHex().contains("02000000e00000fb")));
    }
}
