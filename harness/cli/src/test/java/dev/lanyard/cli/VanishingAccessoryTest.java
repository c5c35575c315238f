package dev.lanyard.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Evidence;
import dev.lanyard.stubs.EmulatedAccessoryProvider;
import dev.lanyard.stubs.usb.EmulatedDevice;
import dev.lanyard.stubs.usbip.UsbIpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The cable is pulled in the middle of the echo. */
@Timeout(90)
class VanishingAccessoryTest {

    private static final Duration TO_THE_ECHO = Duration.ofSeconds(40);
    private static final long WITHIN_SECONDS = 5;

    @TempDir
    private Path folder;

    @Test
    void failsTheScenarioAsDetachedAndKeepsTheEvidence() throws Exception {
        Path scenario = Files.writeString(folder.resolve("endless.scenario.yaml"), """
                scenario: endless
                steps:
                  - usb.attach: {within: 10s}
                  - id: alt1
                    usb.set-interface: {interface: data, alternate: 1}
                  - dhcp.lease: {within: 10s, save: {server: server}}
                  - udp.echo: {to: "${server}:7", sizes: [64B], datagrams: 1000000, window: 1, within: 60s}
                """);
        Path out = folder.resolve("run");
        try (UsbIpServer server = UsbIpServer.loopback();
                EmulatedDevice device = EmulatedAccessoryProvider.device(AccessorySpec.parse("emulated:ncm"))) {
            server.export("1-1", device);
            CompletableFuture<CommandLineRun> run = CompletableFuture.supplyAsync(() -> CommandLineRun.of("run",
                    scenario.toString(), "--accessory", "usbip:127.0.0.1:" + server.port() + "/1-1",
                    "--profile", Examples.profile("emulated-ncm"), "--out", out.toString()));
            await("the echo step has begun").atMost(TO_THE_ECHO).until(() -> timeline(out).contains("udp.echo"));

            server.dropConnection("1-1");
            long pulled = System.nanoTime();
            await("the attempt has ended").atMost(Duration.ofSeconds(WITHIN_SECONDS))
                    .until(() -> timeline(out).contains("attempt-ended") || run.isDone());
            assertTrue(System.nanoTime() - pulled < Duration.ofSeconds(WITHIN_SECONDS).toNanos());

            CommandLineRun ended = run.get(30, TimeUnit.SECONDS);
            assertEquals(1, ended.exitCode(), ended.output() + ended.errors());
            assertTrue(ended.output().contains("detached"), ended.output());
        }
        Evidence evidence = Evidence.read(attempt(out));
        assertTrue(evidence.events().stream().anyMatch(e -> e.event() instanceof Event.Detached), "the detach is there");
        assertTrue(evidence.events().stream().anyMatch(e -> e.event() instanceof Event.Frame f && f.received()),
                "and so are the frames before it");
    }

    private static String timeline(Path out) throws IOException {
        Path attempt = attempt(out);
        return attempt == null ? "" : Files.readString(attempt.resolve("events.jsonl"));
    }

    private static Path attempt(Path out) throws IOException {
        if (!Files.isDirectory(out.resolve("evidence"))) {
            return null;
        }
        try (Stream<Path> files = Files.walk(out.resolve("evidence"))) {
            return files.filter(file -> file.endsWith("events.jsonl")).map(Path::getParent).findFirst().orElse(null);
        }
    }
}
