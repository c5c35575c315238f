package dev.lanyard.drivers.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.cdc.ListRecorder;
import dev.lanyard.evidence.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** jSerialComm on real pseudo terminals. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class SerialConsoleTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final ListRecorder recorder = new ListRecorder();
    private final List<String> previewed = new CopyOnWriteArrayList<>();
    private final Pty pty = new Pty();
    private SerialConsole console;

    @AfterEach
    void close() {
        if (console != null) {
            console.close();
        }
        pty.close();
    }

    private void open(Path path) throws InterruptedException {
        console = new SerialConsole("uart", SerialSource.at(path, SerialSettings.DEFAULT), Duration.ofMillis(200),
                recorder, previewed::add);
        assertTrue(console.awaitOpen(LONG), () -> console.trouble().toString());
    }

    private ConsoleLog.Line awaited(String part) throws InterruptedException {
        Optional<ConsoleLog.Line> line = console.log().await(0, l -> l.text().contains(part), LONG);
        assertTrue(line.isPresent(), () -> part + " did not come: " + recorder.events);
        return line.get();
    }

    private List<Event.ConsoleLine> received() {
        return recorder.of(Event.ConsoleLine.class).stream().filter(Event.ConsoleLine::received).toList();
    }

    @Test
    void linesOfTheAccessoryAreEvidence() throws Exception {
        open(pty.path());
        pty.write("[    0.000] boot v1.2\r\n\u001b[32mready\u001b[0m\r\n\nlast");
        assertEquals("ready", awaited("ready").text());
        awaited("last");
        assertEquals(List.of(new Event.ConsoleLine("uart", true, "[    0.000] boot v1.2", true),
                new Event.ConsoleLine("uart", true, "\\u{1b}[32mready\\u{1b}[0m", true),
                new Event.ConsoleLine("uart", true, "last", false)), received());
        assertEquals(List.of("[    0.000] boot v1.2", "ready", "last"), previewed);
    }

    @Test
    void aLineThatComesInPartsIsMatchedAsAWhole() throws Exception {
        open(pty.path());
        pty.write("PIN: 12");
        awaited("PIN: 12");
        pty.write("34\n");
        assertEquals("PIN: 1234", awaited("34").text());
        assertEquals(new Event.ConsoleLine("uart", true, "34", true), received().getLast());
    }

    @Test
    void whatIsSentArrivesAndIsEvidenceBeforeItsAnswer() throws Exception {
        open(pty.path());
        console.send("version\r\n", LONG);
        StringBuilder got = new StringBuilder();
        Awaitility.await().atMost(LONG).until(() -> got.append(pty.read()).toString().equals("version\r\n"));
        assertEquals(List.of(new Event.ConsoleLine("uart", false, "version", true)),
                recorder.of(Event.ConsoleLine.class));
        assertTrue(console.log().since(0).isEmpty(), "what the harness sent is no line of the accessory");
    }

    @Test
    void aPortThatVanishesIsOpenedAgainWhereItComesBack() throws Exception {
        Path link = folder.resolve("by-id");
        Files.createSymbolicLink(link, pty.path());
        open(link);
        pty.write("before\n");
        awaited("before");
        try (Pty other = new Pty()) {
            Files.delete(link);
            pty.close();
            Awaitility.await().atMost(LONG).until(() -> recorder.warned("is lost"));
            Awaitility.await().atMost(LONG).until(() -> recorder.warned("did not come back within 200 ms"));
            assertTrue(console.trouble().orElseThrow().contains("is not there"), console.trouble().toString());
            Files.createSymbolicLink(link, other.path());
            assertTrue(console.awaitOpen(LONG));
            other.write("after\n");
            awaited("after");
            assertTrue(recorder.of(Event.Note.class).stream().anyMatch(n -> n.text().contains("console uart is back")));
        }
    }

    @Test
    void endlessLinesAreCutAndDoNotFillTheMemory() throws Exception {
        open(pty.path());
        pty.write("x".repeat(3 * LineAssembler.LONGEST) + "\n" + "end\n");
        awaited("end");
        assertTrue(received().stream().allMatch(line -> line.text().length() < Event.ConsoleLine.MAX_TEXT + 40));
        assertFalse(received().getFirst().ended());
    }

    @Test
    void sendingWithoutAPortSaysWhy() {
        console = new SerialConsole("uart", SerialSource.at(folder.resolve("none"), SerialSettings.DEFAULT),
                Duration.ofSeconds(5), recorder, previewed::add);
        IOException e = assertThrows(IOException.class, () -> console.send("x", Duration.ofMillis(50)));
        assertEquals("console uart is not open: " + folder.resolve("none") + " is not there", e.getMessage());
    }

    @Test
    void aFileIsNoSerialPort() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        IOException e = assertThrows(IOException.class, () -> SerialLine.open(file, SerialSettings.DEFAULT).close());
        assertTrue(e.getMessage().contains("cannot be opened: it is in use, or no serial port"), e.getMessage());
    }

    @Test
    void closingEndsTheThreadAndGivesThePortBack() throws Exception {
        open(pty.path());
        console.close();
        assertTrue(Thread.getAllStackTraces().keySet().stream().noneMatch(t -> t.getName().equals("console uart")));
        assertFalse(console.awaitOpen(Duration.ofMillis(10)));
        SerialLine.open(pty.path(), SerialSettings.DEFAULT).close();
    }
}
