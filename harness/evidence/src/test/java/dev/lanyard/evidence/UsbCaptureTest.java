package dev.lanyard.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.capture.CaptureException;
import dev.lanyard.wire.cdc.CdcFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsbCaptureTest {

    private static final Path FOLDER = Path.of("..", "..", "fixtures", "virtual-lab", "reference");

    @TempDir
    private Path folder;

    @Test
    void findsTheGadgetInACaptureOfLinux() throws IOException {
        for (CdcFunction.Model model : List.of(CdcFunction.Model.NCM, CdcFunction.Model.ECM)) {
            UsbCapture capture = UsbCapture.read(FOLDER.resolve(model == CdcFunction.Model.NCM
                    ? "linux-cdc_ncm.pcapng" : "linux-cdc_ecm.pcapng"));
            assertEquals(1, capture.devices().size(), "one device has a network function");
            UsbCapture.Device device = capture.devices().getFirst();
            assertEquals(model, device.model());
            assertTrue(capture.damage().isEmpty());
            List<Recorded> events = device.evidence().events();
            assertTrue(events.stream().anyMatch(recorded -> recorded.event() instanceof Event.Transfer transfer
                    && transfer.setup() != null && transfer.isOk()));
            assertTrue(events.stream().anyMatch(recorded -> recorded.event() instanceof Event.Frame frame
                    && frame.received()));
            assertEquals(events.size(), events.getLast().sequence());
        }
    }

    @Test
    void aCaptureTooLargeForMemoryReadsTheSameAtEveryPass() throws IOException {
        Path file = FOLDER.resolve("linux-cdc_ncm.pcapng");
        Evidence held = UsbCapture.read(file).devices().getFirst().evidence();
        Evidence streamed = UsbCapture.read(file, 0).devices().getFirst().evidence();
        assertEquals(held.events(), streamed.events());
        assertEquals(streamed.events(), streamed.events());
    }

    @Test
    void aCutCaptureIsReadToTheCut() throws IOException {
        byte[] whole = Files.readAllBytes(FOLDER.resolve("linux-cdc_ncm.pcapng"));
        Path cut = Files.write(folder.resolve("cut.pcapng"), Arrays.copyOf(whole, whole.length - 5));
        UsbCapture capture = UsbCapture.read(cut);
        assertTrue(capture.damage().orElseThrow().contains("after " + capture.packets() + " packets"));
        assertEquals(capture.damage(), capture.devices().getFirst().evidence().cut());
    }

    @Test
    void aForeignFileIsRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("a.txt"), "no capture");
        assertThrows(CaptureException.class, () -> UsbCapture.read(text));
    }
}
