package dev.lanyard.runner.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.evidence.Outcome;
import dev.lanyard.runner.run.ExitCode;
import dev.lanyard.runner.run.ProgressListener;
import dev.lanyard.stubs.EmulatedAccessoryProvider;
import dev.lanyard.stubs.usbip.UsbIpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a run when the accessory, or what stands before it, does not behave. */
@Timeout(180)
class BrokenBenchTest {

    private static final Optional<String> NCM = Optional.of("emulated-ncm.yaml");

    @TempDir
    private Path folder;

    @Test
    void anAccessoryThatVanishesAmidEchoEndsTheScenarioWithinFiveSeconds() throws Exception {
        AtomicLong pulled = new AtomicLong();
        try (UsbIpServer server = UsbIpServer.loopback()) {
            server.export("1-1", EmulatedAccessoryProvider.device(AccessorySpec.parse("emulated:ncm")));
            ProgressListener pull = new ProgressListener() {
                @Override
                public void stepStarted(String scenario, int attempt, String step, String verb) {
                    if (verb.equals("udp.echo")) {
                        CompletableFuture.delayedExecutor(1_500, TimeUnit.MILLISECONDS).execute(() -> {
                            pulled.set(System.nanoTime());
                            server.dropConnection("1-1");
                        });
                    }
                }
            };
            StepBench.Report report = new StepBench(folder).run("usbip:127.0.0.1:" + server.port() + "/1-1", NCM, """
                    - usb.attach: {}
                    - {id: alt1, usb.set-interface: {alternate: 1}}
                    - usb.notification: {type: network-connection, value: connected, after: alt1}
                    - address.static: {address: 172.22.65.9/24}
                    - udp.echo: {to: "172.22.65.1:7", datagrams: 1000000, sizes: 512B, within: 10min}
                    - usb.never: {event: link-down, after: alt1}
                    """, pull);
            Duration took = Duration.ofNanos(System.nanoTime() - pulled.get());
            assertTrue(took.compareTo(Duration.ofSeconds(5)) < 0, took::toString);
            assertEquals(ExitCode.FAILED, report.result().exitCode(), report::message);
            assertTrue(report.message().startsWith("udp.echo: detached: "), report::message);
            assertEquals(Outcome.SKIPPED, report.last().outcome());
            assertTrue(Integer.parseInt(report.steps().get(4).values().get("received")) > 0,
                    () -> report.steps().get(4).values().toString());
        }
    }

    @Test
    void aServerThatAnswersGarbageIsTheBenchsTrouble() throws Exception {
        try (ServerSocket server = server("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes())) {
            StepBench.Report report = attach(server);
            assertEquals(ExitCode.INCONCLUSIVE, report.result().exitCode(), report::message);
            assertTrue(report.message().contains("cannot be opened"), report::message);
        }
    }

    @Test
    void aServerThatAnswersNothingIsGivenUpInTime() throws Exception {
        try (ServerSocket server = server(new byte[0])) {
            long start = System.nanoTime();
            StepBench.Report report = attach(server);
            assertTrue(System.nanoTime() - start < Duration.ofSeconds(30).toNanos());
            assertEquals(ExitCode.INCONCLUSIVE, report.result().exitCode(), report::message);
        }
    }

    @Test
    void nobodyAtThePortIsTheBenchsTrouble() throws Exception {
        // Bound, so that nobody else gets the port meanwhile, and not listening.
        try (Socket silent = new Socket()) {
            silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            StepBench.Report report = new StepBench(folder).run("usbip:127.0.0.1:" + silent.getLocalPort() + "/1-1",
                    NCM, "- usb.attach: {within: 2s}\n", ProgressListener.none());
            assertEquals(ExitCode.INCONCLUSIVE, report.result().exitCode(), report::message);
        }
    }

    @Test
    void anotherFunctionThanTheProfileSaysIsAFailure() throws Exception {
        try (UsbIpServer server = UsbIpServer.loopback()) {
            server.export("1-1", EmulatedAccessoryProvider.device(AccessorySpec.parse("emulated:ecm")));
            StepBench.Report report = new StepBench(folder).run("usbip:127.0.0.1:" + server.port() + "/1-1", NCM,
                    "- usb.attach: {}\n", ProgressListener.none());
            assertEquals("usb.attach: the accessory offers ecm; profile emulated-ncm says ncm", report.message());
        }
    }

    private StepBench.Report attach(ServerSocket server) throws Exception {
        return new StepBench(folder).run("usbip:127.0.0.1:" + server.getLocalPort() + "/1-1", NCM,
                "- usb.attach: {within: 2s}\n", ProgressListener.none());
    }

    /** Takes every connection, says {@code answer} and then nothing until it is closed. */
    private static ServerSocket server(byte[] answer) throws IOException {
        ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    Socket client = server.accept();
                    client.getOutputStream().write(answer);
                    client.getOutputStream().flush();
                } catch (IOException e) {
                    // The test closed the server.
                }
            }
        });
        return server;
    }
}
