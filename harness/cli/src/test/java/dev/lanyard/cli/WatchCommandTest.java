package dev.lanyard.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.stubs.EmulatedAccessoryProvider;
import dev.lanyard.stubs.usb.EmulatedDevice;
import dev.lanyard.stubs.usbip.UsbIpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class WatchCommandTest {

    @TempDir
    private Path folder;

    @Test
    void tellsOfAnAccessoryAndItsProfile() throws Exception {
        try (UsbIpServer server = UsbIpServer.loopback();
                EmulatedDevice device = EmulatedAccessoryProvider.device(AccessorySpec.parse("emulated:ecm"))) {
            server.export("1-1", device);

            CommandLineRun watch = CommandLineRun.of("watch", "--at", "usbip:127.0.0.1:" + server.port(), "--for", "3s",
                    "--format", "json");

            assertEquals(0, watch.exitCode(), watch.errors());
            assertEquals(1, watch.output().lines().count(), watch.output());
            assertTrue(watch.output().contains("\"event\":\"arrived\"") && watch.output().contains("emulated-ecm"),
                    watch.output());
        }
    }

    /** While it is tested it is imported, so that the server does not list it: that is no arrival of its own. */
    @Test
    void testsEachThatComesOnce() throws Exception {
        Path scenario = Files.writeString(folder.resolve("attach.scenario.yaml"), """
                scenario: attach
                steps:
                  - usb.attach: {within: 10s}
                  - usb.detach: {}
                """);
        try (UsbIpServer server = UsbIpServer.loopback();
                EmulatedDevice device = EmulatedAccessoryProvider.device(AccessorySpec.parse("emulated:ncm"))) {
            server.export("1-1", device);

            CommandLineRun watch = CommandLineRun.of("watch", "--at", "usbip:127.0.0.1:" + server.port(), "--for", "8s",
                    "--run", scenario.toString(), "--out", folder.resolve("runs").toString());

            assertEquals(0, watch.exitCode(), watch.output() + watch.errors());
            assertEquals(1, watch.output().lines().filter(line -> line.startsWith("passed")).count(), watch.output());
            assertEquals(1, runs(), watch.output());
        }
    }

    private long runs() throws IOException {
        try (Stream<Path> runs = Files.list(folder.resolve("runs"))) {
            return runs.count();
        }
    }

    @Test
    void whereNothingComesOrGoesIsAMistake() {
        CommandLineRun watch = CommandLineRun.of("watch", "--at", "emulated");

        assertEquals(2, watch.exitCode());
        assertTrue(watch.errors().contains("usbip:HOST:PORT"), watch.errors());
    }

    @Test
    void aServerThatIsNotThereIsToldAtOnce() {
        CommandLineRun watch = CommandLineRun.of("watch", "--at", "usbip:127.0.0.1:1", "--for", "1h");

        assertEquals(3, watch.exitCode());
        assertEquals(1, watch.errors().lines().count(), watch.errors());
        assertTrue(watch.errors().contains("127.0.0.1:1"), watch.errors());
    }
}
