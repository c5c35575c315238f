package dev.lanyard.stubs.net;

import static dev.lanyard.stubs.net.NetworkBench.HOST;
import static dev.lanyard.stubs.net.NetworkBench.HOST6;
import static dev.lanyard.stubs.net.NetworkBench.OWN;
import static dev.lanyard.stubs.net.NetworkBench.OWN6;
import static dev.lanyard.stubs.net.NetworkBench.ip;
import static dev.lanyard.stubs.net.NetworkBench.ipv4;
import static dev.lanyard.stubs.net.NetworkBench.ipv6;
import static dev.lanyard.stubs.net.NetworkBench.mac;
import static dev.lanyard.stubs.net.NetworkBench.raw;
import static dev.lanyard.stubs.net.NetworkBench.udp;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.net.MacAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcap4j.packet.EthernetPacket;
import org.pcap4j.packet.IcmpV4CommonPacket;
import org.pcap4j.packet.IcmpV4EchoPacket;
import org.pcap4j.packet.IcmpV4EchoReplyPacket;
import org.pcap4j.packet.IcmpV6CommonPacket;
import org.pcap4j.packet.IcmpV6EchoReplyPacket;
import org.pcap4j.packet.IcmpV6EchoRequestPacket;
import org.pcap4j.packet.IpV4Packet;
import org.pcap4j.packet.IpV6Packet;
import org.pcap4j.packet.Packet;
import org.pcap4j.packet.UdpPacket;
import org.pcap4j.packet.namednumber.IcmpV4Code;
import org.pcap4j.packet.namednumber.IcmpV4Type;
import org.pcap4j.packet.namednumber.IcmpV6Code;
import org.pcap4j.packet.namednumber.IcmpV6Type;
import org.pcap4j.packet.namednumber.IpNumber;

class EchoTest {

    private final NetworkBench bench = NetworkBench.settled();
    private final Random random = new Random(7);

    private byte[] payload(int length) {
        byte[] payload = new byte[length];
        random.nextBytes(payload);
        return payload;
    }

    private static byte[] payloadOf(Packet packet) {
        return packet.getPayload() == null ? new byte[0] : packet.getPayload().getRawData();
    }

    private static Packet.Builder ping(int identifier, int sequence, byte[] payload) {
        IcmpV4EchoPacket.Builder echo = new IcmpV4EchoPacket.Builder().identifier((short) identifier)
                .sequenceNumber((short) sequence);
        if (payload.length > 0) {
            echo.payloadBuilder(raw(payload));
        }
        return new IcmpV4CommonPacket.Builder().type(IcmpV4Type.ECHO).code(IcmpV4Code.NO_CODE).payloadBuilder(echo)
                .correctChecksumAtBuild(true);
    }

    private static Packet.Builder ping6(InetAddress from, InetAddress to, byte[] payload) {
        IcmpV6EchoRequestPacket.Builder echo = new IcmpV6EchoRequestPacket.Builder().identifier((short) 5)
                .sequenceNumber((short) 6);
        if (payload.length > 0) {
            echo.payloadBuilder(raw(payload));
        }
        return new IcmpV6CommonPacket.Builder().type(IcmpV6Type.ECHO_REQUEST).code(IcmpV6Code.NO_CODE)
                .srcAddr((Inet6Address) from).dstAddr((Inet6Address) to).payloadBuilder(echo)
                .correctChecksumAtBuild(true);
    }

    @Test
    void everySizeOfIcmpEchoComesBackUnchanged() {
        for (int size = 0; size <= 1472; size++) {
            byte[] payload = payload(size);
            bench.give(ip(HOST, OWN, IpNumber.ICMPV4, ping(0x1234, size, payload)));
            EthernetPacket reply = bench.onlyPacket();
            IpV4Packet packet = reply.get(IpV4Packet.class);
            assertEquals(mac(NetworkBench.HOST_MAC), reply.getHeader().getDstAddr());
            assertEquals(mac(NetworkBench.OWN_MAC), reply.getHeader().getSrcAddr());
            assertTrue(packet.getHeader().hasValidChecksum(false));
            assertEquals(OWN, packet.getHeader().getSrcAddr());
            assertEquals(HOST, packet.getHeader().getDstAddr());
            assertEquals(64, packet.getHeader().getTtlAsInt());
            IcmpV4CommonPacket icmp = reply.get(IcmpV4CommonPacket.class);
            assertTrue(icmp.hasValidChecksum(false));
            IcmpV4EchoReplyPacket echo = reply.get(IcmpV4EchoReplyPacket.class);
            assertEquals(0x1234, echo.getHeader().getIdentifierAsInt());
            assertEquals(size, echo.getHeader().getSequenceNumberAsInt());
            assertArrayEquals(payload, payloadOf(echo));
        }
    }

    @Test
    void aPingToABroadcastOrForeignAddressIsNotAnswered() {
        MacAddress all = MacAddress.BROADCAST;
        bench.give(ip(HOST, ipv4("172.22.64.255"), IpNumber.ICMPV4, ping(1, 1, payload(8)), all));
        bench.give(ip(HOST, ipv4("255.255.255.255"), IpNumber.ICMPV4, ping(1, 1, payload(8)), all));
        bench.give(ip(HOST, ipv4("172.22.64.9"), IpNumber.ICMPV4, ping(1, 1, payload(8))));
        assertEquals(0, bench.sent.size());
    }

    @Test
    void framesForOtherStationsAreNotTaken() {
        bench.give(ip(HOST, OWN, IpNumber.ICMPV4, ping(1, 1, payload(8)), MacAddress.parse("00:00:5e:00:53:77")));
        assertEquals(0, bench.sent.size());
    }

    @Test
    void aHostWithAnAddressOfAnotherSubnetIsAnswered() {
        bench.give(ip(ipv4("169.254.7.7"), OWN, IpNumber.ICMPV4, ping(1, 1, payload(8))));
        assertEquals(ipv4("169.254.7.7"), bench.onlyPacket().get(IpV4Packet.class).getHeader().getDstAddr());
    }

    @Test
    void everySizeOfUdpEchoComesBackUnchanged() {
        for (int size = 0; size <= 1472; size++) {
            byte[] payload = payload(size);
            bench.give(ip(HOST, OWN, IpNumber.UDP, udp(HOST, 40_000 + size, OWN, 7, payload)));
            EthernetPacket reply = bench.onlyPacket();
            UdpPacket datagram = reply.get(UdpPacket.class);
            assertTrue(reply.get(IpV4Packet.class).getHeader().hasValidChecksum(false));
            assertTrue(datagram.hasValidChecksum(OWN, HOST, false));
            assertEquals(7, datagram.getHeader().getSrcPort().valueAsInt());
            assertEquals(40_000 + size, datagram.getHeader().getDstPort().valueAsInt());
            assertArrayEquals(payload, payloadOf(datagram));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 17, 18, 512, 1452})
    void udpEchoWorksOverIpv6(int size) {
        byte[] payload = payload(size);
        bench.give(ip(HOST6, OWN6, IpNumber.UDP, udp(HOST6, 5000, OWN6, 7, payload)));
        EthernetPacket reply = bench.onlyPacket();
        assertEquals(64, reply.get(IpV6Packet.class).getHeader().getHopLimitAsInt());
        assertTrue(reply.get(UdpPacket.class).hasValidChecksum(OWN6, HOST6, false));
        assertArrayEquals(payload, payloadOf(reply.get(UdpPacket.class)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 56, 1452})
    void icmpv6EchoWorksByUnicastAndToAllNodes(int size) {
        byte[] payload = payload(size);
        for (Inet6Address to : new Inet6Address[] {OWN6, ipv6("ff02::1")}) {
            bench.give(ip(HOST6, to, IpNumber.ICMPV6, ping6(HOST6, to, payload)));
            EthernetPacket reply = bench.onlyPacket();
            assertEquals(OWN6, reply.get(IpV6Packet.class).getHeader().getSrcAddr());
            assertEquals(HOST6, reply.get(IpV6Packet.class).getHeader().getDstAddr());
            assertTrue(reply.get(IcmpV6CommonPacket.class).hasValidChecksum(OWN6, HOST6, false));
            assertArrayEquals(payload, payloadOf(reply.get(IcmpV6EchoReplyPacket.class)));
        }
    }

    @Test
    void aDatagramWithoutChecksumIsEchoedInIpv4Only() {
        byte[] frame = ip(HOST, OWN, IpNumber.UDP, udp(HOST, 5000, OWN, 7, payload(9))).getRawData();
        Octets.put16(frame, 40, 0);
        bench.give(frame);
        assertEquals(0, Octets.u16(bench.only(), 40));
        byte[] frame6 = ip(HOST6, OWN6, IpNumber.UDP, udp(HOST6, 5000, OWN6, 7, payload(9))).getRawData();
        Octets.put16(frame6, 60, 0);
        bench.give(frame6);
        assertEquals(0, bench.sent.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 20, 24, 26, 34, 38, 40, 45})
    void damageAnywhereMakesADatagramVanish(int at) {
        byte[] frame = ip(HOST, OWN, IpNumber.UDP, udp(HOST, 5000, OWN, 7, payload(9))).getRawData();
        frame[at] ^= 0x20;
        bench.give(frame);
        assertEquals(0, bench.sent.size());
    }

    @Test
    void aBroadcastDatagramIsNotEchoed() {
        InetAddress to = ipv4("172.22.64.255");
        bench.give(ip(HOST, to, IpNumber.UDP, udp(HOST, 5000, to, 7, payload(9)), MacAddress.BROADCAST));
        assertEquals(0, bench.sent.size());
    }

    @Test
    void aClosedPortIsUnreachable() {
        byte[] frame = ip(HOST, OWN, IpNumber.UDP, udp(HOST, 5000, OWN, 11, payload(9))).getRawData();
        bench.give(frame);
        IcmpV4CommonPacket icmp = bench.onlyPacket().get(IcmpV4CommonPacket.class);
        assertEquals(IcmpV4Type.DESTINATION_UNREACHABLE, icmp.getHeader().getType());
        assertEquals(IcmpV4Code.PORT_UNREACHABLE, icmp.getHeader().getCode());
        assertTrue(icmp.hasValidChecksum(false));
        bench.give(ip(HOST6, OWN6, IpNumber.UDP, udp(HOST6, 5000, OWN6, 11, payload(9))));
        IcmpV6CommonPacket icmp6 = bench.onlyPacket().get(IcmpV6CommonPacket.class);
        assertEquals(IcmpV6Type.DESTINATION_UNREACHABLE, icmp6.getHeader().getType());
        assertTrue(icmp6.hasValidChecksum(OWN6, HOST6, false));
    }

    @Test
    void fragmentsAreDropped() {
        byte[] frame = ip(HOST, OWN, IpNumber.UDP, udp(HOST, 5000, OWN, 7, payload(64))).getRawData();
        Octets.put16(frame, 20, 0x2000);
        Octets.put16(frame, 24, 0);
        Octets.put16(frame, 24, InternetChecksum.of(frame, 14, 20));
        bench.give(frame);
        assertEquals(0, bench.sent.size());
    }

    @Test
    void noFrameHoweverDamagedStopsIt() {
        byte[][] seeds = {
            ip(HOST, OWN, IpNumber.UDP, udp(HOST, 5000, OWN, 7, payload(40))).getRawData(),
            ip(HOST6, OWN6, IpNumber.ICMPV6, ping6(HOST6, OWN6, payload(40))).getRawData(),
            ip(HOST, ipv4("224.0.0.251"), IpNumber.UDP, udp(HOST, 5353, ipv4("224.0.0.251"), 5353, payload(40)))
                    .getRawData(),
            ip(HOST, OWN, IpNumber.UDP, udp(HOST, 68, OWN, 67, payload(260))).getRawData()};
        for (int i = 0; i < 50_000; i++) {
            byte[] frame = seeds[i % seeds.length].clone();
            for (int n = random.nextInt(4); n > 0; n--) {
                frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
            }
            bench.give(Arrays.copyOf(frame, random.nextInt(frame.length + 20)));
        }
        bench.sent.clear();
        bench.give(ip(HOST, OWN, IpNumber.UDP, udp(HOST, 5000, OWN, 7, payload(9))));
        assertEquals(1, bench.sent.size());
    }
}
