package dev.lanyard.drivers.usb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.evidence.AttemptDirectory;
import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Evidence;
import dev.lanyard.evidence.FileRecorder;
import dev.lanyard.evidence.MonotonicClock;
import dev.lanyard.evidence.Recorded;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.TransferType;
import dev.lanyard.wire.usb.UsbSpeed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingUsbConnectionTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final SetupPacket GET_DEVICE = new SetupPacket(0x80, 6, 0x0100, 0, 18);

    @TempDir
    Path folder;

    private final ScriptedConnection device = new ScriptedConnection();
    private FileRecorder recorder;
    private RecordingUsbConnection connection;

    @BeforeEach
    void attach() throws IOException {
        recorder = FileRecorder.open(new AttemptDirectory(folder), MonotonicClock.system());
        connection = new RecordingUsbConnection(device, recorder, "test:device", new AtomicLong());
    }

    @Test
    void aTransferIsRecordedWithWhatArrivedBeforeItsCallerLearnsOfIt() throws Exception {
        AtomicReference<Long> seenBefore = new AtomicReference<>();
        AtomicLong recorded = new AtomicLong();
        recorder.observe(r -> recorded.set(r.sequence()));
        UsbTransfer transfer = connection.submit(TransferRequest.control(GET_DEVICE, Bytes.EMPTY, SECOND));
        transfer.completion().thenRun(() -> seenBefore.set(recorded.get()));
        device.complete(0, Bytes.of(18, 1));

        assertEquals(Bytes.of(18, 1), transfer.await());
        assertEquals(2, seenBefore.get());
        List<Event> events = close();
        assertEquals(new Event.Attached("test:device", 0x0525, 0xa4a1, UsbSpeed.HIGH), events.get(0));
        Event.Transfer event = (Event.Transfer) events.get(1);
        assertEquals(new Event.Transfer(1, TransferType.CONTROL, 0x80, GET_DEVICE, 18, "OK", event.submittedNanos(),
                false, Bytes.of(18, 1)), event);
    }

    @Test
    void aFailedTransferIsRecordedByTheNameOfItsErrorAndFailsAsBefore() throws Exception {
        UsbTransfer transfer = connection.submit(
                TransferRequest.out(TransferType.BULK, 0x01, Bytes.of(1, 2), true, SECOND));
        UsbException stall = new UsbException(UsbError.STALL, "write", "");
        device.transfers.getFirst().completeExceptionally(stall);

        assertSame(stall, assertThrows(UsbException.class, transfer::await));
        assertSame(stall, transfer.completion().exceptionNow());
        Event.Transfer event = (Event.Transfer) close().get(1);
        assertEquals("STALL", event.status());
        assertEquals(Bytes.of(1, 2), event.data());
        assertTrue(event.zeroPacket());
    }

    @Test
    void requestsThatTheHostMakesAreRecordedAsOnTheBus() throws Exception {
        connection.setConfiguration(1, SECOND);
        connection.setInterface(1, 2, SECOND);
        device.next = new UsbException(UsbError.STALL, "clear", "");
        assertThrows(UsbException.class, () -> connection.clearHalt(0x81, SECOND));
        device.next = null;
        connection.reset(SECOND);

        List<Event> events = close();
        assertEquals(List.of(Bytes.hex("0009010000000000"), Bytes.hex("010b020001000000"),
                        Bytes.hex("0201000081000000")),
                events.subList(1, 4).stream().map(e -> ((Event.Transfer) e).setup().encode()).toList());
        assertEquals(List.of("OK", "OK", "STALL"),
                events.subList(1, 4).stream().map(e -> ((Event.Transfer) e).status()).toList());
        assertEquals(new Event.Note(Event.Severity.INFO, "the port was reset"), events.get(4));
    }

    @Test
    void aDeviceThatVanishesIsRecordedOnceAsUnexpected() throws Exception {
        device.detached.complete("unplugged");
        assertEquals(List.of(new Event.Detached("unplugged", false)), close().subList(1, 2));
        assertEquals(2, Evidence.read(folder).size());
    }

    @Test
    void closingIsAnExpectedDetach() throws Exception {
        connection.close();
        assertEquals(new Event.Detached("closed by the harness", true), close().getLast());
        assertEquals(2, Evidence.read(folder).size());
    }

    private List<Event> close() throws IOException {
        connection.close();
        recorder.close();
        return Evidence.read(folder).events().stream().map(Recorded::event).toList();
    }

    /** A device whose answers the test gives. */
    private static final class ScriptedConnection implements UsbConnection {
        final List<CompletableFuture<Bytes>> transfers = new ArrayList<>();
        final CompletableFuture<String> detached = new CompletableFuture<>();
        UsbException next;

        void complete(int index, Bytes data) {
            transfers.get(index).complete(data);
        }

        @Override
        public UsbDeviceInfo device() {
            return new UsbDeviceInfo("1-1", 0x0525, 0xa4a1, 0x0100, UsbSpeed.HIGH);
        }

        @Override
        public UsbTransfer submit(TransferRequest request) {
            CompletableFuture<Bytes> completion = new CompletableFuture<>();
            transfers.add(completion);
            return new UsbTransfer() {
                @Override
                public CompletableFuture<Bytes> completion() {
                    return completion;
                }

                @Override
                public void cancel() {
                    completion.completeExceptionally(new UsbException(UsbError.CANCELLED, "" + request, ""));
                }
            };
        }

        @Override
        public void setConfiguration(int bConfigurationValue, Duration timeout) throws UsbException {
            answer();
        }

        @Override
        public void setInterface(int bInterfaceNumber, int bAlternateSetting, Duration timeout) throws UsbException {
            answer();
        }

        @Override
        public void clearHalt(int endpointAddress, Duration timeout) throws UsbException {
            answer();
        }

        @Override
        public void reset(Duration timeout) throws UsbException {
            answer();
        }

        @Override
        public void claim(int bInterfaceNumber) {}

        @Override
        public CompletableFuture<String> detached() {
            return detached;
        }

        @Override
        public void close() {}

        private void answer() throws UsbException {
            if (next != null) {
                throw next;
            }
        }
    }
}
