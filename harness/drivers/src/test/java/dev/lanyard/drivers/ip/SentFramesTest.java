package dev.lanyard.drivers.ip;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lanyard.drivers.ip.dhcp.DhcpClient;
import dev.lanyard.drivers.ip.dhcp.DhcpSettings;
import dev.lanyard.drivers.ip.mdns.MdnsClient;
import dev.lanyard.drivers.ip.mdns.MdnsFamily;
import dev.lanyard.evidence.MonotonicClock;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.wire.Bytes;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that the host can send, as tshark reads it. */
class SentFramesTest {

    private static final Duration SHORT = Duration.ofMillis(50);
    private static final InetAddress PEER6 = Inet6Address.ofLiteral("fe80::a8c6:deff:fedd:a7b6");

    @TempDir
    Path folder;

    @Test
    void tsharkFindsNothingWrongWithAnyFrame() throws Exception {
        assumeTrue(Tshark.isInstalled(), "tshark is not installed");
        MemoryLink link = new MemoryLink();
        link.script(Peer.withArp(frame -> frame.u16be(12) == 0x86DD && frame.u8(20) == 58 && frame.u8(54) == 135
                && frame.u8(22) == 0xFE ? List.of(Peer.captured("neighbour-advertisement.hex")) : List.of()));
        try (IpHost host = new IpHost(link, MonotonicClock.system(), Recorder.none())) {
            sendAllSorts(host, link);
        }
        link.close();
        List<byte[]> frames = link.sent().stream().map(Bytes::toArray).toList();
        assertEquals("", Tshark.complaints(folder, frames));
        String summary = Tshark.summary(folder, frames);
        for (String kind : List.of("DHCP Discover", "Who has 192.168.77.1? Tell 192.168.77.2",
                "192.168.77.2 is at 02:4c:59:00:00:02", "Echo (ping) request", "Echo (ping) reply",
                "Fragmented IP protocol", "IPv6 fragment", "Neighbor Solicitation for fe80::4c:59ff:fe00:2",
                "Neighbor Advertisement fe80::4c:59ff:fe00:2 (sol, ovr)", "Port unreachable",
                "Join group 224.0.0.251", "Leave group 224.0.0.251", "Multicast Listener Report Message v2",
                "Standard query 0x0000 PTR _echo._udp.local")) {
            assertTrue(summary.contains(kind), kind + " is missing in\n" + summary);
        }
    }

    private static void sendAllSorts(IpHost host, MemoryLink link) throws Exception {
        assertThrows(IpException.class, () -> new DhcpClient(host, DhcpSettings.of(true)).acquire(SHORT));
        host.addAddress(Peer.HOST, 24);
        host.linkLocalAddress(Duration.ofSeconds(5));
        for (InetAddress target : List.of(Peer.ADDRESS, PEER6)) {
            for (int size : new int[] {0, 1, 1452, 3001}) {
                host.ping(target, size, SHORT);
            }
            try (UdpSocket socket = host.open(0)) {
                for (int size : new int[] {0, 1, 512, 1472, 3001}) {
                    socket.send(new InetSocketAddress(target, 9), Bytes.wrap(new byte[size]));
                }
            }
        }
        try (MdnsClient client = new MdnsClient(host, EnumSet.allOf(MdnsFamily.class))) {
            assertThrows(IpException.class, () -> client.resolve("_echo._udp", Optional.empty(), SHORT));
        }
        int before = link.sent().size();
        // ARP, neighbour solicitation, echo requests and a datagram to a closed port, each for the host.
        link.receive(Bytes.hex("ffffffffffff aac6dedda7b6 0806 0001 0800 06 04 0001 aac6dedda7b6 c0a84d01"
                + "000000000000 c0a84d02"));
        link.receive(Bytes.hex("3333ff000002 aac6dedda7b6 86dd 60000000 0020 3a ff"
                + "fe80000000000000a8c6defffedda7b6 ff0200000000000000000001ff000002"
                + "8700 c496 00000000 fe80000000000000004c59fffe000002 0101 aac6dedda7b6"));
        link.receive(Bytes.hex("024c59000002 aac6dedda7b6 0800 4500 001e 0000 0000 40 01 5f8b c0a84d01 c0a84d02"
                + "0800 96fc 0001 0001 6101"));
        link.receive(Bytes.hex("024c59000002 aac6dedda7b6 0800 4500 001e 0000 0000 40 11 5f7b c0a84d01 c0a84d02"
                + "0007 1267 000a 70b5 6162"));
        await().atMost(Duration.ofSeconds(20)).until(() -> link.sent().size() >= before + 4);
    }
}
