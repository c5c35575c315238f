package dev.lanyard.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.capture.PcapngReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(200)
class CaptureFileTest {

    @TempDir
    Path folder;

    @Test
    void octetsOfBulkTransfersAndFramesStandInTheCaptureAlone() throws IOException {
        AttemptDirectory directory = record(SampleEvents.all());
        String frame = SampleEvents.FRAME.toHex();
        String timeline = Files.readString(directory.events());
        assertFalse(timeline.contains(frame));
        assertTrue(timeline.contains("\"data\":\"1201000200000040"), timeline);
        assertTrue(Bytes.wrap(Files.readAllBytes(directory.capture())).toHex().contains(frame));
    }

    @Test
    void aTransferIsASubmissionAndACompletionAndAFrameOnePacket() throws IOException {
        AttemptDirectory directory = record(SampleEvents.all());
        try (var in = Files.newInputStream(directory.capture())) {
            PcapngReader reader = new PcapngReader(in);
            while (reader.next().isPresent()) {
                assertEquals(List.of(220, 1, 127), reader.interfaces().stream().map(i -> i.linkType()).toList());
            }
            long transfers = SampleEvents.all().stream().filter(Event.Transfer.class::isInstance).count();
            assertEquals(2 * transfers + 3, reader.packetsRead());
        }
    }

    @Test
    void aMissingOrShortCaptureIsNamedAtTheEventThatNeedsIt() throws IOException {
        AttemptDirectory directory = record(List.of(SampleEvents.STARTED, new Event.Frame(true, SampleEvents.FRAME)));
        byte[] whole = Files.readAllBytes(directory.capture());
        Files.write(directory.capture(), java.util.Arrays.copyOf(whole, whole.length - 30));
        assertTrue(error().contains("events.jsonl:3: the capture ends inside a block"), this::error);
        Files.delete(directory.capture());
        assertTrue(error().contains("events.jsonl:3: there is no "), this::error);
    }

    @Test
    void anEventThatNamesAnotherPacketIsFound() throws IOException {
        AttemptDirectory directory = record(List.of(new Event.Frame(true, SampleEvents.FRAME),
                new Event.Frame(true, SampleEvents.FRAME)));
        String lines = Files.readString(directory.events());
        Files.writeString(directory.events(), lines.replace("\"packet\":2", "\"packet\":1"));
        assertTrue(error().contains("events.jsonl:3: packet 1 stands before packet 1"), this::error);
        Files.writeString(directory.events(), lines.replace("\"packet\":2", "\"packet\":3"));
        assertTrue(error().contains("events.jsonl:3: the capture ends before packet 3"), this::error);
        Files.writeString(directory.events(), lines.replace("\"length\":42", "\"length\":41"));
        assertTrue(error().contains("the event has 41 octets, its packet 1 has 42"), this::error);
    }

    @Test
    void tsharkReadsItWithoutAMalformedPacket() throws Exception {
        assumeTrue(onPath("tshark"),
                "tshark is not installed: no second opinion on the capture (apt-get install tshark)");
        AttemptDirectory directory = record(SampleEvents.all());
        List<String> packets = tshark(directory, "-T", "fields", "-E", "separator=|", "-e", "frame.protocols",
                "-e", "usb.urb_type", "-e", "usb.transfer_type", "-e", "usb.urb_status", "-e", "usb.data_len");
        assertEquals(17, packets.size());
        assertEquals("usb|'S'|0x02|-115|0", packets.get(0));
        assertEquals("usb|'C'|0x02|0|18", packets.get(1));
        assertTrue(packets.get(3).matches("usb.*\\|'C'\\|0x02\\|-32\\|0"), packets.get(3));
        assertEquals("usb|'S'|0x03|-115|512", packets.get(4));
        assertEquals(List.of("eth:ethertype:arp||||"), packets.subList(14, 15));
        assertTrue(packets.get(16).startsWith("radiotap:wlan_radio:wlan"), packets.get(16));
        assertEquals(List.of("0x0525|0xa4a1"), tshark(directory, "-Y", "usb.idVendor", "-T", "fields",
                "-E", "separator=|", "-e", "usb.idVendor", "-e", "usb.idProduct"));
        assertEquals(List.of(), tshark(directory, "-Y", "_ws.malformed || _ws.short"));
    }

    private static boolean onPath(String program) {
        return List.of(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator)).stream()
                .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
    }

    private static List<String> tshark(AttemptDirectory directory, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", directory.capture().toString()));
        command.addAll(List.of(options));
        Path output = directory.path().resolve("tshark.txt");
        Process process = new ProcessBuilder(command).redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        assertTrue(process.waitFor(120, TimeUnit.SECONDS), "tshark did not end");
        assertEquals(0, process.exitValue());
        return Files.readAllLines(output);
    }

    private AttemptDirectory record(List<Event> events) throws IOException {
        AttemptDirectory directory = new AttemptDirectory(folder);
        try (FileRecorder recorder = FileRecorder.open(directory, MonotonicClock.system())) {
            events.forEach(event -> recorder.record("test", event));
        }
        return directory;
    }

    private String error() {
        return assertThrows(EvidenceException.class, () -> Evidence.read(folder)).getMessage();
    }
}
