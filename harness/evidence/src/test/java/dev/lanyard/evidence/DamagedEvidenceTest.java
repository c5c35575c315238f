package dev.lanyard.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedEvidenceTest {

    @TempDir
    Path folder;

    private AttemptDirectory directory;

    @BeforeEach
    void record() throws IOException {
        directory = new AttemptDirectory(folder);
        try (FileRecorder recorder = FileRecorder.open(directory, MonotonicClock.system())) {
            SampleEvents.all().forEach(event -> recorder.record("test", event));
        }
    }

    @Test
    void everyCutOfTheTimelineReadsUpToTheCut() throws IOException {
        byte[] whole = Files.readAllBytes(directory.events());
        List<Event> all = SampleEvents.all();
        for (int length = 0; length < whole.length; length += 7) {
            Files.write(directory.events(), Arrays.copyOf(whole, length));
            Evidence evidence = Evidence.read(folder);
            assertTrue(evidence.isCut(), "cut at " + length);
            assertEquals(all.subList(0, (int) evidence.size()),
                    evidence.events().stream().map(Recorded::event).toList());
        }
        assertTrue(Evidence.read(folder).size() >= all.size() - 1);
    }

    @Test
    void aLargeTimelineIsReadAgainAtEveryPass() throws IOException {
        Evidence evidence = EvidenceFiles.read(directory, 0);
        assertFalse(evidence.isCut());
        for (int pass = 0; pass < 2; pass++) {
            try (Stream<Recorded> events = evidence.stream()) {
                assertEquals(SampleEvents.all(), events.map(Recorded::event).toList());
            }
        }
    }

    @Test
    void aLineThatIsNotJsonIsNamedByLineAndColumn() throws IOException {
        assertTrue(errorAfter(3, "{\"seq\":2,,}").contains("events.jsonl:3:10: not JSON"));
        assertTrue(errorAfter(3, "7").contains("events.jsonl:3: not a JSON object"));
    }

    @Test
    void aFieldThatIsMissingOrWrongIsNamed() throws IOException {
        assertTrue(errorAfter(3, "{\"seq\":2,\"nanos\":1}").endsWith("events.jsonl:3: no field \"source\""));
        String head = "{\"seq\":2,\"nanos\":1,\"source\":\"x\",\"kind\":";
        assertTrue(errorAfter(3, head + "\"link-state\",\"up\":1,\"cause\":\"\"}")
                .endsWith("\"up\" is not true or false"));
        assertTrue(errorAfter(3, head + "\"transfer\",\"id\":1e3}").endsWith("\"id\" is not a whole number"));
        assertTrue(errorAfter(3, head + "\"attached\",\"accessory\":\"\",\"idVendor\":4294967296}")
                .endsWith("\"idVendor\" is not a whole number of 32 bits"));
        assertTrue(errorAfter(3, head + "\"note\",\"severity\":\"LOUD\",\"text\":\"\"}").contains("one of [INFO"));
        assertTrue(errorAfter(3, head + "null}").contains("unknown kind"));
        assertTrue(errorAfter(3, head + "\"frame\",\"received\":true,\"data\":\"0g\"}").contains("hexadecimal"));
        assertTrue(errorAfter(3, head + "\"transfer\",\"id\":1,\"type\":\"BULK\",\"endpoint\":1,\"setup\":"
                + "{\"bmRequestType\":256,\"bRequest\":0,\"wValue\":0,\"wIndex\":0,\"wLength\":0}}")
                .contains("bmRequestType is 256"));
    }

    @Test
    void aTextThatIsNullReadsAsEmpty() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(directory.events()).subList(0, 2));
        lines.add("{\"seq\":2,\"nanos\":1,\"source\":null,\"kind\":\"attempt-ended\",\"outcome\":null,\"message\":null}");
        Files.write(directory.events(), lines);
        assertEquals(Optional.of(new Event.AttemptEnded("", "")), Evidence.read(folder).ended());
    }

    @Test
    void aGapInTheSequenceIsFound() throws IOException {
        List<String> lines = Files.readAllLines(directory.events());
        lines.remove(4);
        Files.write(directory.events(), lines);
        String message = assertThrows(EvidenceException.class, () -> Evidence.read(folder)).getMessage();
        assertTrue(message.endsWith("events.jsonl:5: event 5 follows event 3"), message);
    }

    @Test
    void aFolderWithoutATimelineIsAnError() {
        String message = assertThrows(EvidenceException.class, () -> Evidence.read(folder.resolve("x"))).getMessage();
        assertTrue(message.startsWith("there is no "), message);
    }

    private String errorAfter(int line, String text) throws IOException {
        List<String> lines = Files.readAllLines(directory.events());
        lines.set(line - 1, text);
        Files.writeString(directory.events(), lines.stream().collect(Collectors.joining("\n", "", "\n")));
        return assertThrows(EvidenceException.class, () -> Evidence.read(folder)).getMessage();
    }
}
