package dev.lanyard.stubs.usbip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.usb.TransferRequest;
import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.drivers.usb.UsbTransfer;
import dev.lanyard.drivers.usbip.UsbIpHost;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.TransferType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What client and server do together for transfers, whatever carries them. */
@Timeout(120)
abstract class TransfersContract {

    static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(100);

    UsbIpServer server;
    UsbIpHost host;
    private final LoopbackDevice device = new LoopbackDevice();
    private UsbConnection usb;

    /** Makes {@link #server} and {@link #host}. */
    abstract void start() throws Exception;

    @BeforeEach
    void open() throws Exception {
        start();
        server.export("loop-1", device);
        usb = host.open("loop-1", SOON);
    }

    @AfterEach
    void close() {
        usb.close();
        host.close();
        server.close();
        assertEquals(device.attached.get(), device.detached.get(), "every attach is followed by a detach");
    }

    @Test
    void controlDataGoesOutAndComesIn() throws Exception {
        assertEquals(Bytes.hex("010203"), usb.control(
                new SetupPacket(0x40, LoopbackDevice.KEEP, 0, 0, 3), Bytes.hex("010203"), SOON));
        assertEquals(Bytes.hex("010203"), usb.control(
                new SetupPacket(0xC0, LoopbackDevice.GIVE_BACK, 0, 0, 64), SOON));
        assertEquals(Bytes.hex("0102"), usb.control(
                new SetupPacket(0xC0, LoopbackDevice.GIVE_BACK, 0, 0, 2), SOON), "cut to wLength");
        assertEquals(Bytes.EMPTY, usb.control(new SetupPacket(0xC0, LoopbackDevice.GIVE_BACK, 0, 0, 0), SOON));
    }

    @Test
    void bulkTransfersOfAllSizesComeBackInOrder() throws Exception {
        Random random = new Random(42);
        List<Bytes> sent = new ArrayList<>();
        List<UsbTransfer> reads = new ArrayList<>();
        List<UsbTransfer> writes = new ArrayList<>();
        Queue<Integer> completed = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < 400; i++) {
            int number = i;
            UsbTransfer read = usb.submit(TransferRequest.in(TransferType.BULK, 0x81, 65536, SOON));
            read.completion().thenRun(() -> completed.add(number));
            reads.add(read);
        }
        for (int i = 0; i < 400; i++) {
            byte[] data = new byte[i == 399 ? 65536 : random.nextInt(4) == 0 ? 16384 : random.nextInt(2000)];
            random.nextBytes(data);
            if (data.length > 0) {
                data[0] = 0;
            }
            sent.add(Bytes.wrap(data));
            writes.add(usb.submit(TransferRequest.out(TransferType.BULK, 0x01, sent.get(i), false, SOON)));
        }
        for (int i = 0; i < 400; i++) {
            assertEquals(sent.get(i), writes.get(i).await());
            assertEquals(sent.get(i), reads.get(i).await());
        }
        // Who waits for a transfer may go on before what was to follow its completion has run.
        Awaitility.await().until(() -> completed.size() == reads.size());
        assertEquals(completed.stream().sorted().toList(), List.copyOf(completed), "completed in order of submission");
    }

    @Test
    void zeroLengthPacketsAreAskedForByFlagAndArriveAsEmptyReads() throws Exception {
        usb.submit(TransferRequest.out(TransferType.BULK, 0x01, Bytes.wrap(new byte[512]), true, SOON)).await();
        assertEquals(1, device.zeroPackets.get());
        assertEquals(512, usb.submit(TransferRequest.in(TransferType.BULK, 0x81, 1024, SOON)).await().length());
        usb.submit(TransferRequest.out(TransferType.BULK, 0x01, Bytes.EMPTY, false, SOON)).await();
        assertEquals(Bytes.EMPTY, usb.submit(TransferRequest.in(TransferType.BULK, 0x81, 1024, SOON)).await());
        assertEquals(1, device.zeroPackets.get());
    }

    @Test
    void aStallOfAnyTransferIsNamed() {
        assertError(UsbError.STALL, usb.submit(TransferRequest.control(
                new SetupPacket(0xC0, 99, 0, 0, 4), Bytes.EMPTY, SOON)), "control request c0/63", "loop-1", "EPIPE");
        assertError(UsbError.STALL, usb.submit(TransferRequest.out(TransferType.BULK, 0x02,
                Bytes.wrap(new byte[5000]), false, SOON)), "write of 5000 octets on endpoint 0x02");
        assertError(UsbError.STALL, usb.submit(TransferRequest.control(
                new SetupPacket(0x40, 99, 0, 0, 700), Bytes.wrap(new byte[700]), SOON)));
    }

    @Test
    void aTransferThatIsNotAnsweredEndsAtItsDeadlineAndIsWithdrawn() throws Exception {
        long start = System.nanoTime();
        UsbTransfer late = usb.submit(TransferRequest.in(TransferType.BULK, 0x81, 512, SHORT));
        assertError(UsbError.TIMEOUT, late, "read of 512 octets on endpoint 0x81", "100 ms");
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        assertTrue(millis >= 100 && millis < SOON.toMillis(), millis + " ms");

        usb.submit(TransferRequest.out(TransferType.BULK, 0x01, Bytes.hex("07"), false, SOON)).await();
        assertEquals(Bytes.hex("07"), usb.submit(TransferRequest.in(TransferType.BULK, 0x81, 512, SOON)).await(),
                "the withdrawn read took no data");
        assertError(UsbError.TIMEOUT, usb.submit(TransferRequest.control(
                new SetupPacket(0x40, LoopbackDevice.NEVER, 0, 0, 0), Bytes.EMPTY, SHORT)));
    }

    @Test
    void deadlinesOfManyTransfersAreKeptEachForItself() throws Exception {
        UsbTransfer late = usb.submit(TransferRequest.in(TransferType.INTERRUPT, 0x83, 16, Duration.ofDays(40000)));
        UsbTransfer middle = usb.submit(TransferRequest.in(TransferType.INTERRUPT, 0x83, 16, Duration.ofSeconds(2)));
        UsbTransfer early = usb.submit(TransferRequest.in(TransferType.INTERRUPT, 0x83, 16, Duration.ofMillis(50)));
        assertError(UsbError.TIMEOUT, early);
        assertFalse(middle.completion().isDone());
        assertError(UsbError.TIMEOUT, middle);
        assertFalse(late.completion().isDone());
        late.cancel();
        assertError(UsbError.CANCELLED, late);
    }

    @Test
    void cancelEndsATransferOnceAndDoesNothingToOneThatEnded() throws Exception {
        UsbTransfer read = usb.submit(TransferRequest.in(TransferType.BULK, 0x81, 512, SOON));
        UsbTransfer behind = usb.submit(TransferRequest.in(TransferType.BULK, 0x81, 512, SOON));
        read.cancel();
        read.cancel();
        assertError(UsbError.CANCELLED, read);
        UsbTransfer write = usb.submit(TransferRequest.out(TransferType.BULK, 0x01, Bytes.hex("08"), false, SOON));
        assertEquals(Bytes.hex("08"), write.await());
        assertEquals(Bytes.hex("08"), behind.await());
        write.cancel();
        behind.cancel();
        assertEquals(Bytes.hex("08"), behind.await());
    }

    @Test
    void withdrawalsThatCrossAnswersLoseNoData() throws Exception {
        cancelWhileAnswering();
    }

    @Test
    void withdrawalsThatCrossAnswersOfAnotherThreadLoseNoData() throws Exception {
        try (ExecutorService elsewhere = Executors.newSingleThreadExecutor()) {
            device.executor = elsewhere;
            cancelWhileAnswering();
        }
    }

    private void cancelWhileAnswering() throws Exception {
        int received = 0;
        int sent = 0;
        for (int i = 0; i < 1000; i++) {
            UsbTransfer read = usb.submit(TransferRequest.in(TransferType.BULK, 0x81, 512, SOON));
            usb.submit(TransferRequest.out(TransferType.BULK, 0x01, Bytes.of(i & 0x7F), false, SOON));
            sent++;
            long later = System.nanoTime() + i % 10 * 5_000;
            while (System.nanoTime() < later) {
                Thread.onSpinWait();
            }
            read.cancel();
            try {
                assertEquals(1, read.await().length());
                received++;
            } catch (UsbException e) {
                assertEquals(UsbError.CANCELLED, e.error());
            }
        }
        while (received < sent) {
            assertEquals(1, usb.submit(TransferRequest.in(TransferType.BULK, 0x81, 512, SOON)).await().length());
            received++;
        }
        assertError(UsbError.TIMEOUT, usb.submit(TransferRequest.in(TransferType.BULK, 0x81, 512, SHORT)));
    }

    @Test
    void aSecondImportIsRefusedAndTheFirstGoesOn() throws Exception {
        UsbException refused = assertThrows(UsbException.class, () -> host.open("loop-1", SOON));
        assertEquals(UsbError.BUSY, refused.error(), refused.getMessage());
        usb.control(new SetupPacket(0x40, LoopbackDevice.KEEP, 0, 0, 0), SOON);
        usb.close();
        Awaitility.await().until(() -> !server.isImported("loop-1"));
        host.open("loop-1", SOON).close();
    }

    @Test
    void anUnknownBusIdIsAnsweredWithThoseThatAreThere() {
        UsbException refused = assertThrows(UsbException.class, () -> host.open("loop-2", SOON));
        assertEquals(UsbError.NOT_FOUND, refused.error());
        assertTrue(refused.getMessage().contains("loop-1 (1d6b:0104)"), refused.getMessage());
    }

    @Test
    void listShowsWhatTheDescriptorsSay() throws Exception {
        var listed = host.exported(SOON);
        assertEquals(1, listed.size());
        assertEquals("[InterfaceClass[bInterfaceClass=255, bInterfaceSubClass=1, bInterfaceProtocol=2]]",
                listed.getFirst().interfaces().toString());
        assertEquals(usb.device(), host.list(SOON).getFirst());
    }

    @Test
    void aVanishedAccessoryIsNoticedAtOnceByEverybodyWhoWaits() throws Exception {
        List<UsbTransfer> waiting = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            waiting.add(usb.submit(TransferRequest.in(TransferType.BULK, 0x81, 512, Duration.ofMinutes(1))));
        }
        usb.control(new SetupPacket(0x40, LoopbackDevice.KEEP, 0, 0, 0), SOON);
        assertTrue(server.dropConnection("loop-1"));
        String reason = usb.detached().get(SOON.toSeconds(), TimeUnit.SECONDS);
        assertTrue(reason.startsWith("the server closed the connection"), reason);
        for (UsbTransfer transfer : waiting) {
            assertError(UsbError.DETACHED, transfer);
        }
        assertError(UsbError.DETACHED, usb.submit(TransferRequest.in(TransferType.BULK, 0x81, 512, SOON)));
        assertEquals(1, device.detached.get());
        assertFalse(server.dropConnection("loop-1"));
    }

    @Test
    void closingWithdrawsEverythingAndIsNoDetachment() {
        UsbTransfer waiting = usb.submit(TransferRequest.in(TransferType.BULK, 0x81, 512, SOON));
        usb.close();
        usb.close();
        assertError(UsbError.CANCELLED, waiting, "the harness closed the connection");
        assertError(UsbError.CANCELLED, usb.submit(TransferRequest.in(TransferType.BULK, 0x81, 512, SOON)));
        assertFalse(usb.detached().isDone());
        Awaitility.await().untilAsserted(() -> assertEquals(1, device.detached.get()));
    }

    @Test
    void resetDetachesAndAttachesAndKeepsTheConnectionUsable() throws Exception {
        usb.setConfiguration(1, SOON);
        assertEquals(1, device.configured.get());
        UsbTransfer waiting = usb.submit(TransferRequest.in(TransferType.BULK, 0x81, 512, SOON));
        usb.reset(SOON);
        assertError(UsbError.CANCELLED, waiting, "the device is reset");
        assertEquals(2, device.attached.get());
        assertEquals(0, device.configured.get());
        assertFalse(usb.detached().isDone());
        usb.setConfiguration(1, SOON);
        server.dropConnection("loop-1");
        usb.detached().get(SOON.toSeconds(), TimeUnit.SECONDS);
        assertEquals(UsbError.DETACHED, assertThrows(UsbException.class, () -> usb.reset(SOON)).error());
    }

    @Test
    void setConfigurationWithdrawsWhatWasPendingOnOtherEndpoints() throws Exception {
        UsbTransfer waiting = usb.submit(TransferRequest.in(TransferType.BULK, 0x81, 512, SOON));
        usb.setConfiguration(1, SOON);
        assertError(UsbError.CANCELLED, waiting, "the configuration is set");
    }

    @Test
    void waitingOnTheCompletingThreadIsRefusedAndNotADeadlock() {
        var nested = usb.submit(TransferRequest.in(TransferType.BULK, 0x81, 512, SOON)).completion()
                .thenApply(done -> assertThrows(IllegalStateException.class, () -> usb.control(
                        new SetupPacket(0x40, LoopbackDevice.KEEP, 0, 0, 0), SOON)));
        usb.submit(TransferRequest.out(TransferType.BULK, 0x01, Bytes.hex("01"), false, SOON));
        assertTrue(nested.join().getMessage().contains("cannot be waited for"));
    }

    private static void assertError(UsbError expected, UsbTransfer transfer, String... words) {
        UsbException thrown = assertThrows(UsbException.class, transfer::await);
        assertEquals(expected, thrown.error(), thrown.getMessage());
        for (String word : words) {
            assertTrue(thrown.getMessage().contains(word), thrown.getMessage());
        }
    }
}
