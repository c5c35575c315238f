package dev.lanyard.stubs;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.accessory.Accessory;
import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.cdc.CdcDriver;
import dev.lanyard.drivers.cdc.CdcDrivers;
import dev.lanyard.drivers.cdc.CdcOptions;
import dev.lanyard.drivers.cdc.CdcOptions.Format;
import dev.lanyard.drivers.cdc.CdcOptions.Padding;
import dev.lanyard.drivers.cdc.DeviceReport;
import dev.lanyard.drivers.cdc.NcmDriver;
import dev.lanyard.drivers.ip.IpHost;
import dev.lanyard.drivers.ip.PingResult;
import dev.lanyard.drivers.ip.dhcp.DhcpClient;
import dev.lanyard.drivers.ip.dhcp.DhcpLease;
import dev.lanyard.drivers.ip.dhcp.DhcpSettings;
import dev.lanyard.drivers.ip.echo.UdpEcho;
import dev.lanyard.drivers.ip.echo.UdpEchoPlan;
import dev.lanyard.drivers.ip.echo.UdpEchoResult;
import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.drivers.usbip.UsbIpHost;
import dev.lanyard.evidence.MonotonicClock;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.stubs.usbip.UsbIpServer;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import dev.lanyard.wire.ntb.NtbFormat;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The drivers against the emulated accessories, over USB/IP inside the process. */
class CdcLinksTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : open.reversed()) {
            resource.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ecm, AUTO, false, SPECIFICATION_ZLP", "ecm, AUTO, false, LINUX_ZERO_FILL",
        "ncm, AUTO, false, SPECIFICATION_ZLP", "ncm, NTB16, true, SPECIFICATION_ZLP",
        "ncm, NTB32, false, WINDOWS_ONE_EXTRA_BYTE", "ncm, NTB32, true, SPECIFICATION_ZLP",
        "ncm, AUTO, false, LINUX_ZERO_FILL"})
    void framesOfAllSizesPassBothWays(String kind, Format format, boolean crc, Padding padding) throws Exception {
        CdcDriver driver = driver(kind, CdcOptions.defaults().withNtb(format, 0, crc).withPadding(padding)
                .withWaitForLink(true));
        driver.selectAlternate(1, TIMEOUT);
        assertTrue(driver.link().isUp());
        IpHost host = host(driver);
        DhcpLease lease = new DhcpClient(host, DhcpSettings.of(false)).acquire(TIMEOUT);
        host.addAddress(lease.address(), lease.prefixLength());
        for (int size = 0; size <= 1472; size++) {
            assertInstanceOf(PingResult.Reply.class, host.ping(lease.serverIdentifier(), size, TIMEOUT));
        }
        UdpEchoResult echo = new UdpEcho(host).run(new UdpEchoPlan(new InetSocketAddress(lease.serverIdentifier(), 7),
                2000, List.of(16, 63, 64, 470, 511, 512, 1472), 32, TIMEOUT, TIMEOUT, null));
        assertTrue(echo.isClean(), echo.toString());
        assertEquals(0, driver.counters().malformed());
        assertEquals(0, driver.counters().writesFailed());
    }

    @Test
    void whatWasAskedForIsNegotiated() throws Exception {
        NcmDriver driver = (NcmDriver) driver("ncm", CdcOptions.defaults().withNtb(Format.NTB32, 4096, true));
        driver.selectAlternate(1, TIMEOUT);
        assertEquals(NtbFormat.NTB32, driver.settings().orElseThrow().format());
        assertEquals(4096, driver.settings().orElseThrow().inputSize());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ecm", "ncm"})
    void alternatesCanBeBounced(String kind) throws Exception {
        CdcDriver driver = driver(kind, CdcOptions.defaults().withWaitForLink(true));
        for (int round = 0; round < 20; round++) {
            driver.selectAlternate(1, TIMEOUT);
            driver.selectAlternate(0, TIMEOUT);
        }
        driver.selectAlternate(1, TIMEOUT);
        IpHost host = host(driver);
        DhcpLease lease = new DhcpClient(host, DhcpSettings.of(true)).acquire(TIMEOUT);
        host.addAddress(lease.address(), lease.prefixLength());
        assertInstanceOf(PingResult.Reply.class, host.ping(lease.serverIdentifier(), 56, TIMEOUT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ecm", "ncm"})
    void anUndefinedAlternateIsRefused(String kind) throws Exception {
        CdcDriver driver = driver(kind, CdcOptions.defaults());
        UsbException refused = assertThrows(UsbException.class, () -> driver.selectAlternate(2, TIMEOUT));
        assertEquals(UsbError.STALL, refused.error());
    }

    @ParameterizedTest
    @EnumSource(Model.class)
    void anAccessoryThatVanishesEndsTheLink(Model kind) throws Exception {
        AccessoryIdentity identity =
                kind == Model.ECM ? AccessoryIdentity.ecm(9) : AccessoryIdentity.ncm(9);
        EmulatedAccessory device = track(new EmulatedAccessory(kind, identity));
        UsbIpServer server = track(UsbIpServer.local());
        server.export("1-1", device);
        UsbIpHost usb = track(UsbIpHost.local(server.localAddress()));
        UsbConnection connection = track(usb.open("1-1", TIMEOUT));
        CdcDriver driver = track(CdcDrivers.probe(connection, CdcOptions.defaults().withWaitForLink(true),
                Recorder.none(), TIMEOUT));
        driver.selectAlternate(1, TIMEOUT);
        IpHost host = host(driver);
        server.close();
        await().atMost(TIMEOUT).until(() -> host.detached().isDone());
        assertFalse(driver.link().isUp());
        assertThrows(UsbException.class, () -> driver.selectAlternate(0, TIMEOUT));
    }

    @Test
    void theDescriptionHasEverything() throws Exception {
        UsbConnection connection = track(accessory("ncm").open(TIMEOUT));
        DeviceReport report = CdcDrivers.describe(connection, CdcOptions.defaults(), TIMEOUT);
        assertEquals(List.of(), report.troubles());
        assertTrue(report.ntbParameters().isPresent());
        assertTrue(report.qualifier().isPresent());
    }

    private CdcDriver driver(String kind, CdcOptions options) throws Exception {
        UsbConnection connection = track(accessory(kind).open(TIMEOUT));
        return track(CdcDrivers.probe(connection, options, Recorder.none(), TIMEOUT));
    }

    private Accessory accessory(String kind) throws Exception {
        return track(new EmulatedAccessoryProvider().create(new AccessorySpec("emulated", kind)));
    }

    private IpHost host(CdcDriver driver) {
        return track(new IpHost(driver.link(), MonotonicClock.system(), Recorder.none()));
    }

    private <T extends AutoCloseable> T track(T resource) {
        open.add(resource);
        return resource;
    }
}
