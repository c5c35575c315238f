package dev.lanyard.drivers.ip;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lanyard.drivers.ip.dhcp.DhcpClient;
import dev.lanyard.drivers.ip.dhcp.DhcpLease;
import dev.lanyard.drivers.ip.dhcp.DhcpSettings;
import dev.lanyard.drivers.ip.echo.UdpEcho;
import dev.lanyard.drivers.ip.echo.UdpEchoPlan;
import dev.lanyard.drivers.ip.echo.UdpEchoResult;
import dev.lanyard.drivers.ip.mdns.MdnsClient;
import dev.lanyard.drivers.ip.mdns.MdnsFamily;
import dev.lanyard.drivers.ip.mdns.MdnsService;
import dev.lanyard.evidence.MonotonicClock;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.net.MacAddress;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The host against this machine's kernel and the servers of its distribution, and tshark's reading of what it sent. */
class KernelPeerTest {

    private static final MacAddress MAC = MacAddress.parse("02:4c:59:00:00:02");
    private static final InetAddress PEER = Inet4Address.ofLiteral(KernelPeer.ADDRESS);
    private static final Inet4Address OURS = Inet4Address.ofLiteral("192.168.77.2");
    private static final Duration SECONDS = Duration.ofSeconds(20);
    private static final List<byte[]> SENT = new ArrayList<>();
    private static KernelPeer peer;
    private static Inet6Address peer6;

    @TempDir
    static Path folder;

    private PcapLink link;
    private IpHost host;

    @BeforeAll
    static void startPeer() throws IOException, InterruptedException {
        String lack = KernelPeer.lack();
        assumeTrue(lack.isEmpty(), lack);
        peer = new KernelPeer();
        peer6 = IpAddresses.linkLocal(MacAddress.parse(peer.farMac()));
    }

    @AfterAll
    static void stopPeer() throws IOException, InterruptedException {
        if (peer != null) {
            peer.close();
            if (Tshark.isInstalled()) {
                assertEquals("", Tshark.complaints(folder, SENT), "frames that tshark finds wrong");
            }
        }
    }

    @BeforeEach
    void open() throws Exception {
        link = new PcapLink(peer.nearInterface(), MAC);
        host = new IpHost(link, MonotonicClock.system(), Recorder.none());
    }

    @AfterEach
    void close() {
        if (host != null) {
            host.close();
            link.close();
            SENT.addAll(link.sent());
        }
    }

    @Test
    void kernelAnswersEchoRequestsOfAllSizes() throws InterruptedException {
        host.addAddress(OURS, 24);
        assertAll(IntStream.iterate(0, size -> size <= 4000, size -> size + 123).mapToObj(size -> () -> {
            PingResult result = host.ping(PEER, size, SECONDS);
            assertEquals(64, assertInstanceOf(PingResult.Reply.class, result, result.toString()).ttl());
        }));
    }

    @Test
    void kernelAnswersIcmpv6EchoRequests() throws InterruptedException {
        for (int size : new int[] {0, 1, 1452, 1453, 5000}) {
            PingResult result = host.ping(peer6, size, SECONDS);
            assertInstanceOf(PingResult.Reply.class, result, result.toString());
        }
    }

    @Test
    void hostAnswersTheKernelsPings() throws Exception {
        assumeTrue(KernelPeer.has("ping"), "ping is not installed");
        host.addAddress(OURS, 24);
        host.linkLocalAddress(SECONDS);
        String four = peer.inside("ping", "-c", "3", "-i", "0.2", "-s", "1400", "-W", "20", "192.168.77.2");
        assertTrue(four.contains(" 0% packet loss"), four);
        String fragmented = peer.inside("ping", "-c", "1", "-s", "4000", "-W", "20", "192.168.77.2");
        assertTrue(fragmented.contains(" 0% packet loss"), fragmented);
        String six = peer.inside("ping", "-6", "-c", "3", "-i", "0.2", "-s", "3000", "-W", "20",
                IpAddresses.linkLocal(MAC).getHostAddress() + "%" + peer.farInterface());
        assertTrue(six.contains(" 0% packet loss"), six);
    }

    @Test
    void nobodyAtAnAddressIsNamedAsNoNeighbour() throws InterruptedException {
        host.addAddress(OURS, 24);
        host.ping(PEER, 0, SECONDS);
        PingResult result = host.ping(Inet4Address.ofLiteral("192.168.77.99"), 0, Duration.ofMillis(300));
        PingResult.Failed failed = assertInstanceOf(PingResult.Failed.class, result);
        assertEquals(IpFailure.NO_NEIGHBOUR, failed.reason());
        assertTrue(failed.message().contains("192.168.77.1 at"), failed.message());
    }

    @Test
    void closedPortOfTheKernelIsReportedAsUnreachable() throws Exception {
        host.addAddress(OURS, 24);
        try (UdpSocket socket = host.open(0)) {
            socket.send(new InetSocketAddress(PEER, 9), Bytes.of(1, 2, 3));
            socket.flush();
            IpException error = assertThrows(IpException.class, () -> socket.receive(SECONDS));
            assertEquals(IpFailure.UNREACHABLE, error.failure());
            assertTrue(error.getMessage().contains("port unreachable from 192.168.77.1"), error.getMessage());
        }
    }

    @Test
    void closedPortOfTheHostIsReportedToTheKernel() throws Exception {
        assumeTrue(hasPython(), "python3 is not installed");
        host.addAddress(OURS, 24);
        String output = peer.inside("python3", "-c", """
                import socket
                s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.settimeout(20)
                s.connect(('192.168.77.2', 4242)); s.send(b'x')
                try: s.recv(10)
                except ConnectionRefusedError: print('refused')
                """);
        assertEquals("refused", output.strip());
    }

    @Test
    void groupsAreReportedSoThatTheKernelSeesThem() throws Exception {
        host.addAddress(OURS, 24);
        try (Membership four = host.join(Inet4Address.ofLiteral("224.0.0.251"));
                Membership six = host.join(Inet6Address.ofLiteral("ff02::fb"))) {
            assertTrue(four.group().isMulticastAddress() && six.group().isMulticastAddress());
            assumeTrue(Tshark.isInstalled(), "tshark is not installed");
            await().atMost(SECONDS).untilAsserted(() -> assertEquals(4, link.sent().size()));
            String seen = Tshark.summary(folder, link.sent());
            assertEquals(2, seen.lines().filter(l -> l.contains("IGMPv3")
                    && l.contains("Join group 224.0.0.251 for any sources")).count(), seen);
            assertEquals(2, seen.lines().filter(l -> l.contains("Multicast Listener Report Message v2")).count(), seen);
        }
    }

    @Test
    void kernelEchoServerGivesEveryDatagramBack() throws Exception {
        assumeTrue(hasPython(), "python3 is not installed");
        peer.serve(folder.resolve("echo.log"), "python3", "-c", """
                import socket
                s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM); s.bind(('::', 7007))
                while True:
                    d, a = s.recvfrom(65536)
                    s.sendto(d, a)
                """);
        host.addAddress(OURS, 24);
        List<Integer> sizes = List.of(0, 1, 7, 8, 17, 18, 470, 471, 472, 1471, 1472, 1473, 3000, 65_507);
        UdpEcho echo = new UdpEcho(host);
        await().atMost(SECONDS).until(() -> echo.run(UdpEchoPlan.of(new InetSocketAddress(PEER, 7007), 1,
                List.of(8), 1, Duration.ofMillis(500))).isClean());
        for (InetAddress target : List.of(PEER, peer6)) {
            UdpEchoResult result = echo.run(new UdpEchoPlan(new InetSocketAddress(target, 7007), 140, sizes, 4,
                    SECONDS, SECONDS.multipliedBy(3), null));
            assertTrue(result.isClean(), result.toString());
            assertEquals(140, result.rttNanos().length);
        }
    }

    @Test
    void dnsmasqLeasesAnAddress() throws Exception {
        assumeTrue(KernelPeer.has("dnsmasq"), "dnsmasq is not installed");
        peer.serve(folder.resolve("dnsmasq.log"), "dnsmasq", "--no-daemon", "--conf-file=/dev/null", "--port=0",
                "--interface=" + peer.farInterface(), "--bind-interfaces", "--user=root", "--no-ping",
                "--dhcp-range=192.168.77.50,192.168.77.60,255.255.255.0,2h", "--dhcp-authoritative",
                "--pid-file=", "--dhcp-option=3", "--dhcp-option=6,192.168.77.9",
                "--dhcp-leasefile=" + folder.resolve("leases"));
        await().atMost(SECONDS).until(() -> Files.readString(folder.resolve("dnsmasq.log")).contains("IP range"));
        for (boolean broadcast : new boolean[] {true, false}) {
            DhcpLease lease = new DhcpClient(host, DhcpSettings.of(broadcast)).acquire(SECONDS);
            assertEquals(PEER, lease.serverIdentifier());
            assertEquals(24, lease.prefixLength());
            assertEquals(Optional.of(Duration.ofHours(2)), lease.leaseTime());
            assertEquals(List.of(), lease.routers());
            assertEquals(List.of(Inet4Address.ofLiteral("192.168.77.9")), lease.dnsServers());
            assertEquals(List.of(), lease.ack().defects());
            assertTrue(host.addresses().contains(new LocalAddress(lease.address(), 24, LocalAddress.Origin.DHCP)));
        }
        PingResult result = host.ping(PEER, 56, SECONDS);
        assertInstanceOf(PingResult.Reply.class, result, result.toString());
    }

    @Test
    void avahiServiceIsResolvedOverBothFamilies() throws Exception {
        assumeTrue(KernelPeer.has("avahi-daemon"), "avahi-daemon is not installed");
        startAvahi();
        host.addAddress(OURS, 24);
        for (MdnsFamily family : MdnsFamily.values()) {
            try (MdnsClient client = new MdnsClient(host, Set.of(family))) {
                MdnsService service = client.resolve("_echo._udp", Optional.empty(), SECONDS.multipliedBy(2));
                assertEquals("Lanyard \"test\" é", service.instance());
                assertEquals(7007, service.port());
                // avahi keeps A records off IPv6 unless told otherwise.
                assertEquals(family == MdnsFamily.IPV4, service.addresses().contains(PEER), service.toString());
                assertTrue(service.addresses().contains(peer6), service.toString());
                assertEquals("1.0", new String(service.txt().get("version").orElseThrow().toArray(),
                        StandardCharsets.UTF_8));
                assertEquals(Optional.empty(), service.txt().get("flag"));
                assertTrue(service.records().stream().allMatch(r -> r.hopLimit() == 255), service.toString());
                assertEquals(List.of("Lanyard \"test\" é"), client.browse("_echo._udp", Duration.ofMillis(2500)));
                IpException error = assertThrows(IpException.class, () -> client.resolve("_nothing._udp",
                        Optional.empty(), Duration.ofMillis(300)));
                assertEquals(IpFailure.NO_REPLY, error.failure());
            }
        }
    }

    private static void startAvahi() throws IOException {
        Path services = Files.createDirectory(folder.resolve("services"));
        Files.writeString(services.resolve("echo.service"), """
                <?xml version="1.0"?><!DOCTYPE service-group SYSTEM "avahi-service.dtd">
                <service-group><name>Lanyard "test" é</name><service><type>_echo._udp</type><port>7007</port>
                <txt-record>version=1.0</txt-record><txt-record>flag</txt-record></service></service-group>
                """);
        Path configuration = Files.writeString(folder.resolve("avahi.conf"), """
                [server]
                host-name=lanyard-peer
                use-ipv4=yes
                use-ipv6=yes
                enable-dbus=no
                allow-interfaces=%s
                """.formatted(peer.farInterface()));
        peer.serve(folder.resolve("avahi.log"), "unshare", "-m", "sh", "-c", "mount --bind " + services
                + " /etc/avahi/services && mkdir -p /run/avahi-daemon && mount -t tmpfs none /run/avahi-daemon"
                + " && exec avahi-daemon --no-drop-root --no-chroot --no-rlimits --debug -f " + configuration);
    }

    private static boolean hasPython() throws InterruptedException {
        try {
            KernelPeer.host("python3", "--version");
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
