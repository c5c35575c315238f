package dev.lanyard.stubs.usbip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.drivers.usbip.UsbIpHost;
import dev.lanyard.wire.usb.SetupPacket;
import java.io.File;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads and sockets are given back. */
@Timeout(60)
class GivenBackTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void twoHundredConnectionsLeaveNothingBehind() throws Exception {
        connectTimes(5);
        long before = openFiles();
        connectTimes(200);
        Awaitility.await("threads end").atMost(SOON).until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("lanyard-tcp")));
        Awaitility.await("files are closed").atMost(SOON).untilAsserted(
                () -> assertTrue(openFiles() <= before, openFiles() + " files open, " + before + " before"));
    }

    private static void connectTimes(int times) throws Exception {
        LoopbackDevice device = new LoopbackDevice();
        try (UsbIpServer server = UsbIpServer.loopback();
                UsbIpHost host = UsbIpHost.tcp("127.0.0.1", server.port())) {
            server.export("loop-1", device);
            for (int i = 0; i < times; i++) {
                try (UsbConnection usb = host.open("loop-1", SOON)) {
                    usb.control(new SetupPacket(0x40, LoopbackDevice.KEEP, 0, 0, 0), SOON);
                }
                Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> !server.isImported("loop-1"));
            }
        }
        assertEquals(times, device.detached.get());
    }

    /** On systems without /proc there is nothing to count. */
    private static long openFiles() {
        String[] files = new File("/proc/self/fd").list();
        return files == null ? 0 : files.length;
    }
}
