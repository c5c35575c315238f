package dev.lanyard.stubs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.accessory.Accessory;
import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.cdc.CdcDriver;
import dev.lanyard.drivers.cdc.CdcDrivers;
import dev.lanyard.drivers.cdc.CdcOptions;
import dev.lanyard.drivers.ip.IpHost;
import dev.lanyard.drivers.ip.PingResult;
import dev.lanyard.drivers.ip.dhcp.DhcpClient;
import dev.lanyard.drivers.ip.dhcp.DhcpLease;
import dev.lanyard.drivers.ip.dhcp.DhcpSettings;
import dev.lanyard.drivers.ip.echo.UdpEcho;
import dev.lanyard.drivers.ip.echo.UdpEchoPlan;
import dev.lanyard.drivers.ip.echo.UdpEchoResult;
import dev.lanyard.drivers.ip.mdns.MdnsClient;
import dev.lanyard.drivers.ip.mdns.MdnsFamily;
import dev.lanyard.drivers.ip.mdns.MdnsService;
import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.evidence.MonotonicClock;
import dev.lanyard.evidence.Recorder;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The emulated accessories under the harness' own drivers, from USB/IP to mDNS. */
@Timeout(180)
class WholePathTest {

    private static final Duration BOUND = Duration.ofSeconds(30);

    static Stream<Arguments> waysOfHosts() {
        CdcOptions options = CdcOptions.defaults().withWaitForLink(true);
        CdcOptions none = options.withPacketFilter(CdcOptions.NO_PACKET_FILTER);
        return Stream.of(
                Arguments.of("emulated:ecm", "specification", options),
                Arguments.of("emulated:ecm", "Linux", options.withPadding(CdcOptions.Padding.LINUX_ZERO_FILL)),
                Arguments.of("emulated:ncm", "specification", options),
                Arguments.of("emulated:ncm", "Linux", options.withPadding(CdcOptions.Padding.LINUX_ZERO_FILL)),
                Arguments.of("emulated:ncm", "Windows", none.withNtb(CdcOptions.Format.NTB32, 0, false)
                        .withPadding(CdcOptions.Padding.WINDOWS_ONE_EXTRA_BYTE)),
                Arguments.of("emulated:ncm", "NTB32 with CRC and small blocks",
                        options.withNtb(CdcOptions.Format.NTB32, 2048, true)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("waysOfHosts")
    void aHostGetsAddressEchoesAndService(String spec, String way, CdcOptions options) throws Exception {
        try (Accessory accessory = new EmulatedAccessoryProvider().create(AccessorySpec.parse(spec));
                UsbConnection connection = accessory.open(BOUND);
                CdcDriver driver = CdcDrivers.probe(connection, options, Recorder.none(), BOUND)) {
            driver.selectAlternate(1, BOUND);
            try (IpHost host = new IpHost(driver.link(), MonotonicClock.system(), Recorder.none())) {
                DhcpLease lease = new DhcpClient(host, DhcpSettings.of(false)).acquire(BOUND);
                assertEquals(List.of(), lease.routers());
                assertEquals(List.of(), lease.dnsServers());
                assertEquals(1, lease.discovers());
                host.addAddress(lease.address(), lease.prefixLength());
                Inet4Address own = lease.serverIdentifier();
                for (int size : new int[] {0, 1, 18, 470, 471, 1472}) {
                    assertInstanceOf(PingResult.Reply.class, host.ping(own, size, BOUND));
                }
                List<Integer> sizes = IntStream.rangeClosed(0, 1472).boxed().toList();
                UdpEchoResult echo = new UdpEcho(host).run(
                        new UdpEchoPlan(new InetSocketAddress(own, 7), 2 * sizes.size(), sizes, 32, BOUND, BOUND,
                                null));
                assertTrue(echo.isClean(), way + ": " + echo);
                assertService(host, own);
            }
        }
    }

    private static void assertService(IpHost host, Inet4Address own) throws Exception {
        try (MdnsClient mdns = new MdnsClient(host, Set.of(MdnsFamily.IPV4))) {
            MdnsService service = mdns.resolve("_echo._udp", Optional.empty(), BOUND);
            assertEquals(7, service.port());
            assertTrue(service.addresses().contains(own), service.toString());
        }
    }

    @Test
    void aHostReachesItByIpv6() throws Exception {
        try (Accessory accessory = new EmulatedAccessoryProvider().create(AccessorySpec.parse("emulated:ncm"));
                UsbConnection connection = accessory.open(BOUND);
                CdcDriver driver = CdcDrivers.probe(connection, CdcOptions.defaults(), Recorder.none(), BOUND)) {
            driver.selectAlternate(1, BOUND);
            try (IpHost host = new IpHost(driver.link(), MonotonicClock.system(), Recorder.none())) {
                host.linkLocalAddress(BOUND);
                Inet6Address own = (Inet6Address) InetAddress.ofLiteral("fe80::200:5eff:fe00:5303");
                PingResult result = host.ping(own, 56, BOUND);
                for (int i = 0; i < 3 && result instanceof PingResult.Failed; i++) {
                    result = host.ping(own, 56, BOUND);
                }
                assertInstanceOf(PingResult.Reply.class, result);
                UdpEchoResult echo = new UdpEcho(host).run(new UdpEchoPlan(new InetSocketAddress(own, 7), 200,
                        List.of(0, 1, 512, 1452), 8, BOUND, BOUND, null));
                assertTrue(echo.isClean(), echo.toString());
            }
        }
    }
}
