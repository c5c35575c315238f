package dev.lanyard.benchmarks;

import dev.lanyard.drivers.accessory.Accessory;
import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.cdc.CdcDriver;
import dev.lanyard.drivers.cdc.CdcDrivers;
import dev.lanyard.drivers.cdc.CdcOptions;
import dev.lanyard.drivers.ip.IpHost;
import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.evidence.MonotonicClock;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.stubs.EmulatedAccessoryProvider;
import dev.lanyard.wire.Bytes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;

/**
 * The emulated NCM accessory in this process, attached, with a host on its link; nothing is recorded. USB/IP messages,
 * transfer blocks and both IP stacks are what an echo passes, twice each.
 */
final class EmulatedNcm implements AutoCloseable {

    /** The accessory's UDP echo. */
    static final InetSocketAddress ECHO = new InetSocketAddress(address(172, 22, 65, 1), 7);

    private static final InetAddress HOST = address(172, 22, 65, 2);
    private static final int PREFIX_LENGTH = 24;
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Accessory accessory;
    private final UsbConnection connection;
    private final CdcDriver driver;
    private final IpHost host;

    EmulatedNcm() throws UsbException, InterruptedException {
        accessory = new EmulatedAccessoryProvider().create(new AccessorySpec(EmulatedAccessoryProvider.SCHEME, "ncm"));
        connection = accessory.open(LIMIT);
        driver = CdcDrivers.probe(connection, CdcOptions.defaults().withWaitForLink(true), Recorder.none(), LIMIT);
        driver.selectAlternate(1, LIMIT);
        host = new IpHost(driver.link(), MonotonicClock.system(), Recorder.none());
        host.addAddress(HOST, PREFIX_LENGTH);
    }

    IpHost host() {
        return host;
    }

    @Override
    public void close() {
        host.close();
        driver.close();
        connection.close();
        accessory.close();
    }

    private static InetAddress address(int... octets) {
        try {
            return InetAddress.getByAddress(Bytes.of(octets).toArray());
        } catch (UnknownHostException e) {
            throw new AssertionError("four octets are an address", e);
        }
    }
}
