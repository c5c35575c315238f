package dev.lanyard.drivers.aware.android;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.aware.AwareEvent;
import dev.lanyard.drivers.aware.AwareException;
import dev.lanyard.drivers.aware.AwarePeer;
import dev.lanyard.drivers.aware.AwarePeerContract;
import dev.lanyard.drivers.aware.AwareService;
import dev.lanyard.wire.Bytes;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class AndroidPeerTest extends AwarePeerContract {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final FakeSnippet fake = new FakeSnippet(SERVICE, new String(INFO.toArray(), StandardCharsets.UTF_8), PIN);

    AndroidPeerTest() throws IOException {}

    @AfterEach
    void end() {
        fake.close();
    }

    @Override
    protected AwarePeer peer() throws Exception {
        return new AndroidPeer(SnippetClient.initiate(fake.address()), () -> { });
    }

    @Test
    void callsTheMethodsOfTheSnippetAndEndsWhatItBegan() throws Exception {
        try (AwarePeer peer = peer()) {
            peer.publish(AwareService.of("x"));
        }
        assertEquals(List.of("wifiAwareIsAvailable", "wifiAwareAttach", "wifiAwarePublish",
                "wifiAwareCloseDiscoverSession", "wifiAwareDetach"), fake.methods());
    }

    @Test
    void messagesAndVerificationsComeAsEvents() throws Exception {
        try (AwarePeer peer = peer()) {
            int handle = peer.subscribe(AwareService.of(SERVICE));
            JsonMapper json = JsonMapper.builder().build();
            var message = json.createObjectNode().put("peerId", 7);
            message.putArray("receivedMessage").add(1).add(255);
            fake.happened("session1", "onMessageReceived", message);
            fake.happened("session1", "onPairingVerificationSucceed", json.createObjectNode().put("peerId", 7)
                    .put("pairedAlias", "lanyard-7"));
            AwareEvent.FollowUp came = (AwareEvent.FollowUp) peer.await(0, AwareEvent.FollowUp.class::isInstance,
                    SOON).orElseThrow();
            assertEquals(Bytes.of(1, 255), came.message());
            assertEquals(handle, came.handle());
            AwareEvent.Paired verified = (AwareEvent.Paired) peer.await(0, AwareEvent.Paired.class::isInstance, SOON)
                    .orElseThrow();
            assertTrue(verified.verification() && verified.outcome().done());
        }
    }

    @Test
    void octetsThatAreNoTextAreNotSent() throws Exception {
        try (AwarePeer peer = peer()) {
            AwareException unable = assertThrows(AwareException.class, () -> peer.publish(AwareService.of("x")
                    .withInfo(Bytes.of(0xFF, 0xFE))));
            assertTrue(unable.getMessage().contains("UTF-8"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 400 Bad Request\n", "{\"status\":false}\n", "[]\n", "{\n"})
    void whateverElseListensThereIsNamed(String answer) throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (Socket socket = other.accept(); OutputStream out = socket.getOutputStream()) {
                    socket.getInputStream().read();
                    out.write(answer.getBytes(StandardCharsets.UTF_8));
                } catch (IOException _) {
                    return;
                }
            });
            IOException failed = assertThrows(IOException.class, () -> SnippetClient.initiate(
                    (InetSocketAddress) other.getLocalSocketAddress()));
            assertFalse(failed.getMessage().isBlank());
        }
    }

    // --- adb ---

    private Path adb(Path folder, String instrumentation) throws IOException {
        Path script = folder.resolve("adb");
        Files.writeString(script, """
                #!/bin/sh
                echo "$@" >> %1$s/calls
                case "$*" in
                  *"action start"*) printf '%2$s'; exec sleep 60 ;;
                  *"forward tcp:0"*) echo %3$d ;;
                esac
                """.formatted(folder, instrumentation, fake.address().getPort()));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script;
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void startsTheSnippetByAdbAndGivesEverythingBack(@TempDir Path folder) throws Exception {
        Path adb = adb(folder, "noise\\nSNIPPET START, PROTOCOL 1 0\\nSNIPPET SERVING, PORT 4711\\n");
        try (AdbSnippet snippet = AdbSnippet.start(adb.toString(), "SERIAL", AdbSnippet.PACKAGE)) {
            try (SnippetClient client = SnippetClient.initiate(snippet.address())) {
                assertTrue(client.call("wifiAwareIsAvailable").result().asBoolean());
            }
        }
        List<String> calls = Files.readAllLines(folder.resolve("calls"));
        String runner = "com.google.snippet.wifi/com.google.android.mobly.snippet.SnippetRunner";
        assertEquals(List.of("-s SERIAL shell am instrument -w -e action start " + runner,
                "-s SERIAL forward tcp:0 tcp:4711", "-s SERIAL shell am instrument -w -e action stop " + runner,
                "-s SERIAL forward --remove tcp:" + fake.address().getPort()), calls);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void anotherProtocolIsRefused(@TempDir Path folder) throws Exception {
        Path adb = adb(folder, "SNIPPET START, PROTOCOL 2 0\\n");
        IOException failed = assertThrows(IOException.class, () -> AdbSnippet.start(adb.toString(), "",
                AdbSnippet.PACKAGE));
        assertTrue(failed.getMessage().contains("protocol 2"), failed.getMessage());
    }

    @Test
    void aMissingAdbIsNamed() {
        IOException failed = assertThrows(IOException.class, () -> AdbSnippet.start("/nonexistent/adb", "",
                AdbSnippet.PACKAGE));
        assertTrue(failed.getMessage().contains("platform tools"), failed.getMessage());
    }
}
