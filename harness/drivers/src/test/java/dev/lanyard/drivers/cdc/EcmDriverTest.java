package dev.lanyard.drivers.cdc;

import static dev.lanyard.drivers.cdc.ScriptedDevice.BULK_IN;
import static dev.lanyard.drivers.cdc.ScriptedDevice.INTERRUPT_IN;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.cdc.CdcOptions.Padding;
import dev.lanyard.drivers.usb.TransferRequest;
import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.evidence.Event;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.TransferType;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EcmDriverTest {

    /** For what comes at once, on a busy machine too. */
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Bytes UP = Bytes.hex("a100010000000000");
    private static final Bytes DOWN = Bytes.hex("a100000000000000");
    private static final Bytes SPEED = Bytes.hex("a12a0000000008000000641900006419");
    private static final Bytes FRAME = Bytes.hex("ffffffffffff021122334461 0806 0102030405");

    private final ScriptedDevice device = ScriptedDevice.ecm();
    private final ListRecorder recorder = new ListRecorder();
    private final Heard heard = new Heard();
    private CdcDriver driver;

    @AfterEach
    void close() {
        if (driver != null) {
            driver.close();
        }
    }

    @Test
    void probingConfiguresTheDeviceAndTakesBothInterfaces() throws Exception {
        probe(CdcOptions.defaults());
        assertInstanceOf(EcmDriver.class, driver);
        assertEquals("02:11:22:33:44:60", driver.hostMacAddress().toString());
        assertEquals(1500, driver.link().mtu());
        assertEquals(0, driver.controlInterface());
        assertEquals(1, driver.dataInterface());
        assertEquals(List.of(0, 1), device.claimed);
        assertEquals("000901000000", device.requests.getLast(), "no request follows SET_CONFIGURATION");
        assertEquals(2, device.requests.stream().filter("800600020000"::equals).count(), "a short and a full read");
        assertEquals(9, driver.report().configurations().getFirst().shortRead().length());
        assertEquals("021122334460", driver.report().string(6).orElseThrow());
        assertEquals(List.of(), driver.report().troubles());
        assertFalse(driver.link().isUp());
    }

    @Test
    void notificationsAreReadInPacketsAndSetTheLinkState() throws Exception {
        probe(CdcOptions.defaults());
        assertTrue(device.reads.stream().allMatch(r -> r.type() == TransferType.INTERRUPT && r.length() == 16));
        device.send(INTERRUPT_IN, SPEED.concat(UP));
        await().until(() -> driver.link().isUp());
        device.send(INTERRUPT_IN, UP);
        device.send(INTERRUPT_IN, DOWN);
        await().until(() -> heard.states.equals(List.of(true, false)));
        assertFalse(driver.link().isUp());
        assertEquals(List.of("ConnectionSpeedChange", "NetworkConnection", "NetworkConnection", "NetworkConnection"),
                recorder.of(Event.Notification.class).stream().map(Event.Notification::kind).toList());
        assertEquals(List.of(new Event.LinkState(true, "NetworkConnection 1"),
                new Event.LinkState(false, "NetworkConnection 0")), recorder.of(Event.LinkState.class));
    }

    @Test
    void alternateOneSetsThePacketFilterAndQueuesReadsLongerThanAnyFrame() throws Exception {
        probe(CdcOptions.defaults().withTransfers(3, 2));
        driver.selectAlternate(1, LONG);
        assertEquals(List.of("010b01000100", "21430e000000"), lastRequests(2));
        List<TransferRequest> bulk = device.reads.stream().filter(r -> r.endpointAddress() == BULK_IN).toList();
        assertEquals(3, bulk.size());
        assertTrue(bulk.stream().allMatch(r -> r.length() > 1515 && r.length() % 512 == 0));
    }

    @Test
    void withoutAFilterInTheOptionsNoneIsSet() throws Exception {
        probe(CdcOptions.defaults().withPacketFilter(CdcOptions.NO_PACKET_FILTER));
        driver.selectAlternate(1, LONG);
        assertEquals("010b01000100", device.requests.getLast());
    }

    @Test
    void aRefusedPacketFilterIsARemark() throws Exception {
        device.stall("21 43 0e00 0000");
        open(CdcOptions.defaults());
        assertTrue(recorder.warned("SetEthernetPacketFilter"));
        device.send(BULK_IN, FRAME);
        await().until(() -> heard.frames.size() == 1);
    }

    @Test
    void eachTransferIsAFrame() throws Exception {
        open(CdcOptions.defaults());
        Bytes second = FRAME.concat(Bytes.hex("ff"));
        device.send(BULK_IN, FRAME);
        device.send(BULK_IN, Bytes.EMPTY);
        device.send(BULK_IN, Bytes.hex("0102"));
        device.send(BULK_IN, second);
        await().until(() -> heard.frames.size() == 2);
        assertEquals(List.of(FRAME, second), heard.frames);
        assertEquals(List.of(new Event.Frame(true, FRAME), new Event.Frame(true, second)),
                recorder.of(Event.Frame.class));
        assertEquals(new LinkCounters(2, 0, 3, 1, 0, 0, 1), driver.counters());
    }

    @Test
    void aFrameThatFillsItsPacketsEndsAsThePaddingSays() throws Exception {
        byte[] frame = new byte[512];
        Arrays.fill(frame, (byte) 7);
        open(CdcOptions.defaults());
        driver.link().send(frame);
        assertTrue(device.written.getFirst().zeroPacket());
        assertArrayEquals(frame, device.written.getFirst().data().toArray());
        driver.link().send(frame, 0, 511);
        assertFalse(device.written.get(1).zeroPacket());
        for (Padding padding : List.of(Padding.WINDOWS_ONE_EXTRA_BYTE, Padding.LINUX_ZERO_FILL)) {
            driver.close();
            device.written.clear();
            open(CdcOptions.defaults().withPadding(padding));
            driver.link().send(frame);
            driver.link().send(frame, 0, 511);
            assertEquals(Bytes.wrap(frame).concat(Bytes.of(0)), device.written.getFirst().data());
            assertFalse(device.written.getFirst().zeroPacket());
            assertEquals(511, device.written.get(1).length());
        }
        assertEquals(new Event.Frame(false, Bytes.wrap(frame)), recorder.of(Event.Frame.class).getFirst());
    }

    @Test
    void sendingWaitsForTheAccessoryAndGivesUpInBoundedTime() throws Exception {
        open(CdcOptions.defaults().withTransfers(2, 2).withSendTimeout(Duration.ofMillis(100)));
        device.holdsWrites = true;
        driver.link().send(FRAME.toArray());
        driver.link().send(FRAME.toArray());
        IOException refused = assertTimeoutPreemptively(LONG,
                () -> assertThrows(IOException.class, () -> driver.link().send(FRAME.toArray())));
        assertTrue(refused.getMessage().contains("taken none of 2 writes"), refused.getMessage());
        device.acceptWrite();
        driver.link().send(FRAME.toArray());
        assertEquals(3, device.written.size());
    }

    @Test
    void nothingIsSentInAlternateZero() throws Exception {
        probe(CdcOptions.defaults());
        IOException refused = assertThrows(IOException.class, () -> driver.link().send(FRAME.toArray()));
        assertTrue(refused.getMessage().contains("alternate setting 0"), refused.getMessage());
        driver.selectAlternate(1, LONG);
        driver.link().send(FRAME.toArray());
        driver.selectAlternate(0, LONG);
        assertThrows(IOException.class, () -> driver.link().send(FRAME.toArray()));
        assertEquals(0, device.pendingReads(BULK_IN), "reads are withdrawn");
        driver.selectAlternate(1, LONG);
        driver.link().send(FRAME.toArray());
        assertEquals(2, device.written.size());
    }

    @Test
    void anUndefinedAlternateThatIsRefusedLeavesTheDataPathAlone() throws Exception {
        open(CdcOptions.defaults());
        UsbException refused = assertThrows(UsbException.class, () -> driver.selectAlternate(2, LONG));
        assertEquals(UsbError.STALL, refused.error());
        device.send(BULK_IN, FRAME);
        await().until(() -> heard.frames.size() == 1);
    }

    @Test
    void aStalledReadIsClearedAndReadingGoesOn() throws Exception {
        device.answer("02 01 0000 8100", Bytes.EMPTY);
        open(CdcOptions.defaults());
        device.failRead(BULK_IN, UsbError.STALL);
        await().until(() -> device.requests.contains("020100008100"));
        device.send(BULK_IN, FRAME);
        await().until(() -> heard.frames.size() == 1);
    }

    @Test
    void readsThatKeepFailingEndTheLinkWithTheReason() throws Exception {
        open(CdcOptions.defaults().withTransfers(1, 1));
        for (int i = 0; i < 9; i++) {
            await().until(() -> device.pendingReads(BULK_IN) == 1);
            device.failRead(BULK_IN, UsbError.PROTOCOL);
        }
        await().until(() -> heard.detached.size() == 1);
        assertTrue(heard.detached.getFirst().contains("error on the bus"), heard.detached.toString());
    }

    @Test
    void aVanishedDeviceEndsTheLinkOnceWithTheHostsReason() throws Exception {
        open(CdcOptions.defaults());
        device.send(INTERRUPT_IN, UP);
        await().until(() -> driver.link().isUp());
        device.send(BULK_IN, FRAME);
        device.unplug("the plug was pulled");
        await().until(() -> !heard.detached.isEmpty());
        assertEquals(List.of(FRAME), heard.frames);
        assertEquals(List.of("the plug was pulled"), heard.detached);
        assertFalse(driver.link().isUp());
        IOException refused = assertThrows(IOException.class, () -> driver.link().send(FRAME.toArray()));
        assertTrue(refused.getMessage().contains("the plug was pulled"), refused.getMessage());
        assertThrows(UsbException.class, () -> driver.selectAlternate(1, LONG));
        Heard late = new Heard();
        driver.link().listen(late);
        assertEquals(List.of("the plug was pulled"), late.detached);
    }

    @Test
    void aSenderThatWaitsIsToldWhenTheDeviceVanishes() throws Exception {
        open(CdcOptions.defaults().withTransfers(1, 1));
        device.holdsWrites = true;
        driver.link().send(FRAME.toArray());
        var failed = new java.util.concurrent.CompletableFuture<Throwable>();
        Thread.ofVirtual().start(() -> {
            try {
                driver.link().send(FRAME.toArray());
                failed.complete(null);
            } catch (IOException | InterruptedException e) {
                failed.complete(e);
            }
        });
        await().during(Duration.ofMillis(50)).until(() -> !failed.isDone());
        device.unplug("gone");
        Throwable told = failed.get(20, TimeUnit.SECONDS);
        assertEquals(UsbError.DETACHED, assertInstanceOf(UsbException.class, told.getCause()).error());
    }

    @Test
    void closingGivesEverythingBack() throws Exception {
        open(CdcOptions.defaults());
        device.requests.clear();
        driver.close();
        driver.close();
        assertEquals(List.of("010b00000100"), device.requests, "alternate 0, once");
        assertEquals(0, device.pendingReads(BULK_IN));
        assertEquals(0, device.pendingReads(INTERRUPT_IN));
        assertEquals(List.of(), heard.detached);
        assertThrows(UsbException.class, () -> driver.selectAlternate(1, LONG));
    }

    @Test
    void closingIsBoundedWhenTheDeviceDoesNotAnswer() throws Exception {
        open(CdcOptions.defaults());
        device.ignore("01 0b 0000 0100");
        assertTimeoutPreemptively(LONG, () -> driver.close());
        assertEquals(0, device.pendingReads(BULK_IN));
    }

    @Test
    void waitingForTheLinkIsBoundedAndSaysWhatDidNotCome() throws Exception {
        probe(CdcOptions.defaults().withWaitForLink(true));
        UsbException late =
                assertThrows(UsbException.class, () -> driver.selectAlternate(1, Duration.ofSeconds(1)));
        assertEquals(UsbError.TIMEOUT, late.error());
        assertTrue(late.getMessage().contains("NetworkConnection"), late.getMessage());
        device.send(INTERRUPT_IN, UP);
        driver.selectAlternate(1, LONG);
    }

    @Test
    void aFailingListenerDoesNotEndTheReading() throws Exception {
        open(CdcOptions.defaults());
        driver.link().listen((buffer, offset, length) -> {
            throw new IllegalStateException("listener");
        });
        device.send(BULK_IN, FRAME);
        await().until(() -> recorder.warned("IllegalStateException"));
        driver.link().listen(heard);
        device.send(BULK_IN, FRAME);
        await().until(() -> heard.frames.size() == 1);
    }

    @Test
    void aFrameHasTheTimeAtWhichItsTransferEndedHoweverLateItIsTaken() throws Exception {
        open(CdcOptions.defaults());
        CountDownLatch busy = new CountDownLatch(1);
        driver.link().listen((buffer, offset, length) -> {
            try {
                busy.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        device.send(BULK_IN, FRAME);
        device.send(BULK_IN, FRAME);
        long ended = recorder.nanos();
        busy.countDown();
        await().until(() -> recorder.of(Event.Frame.class).size() == 2);
        assertTrue(recorder.times.get(recorder.events.lastIndexOf(new Event.Frame(true, FRAME))) <= ended);
    }

    private void probe(CdcOptions options) throws Exception {
        driver = CdcDrivers.probe(device, options, recorder, LONG);
        driver.link().listen(heard);
    }

    private void open(CdcOptions options) throws Exception {
        probe(options);
        driver.selectAlternate(1, LONG);
    }

    private List<String> lastRequests(int count) {
        return device.requests.subList(device.requests.size() - count, device.requests.size());
    }
}
