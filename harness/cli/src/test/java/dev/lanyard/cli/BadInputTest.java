package dev.lanyard.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user gets wrong, and servers that are none: a clear line and an exit code, never a stack trace or a hang. */
@Timeout(60)
class BadInputTest {

    @TempDir
    private Path folder;

    @Test
    void aScenarioWithThreeMistakesPrintsAllThreeWithTheirPlaces() throws IOException {
        Path scenario = Files.writeString(folder.resolve("bad.scenario.yaml"), """
                scenario: bad
                steps:
                  - usb.attach: {within: 5 parsecs}
                  - usb.set-interfce: {interface: data, alternate: 1}
                  - ip.ping: {to: "${nobody}"}
                """);

        for (String command : List.of("run", "validate")) {
            CommandLineRun run = CommandLineRun.of(command, scenario.toString());

            assertEquals(2, run.exitCode(), run.errors());
            assertTrue(run.errors().contains("bad.scenario.yaml:3:26:"), run.errors());
            assertTrue(run.errors().contains("bad.scenario.yaml:4:5: unknown verb \"usb.set-interfce\"; "
                    + "did you mean usb.set-interface?"), run.errors());
            assertTrue(run.errors().contains("bad.scenario.yaml:5:"), run.errors());
            assertTrue(run.errors().contains("nobody"), run.errors());
        }
    }

    @Test
    void placesThatCannotTakeARunAreRefusedBeforeItBegins() throws IOException {
        String file = Files.writeString(folder.resolve("file"), "x").toString();
        for (List<String> options : List.of(List.of("--out", file), List.of("--history", file), List.of("--parallel", "0"))) {
            List<String> line = new ArrayList<>(List.of("run", "-q", "-a", "emulated:ncm", "scenarios/smoke"));
            line.addAll(options);
            CommandLineRun run = CommandLineRun.of(line.toArray(String[]::new));

            assertEquals(2, run.exitCode(), run.errors());
            assertEquals(1, run.errors().lines().count(), run.errors());
            assertFalse(run.errors().contains("defect of Lanyard"), run.errors());
        }
    }

    @Test
    void aReportThatCannotBeMadeTakesNothingOfTheResult() throws IOException {
        Path history = folder.resolve("history");
        Files.createDirectories(history.resolve("lanyard-history.jsonl/where a file belongs"));
        CommandLineRun run = CommandLineRun.of("run", "-q", "-a", "emulated:ncm", "scenarios/smoke", "--out",
                folder.resolve("run").toString(), "--history", history.toString());

        assertEquals(3, run.exitCode(), run.errors());
        assertTrue(run.errors().contains("cannot carry the history in " + history), run.errors());
        assertTrue(run.output().contains("Scenarios: 1 passed"), run.output());
    }

    @Test
    void aBenchFileIsValidatedAsOneInAFolderAndUnderAnyName() throws IOException {
        Files.writeString(folder.resolve("left.yaml"), "bench: left\n");
        assertEquals(0, CommandLineRun.of("validate", folder.toString()).exitCode());
        assertEquals(0, CommandLineRun.of("validate", folder.resolve("left.yaml").toString()).exitCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"emulated:rndis", "emulatd:ncm", "ncm", "usbip:nowhere", "usbip:127.0.0.1:99999/1-1",
        "usbip:127.0.0.1:3240"})
    void anAccessoryThatCannotBeIsWrongUsage(String spec) {
        CommandLineRun run = CommandLineRun.of("describe", spec);

        assertEquals(2, run.exitCode(), run.errors());
        assertEquals(1, run.errors().lines().count(), run.errors());
    }

    @Test
    void aRunFolderIsNeverOverwritten() throws IOException {
        Files.writeString(folder.resolve("events.jsonl"), "{}\n");

        CommandLineRun run = CommandLineRun.of("run", "--out", folder.toString(), Examples.SMOKE, "-a", "emulated:ecm");

        assertEquals(2, run.exitCode(), run.errors());
        assertTrue(run.errors().contains("holds a run already"), run.errors());
        assertEquals("{}\n", Files.readString(folder.resolve("events.jsonl")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 400 Bad Request\r\n\r\n", "\u0001\u0011\u0000\u0005\u0000\u0000\u0000\u0000"
            + "\u007f\u007f\u007f\u007f"})
    void aServerThatAnswersNothingOrGarbageIsAnErrorInBoundedTime(String answer) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerAll(server, answer));
            String where = "usbip:127.0.0.1:" + server.getLocalPort();

            for (CommandLineRun run : List.of(CommandLineRun.of("list", "--accessory", where),
                    CommandLineRun.of("describe", where + "/1-1"))) {
                assertEquals(3, run.exitCode(), run.errors());
                assertTrue(run.errors().contains("127.0.0.1:" + server.getLocalPort()), run.errors());
                assertFalse(run.errors().contains("\tat "), run.errors());
            }
        }
    }

    private static void answerAll(ServerSocket server, String answer) {
        try {
            while (true) {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> {
                    try (socket; InputStream in = socket.getInputStream()) {
                        in.read();
                        socket.getOutputStream().write(answer.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
                        in.transferTo(java.io.OutputStream.nullOutputStream());
                    } catch (IOException e) {
                        // The client gave up, as it should.
                    }
                });
            }
        } catch (IOException e) {
            // The test is over.
        }
    }
}
