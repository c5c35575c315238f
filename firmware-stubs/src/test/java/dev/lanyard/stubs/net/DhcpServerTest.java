package dev.lanyard.stubs.net;

import static dev.lanyard.stubs.net.NetworkBench.OWN;
import static dev.lanyard.stubs.net.NetworkBench.OWN_MAC;
import static dev.lanyard.stubs.net.NetworkBench.ip;
import static dev.lanyard.stubs.net.NetworkBench.ipv4;
import static dev.lanyard.stubs.net.NetworkBench.mac;
import static dev.lanyard.stubs.net.NetworkBench.udp;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.net.MacAddress;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.pcap4j.packet.EthernetPacket;
import org.pcap4j.packet.IpV4Packet;
import org.pcap4j.packet.UdpPacket;
import org.pcap4j.packet.namednumber.IpNumber;

/** Requests and expected answers are octets (RFC 2131 figure 1, RFC 2132), not made by the server's own codec. */
class DhcpServerTest {

    private static final Inet4Address NONE = ipv4("0.0.0.0");
    private static final Inet4Address EVERYBODY = ipv4("255.255.255.255");
    private static final String FIRST = "ac164064";
    private static final String CLIENT = "00005e00530a";

    private final NetworkBench bench = NetworkBench.settled();

    /** Options are hexadecimal, without end. */
    private static byte[] message(String client, int flags, String ciaddr, String options) {
        return Bytes.hex("01010600 3903f326 0000" + "%04x".formatted(flags) + ciaddr + "00000000 00000000 00000000"
                + client + "00000000000000000000" + "00".repeat(192) + "63825363" + options + "ff").toArray();
    }

    private void give(byte[] message) {
        bench.give(ip(NONE, EVERYBODY, IpNumber.UDP, udp(NONE, 68, EVERYBODY, 67, message), MacAddress.BROADCAST));
    }

    private void give(String options) {
        give(message(CLIENT, 0, "00000000", options));
    }

    private byte[] reply() {
        return bench.onlyPacket().get(UdpPacket.class).getPayload().getRawData();
    }

    private void assertType(int type, byte[] reply) {
        assertArrayEquals(Bytes.hex("63825363 3501").concat(Bytes.of(type)).toArray(),
                Arrays.copyOfRange(reply, 236, 243));
    }

    private static String yiaddr(byte[] reply) {
        return Bytes.copyOf(reply, 16, 4).toHex();
    }

    private void lease(String client) {
        give(message(client, 0, "00000000", "350101"));
        String offered = yiaddr(reply());
        give(message(client, 0, "00000000", "350103 3204" + offered + "3604ac164001"));
        assertType(5, reply());
    }

    @Test
    void anOfferHasAllThatAClientNeedsAndNeitherRouterNorNameServer() {
        give("350101");
        EthernetPacket packet = bench.onlyPacket();
        byte[] reply = packet.get(UdpPacket.class).getPayload().getRawData();
        assertEquals(67, packet.get(UdpPacket.class).getHeader().getSrcPort().valueAsInt());
        assertEquals(68, packet.get(UdpPacket.class).getHeader().getDstPort().valueAsInt());
        assertTrue(packet.get(UdpPacket.class).hasValidChecksum(OWN, ipv4("172.22.64.100"), false));
        assertEquals(Bytes.hex("02010600 3903f326 00000000 00000000 ac164064 00000000 00000000" + CLIENT),
                Bytes.copyOf(reply, 0, 34));
        assertEquals(Bytes.hex("63825363 350102 3604ac164001 330400001c20 3a0400000e10 3b040000189c 0104ffffff00"
                + "1c04ac1640ff ff"), Bytes.copyOf(reply, 236, 44));
    }

    @Test
    void theVeryFirstDiscoverAfterTheLinkCameUpIsAnswered() {
        NetworkBench fresh = new NetworkBench();
        fresh.network.linkUp();
        fresh.sent.clear();
        fresh.give(ip(NONE, EVERYBODY, IpNumber.UDP, udp(NONE, 68, EVERYBODY, 67,
                message(CLIENT, 0, "00000000", "350101")), MacAddress.BROADCAST));
        assertEquals(1, fresh.sent.size());
    }

    @Test
    void answersGoToTheOfferedAddressOrWhereAskedToEverybody() {
        give("350101");
        EthernetPacket unicast = bench.onlyPacket();
        assertEquals(mac(NetworkBench.HOST_MAC), unicast.getHeader().getDstAddr());
        assertEquals(ipv4("172.22.64.100"), unicast.get(IpV4Packet.class).getHeader().getDstAddr());
        give(message(CLIENT, 0x8000, "00000000", "350101"));
        EthernetPacket broadcast = bench.onlyPacket();
        assertEquals(mac(MacAddress.BROADCAST), broadcast.getHeader().getDstAddr());
        assertEquals(EVERYBODY, broadcast.get(IpV4Packet.class).getHeader().getDstAddr());
        assertEquals(0x80, broadcast.get(UdpPacket.class).getPayload().getRawData()[10] & 0xFF);
    }

    @Test
    void aRequestForTheOfferedAddressIsAcknowledged() {
        give("350101");
        reply();
        give("350103 3204" + FIRST + "3604ac164001");
        byte[] reply = reply();
        assertType(5, reply);
        assertEquals(FIRST, yiaddr(reply));
    }

    @Test
    void aRequestToAnotherServerIsPassedOver() {
        give("350103 3204" + FIRST + "3604ac164002");
        assertEquals(0, bench.sent.size());
    }

    @Test
    void renewalKeepsTheAddressAndIsAnsweredThere() {
        lease(CLIENT);
        byte[] renew = message(CLIENT, 0, FIRST, "350103");
        bench.give(ip(ipv4("172.22.64.100"), OWN, IpNumber.UDP,
                udp(ipv4("172.22.64.100"), 68, OWN, 67, renew), OWN_MAC));
        byte[] reply = reply();
        assertType(5, reply);
        assertEquals(FIRST, yiaddr(reply));
    }

    @Test
    void aForeignAddressIsRefusedByBroadcast() {
        give("350103 3204c0a80105");
        EthernetPacket packet = bench.onlyPacket();
        assertEquals(EVERYBODY, packet.get(IpV4Packet.class).getHeader().getDstAddr());
        byte[] nak = packet.get(UdpPacket.class).getPayload().getRawData();
        assertType(6, nak);
        assertEquals("00000000", yiaddr(nak));
        assertEquals(Bytes.hex("3604ac164001ff"), Bytes.copyOf(nak, 243, 7));
    }

    @Test
    void aReturningClientGetsTheSameAddressAndItsWishIsGrantedWhereFree() {
        lease(CLIENT);
        lease("00005e005310");
        give("350101");
        assertEquals(FIRST, yiaddr(reply()));
        give(message("00005e005311", 0, "00000000", "350101 3204ac164066"));
        assertEquals("ac164066", yiaddr(reply()));
    }

    @Test
    void aClientIsKnownByItsIdentifier() {
        give("350101 3d07 01 00005e005399");
        String offered = yiaddr(reply());
        give(message("00005e005312", 0, "00000000", "350101 3d07 01 00005e005399"));
        assertEquals(offered, yiaddr(reply()));
    }

    @Test
    void aUsedUpPoolIsSilentUntilALeaseEnds() {
        lease(CLIENT);
        lease("00005e005310");
        lease("00005e005311");
        give(message("00005e005312", 0, "00000000", "350101"));
        assertEquals(0, bench.sent.size());
        bench.timers.advance(Duration.ofHours(3));
        bench.sent.clear();
        give(message("00005e005312", 0, "00000000", "350101"));
        assertEquals(FIRST, yiaddr(reply()));
    }

    @Test
    void aReleasedAddressCanBeLeasedAgain() {
        lease(CLIENT);
        lease("00005e005310");
        lease("00005e005311");
        give(message("00005e005310", 0, "ac164065", "350107 3604ac164001"));
        give(message("00005e005312", 0, "00000000", "350101"));
        assertEquals("ac164065", yiaddr(reply()));
    }

    @Test
    void aDeclinedAddressIsNotOfferedAgainSoon() {
        lease(CLIENT);
        give("350104 3204" + FIRST + "3604ac164001");
        assertEquals(0, bench.sent.size());
        give("350101");
        assertEquals("ac164065", yiaddr(reply()));
    }

    @Test
    void informIsAnsweredWithoutAnAddressOrLease() {
        byte[] inform = message(CLIENT, 0, "ac164032", "350108");
        bench.give(ip(ipv4("172.22.64.50"), OWN, IpNumber.UDP,
                udp(ipv4("172.22.64.50"), 68, OWN, 67, inform), OWN_MAC));
        byte[] reply = reply();
        assertType(5, reply);
        assertEquals("00000000", yiaddr(reply));
        assertEquals(Bytes.hex("3604ac164001"), Bytes.copyOf(reply, 243, 6));
        assertFalse(Bytes.wrap(reply).toHex().contains("3304"));
    }

    @Test
    void whatIsNoRequestIsPassedOver() {
        byte[] wrongCookie = message(CLIENT, 0, "00000000", "350101");
        wrongCookie[236] = 0;
        give(wrongCookie);
        byte[] reply = message(CLIENT, 0, "00000000", "350101");
        reply[0] = 2;
        give(reply);
        give("3701" + "01");
        assertEquals(0, bench.sent.size());
    }
}
