package dev.lanyard.drivers.cdc;

import static dev.lanyard.drivers.cdc.ScriptedDevice.BULK_IN;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.cdc.CdcOptions.Format;
import dev.lanyard.drivers.cdc.CdcOptions.Padding;
import dev.lanyard.drivers.usb.TransferRequest;
import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.evidence.Event;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.NtbParameters;
import dev.lanyard.wire.ntb.Ntb;
import dev.lanyard.wire.ntb.NtbFormat;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NcmDriverTest {

    /** For what comes at once, on a busy machine too. */
    private static final Duration LONG = Duration.ofSeconds(20);
    /** Longer than any test: what goes out before does so for another reason. */
    private static final Duration LONG_HOLD = Duration.ofMinutes(1);

    /** The first frame that a Linux 6.1.192 gadget emits, and the blocks in which it emitted it. */
    private static final Bytes F = Bytes.hex("""
            333300000016021122334451 86dd6000000000240001 fe80000000000000001122fffe334451
            ff020000000000000000000000000016 3a00050200000100 8f00c6ef00000001 04000000
            ff0200000000000000000001ff334451""");
    private static final Bytes NTB16 = Bytes.hex("4e434d480c00000078006800").concat(F)
            .concat(Bytes.hex("0000 4e434d30100000000c005a0000000000"));
    private static final Bytes NTB32 = Bytes.hex("6e636d68100000008c0000006c000000").concat(F)
            .concat(Bytes.hex("0000 6e636d30200000000000000000000000 100000005a000000 0000000000000000"));
    private static final Bytes NTB16_CRC = Bytes.hex("4e434d480c0000007c006c00").concat(F)
            .concat(Bytes.hex("121247f0 0000 4e434d31100000000c005e0000000000"));

    private final ScriptedDevice device = ScriptedDevice.ncm();
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
    void withDefaultsNothingIsNegotiatedAndReadsExceedTheLongestBlock() throws Exception {
        open(CdcOptions.defaults());
        assertEquals(List.of("a18000000000", "010b01000100", "21430e000000"), lastRequests(3));
        NcmSettings settings = ((NcmDriver) driver).settings().orElseThrow();
        assertEquals(NtbFormat.NTB16, settings.format());
        assertEquals(16384, settings.inputSize());
        TransferRequest read = device.reads.stream().filter(r -> r.endpointAddress() == BULK_IN).findFirst()
                .orElseThrow();
        assertEquals(16384 + 512, read.length());
        driver.selectAlternate(0, LONG);
        assertTrue(((NcmDriver) driver).settings().isEmpty());
    }

    @Test
    void whatTheOptionsAskForIsNegotiatedInAlternateZero() throws Exception {
        device.answer("21 8a 0100 0000", Bytes.EMPTY);
        device.answer("21 84 0100 0000", Bytes.EMPTY);
        device.answer("21 86 0000 0000", Bytes.EMPTY);
        device.answer("a1 85 0000 0000", Bytes.hex("00100000"));
        open(CdcOptions.defaults().withNtb(Format.NTB32, 4096, true));
        assertEquals(List.of("218a01000000", "218401000000", "218600000000 00100000", "a18500000000", "010b01000100",
                "21430e000000"), lastRequests(6));
        assertEquals(4096 + 512, device.reads.getLast().length());
        driver.selectAlternate(0, LONG);
        driver.selectAlternate(1, LONG);
        assertEquals("218a01000000", lastRequests(6).getFirst(), "negotiated again after alternate 0");
        driver.selectAlternate(1, LONG);
        assertEquals("010b01000100", lastRequests(2).getFirst());
        assertEquals("21430e000000", lastRequests(3).getFirst(), "not negotiated while alternate 1 is selected");
    }

    @Test
    void anInputSizeThatDidNotTakeIsARemark() throws Exception {
        device.answer("21 86 0000 0000", Bytes.EMPTY);
        device.answer("a1 85 0000 0000", Bytes.hex("00400000"));
        open(CdcOptions.defaults().withNtb(Format.AUTO, 4096, false));
        assertTrue(recorder.warned("asked for 4096, GetNtbInputSize then answered 16384"));
        assertEquals(16384 + 512, device.reads.getLast().length(), "the longer blocks still fit");
    }

    @Test
    void ntb32MustBeOffered() throws Exception {
        device.answer("a1 80 0000 0000", NtbParameters.of(NtbParameters.FORMAT_NTB16, 4096, 0).encode());
        probe(CdcOptions.defaults().withNtb(Format.NTB32, 0, false));
        UsbException e = assertThrows(UsbException.class, () -> driver.selectAlternate(1, LONG));
        assertEquals(UsbError.UNSUPPORTED, e.error());
    }

    @Test
    void unusableParametersAreReplacedAndRemarkedUpon() throws Exception {
        device.answer("a1 80 0000 0000", Bytes.hex("1c00 0000 01000000 0000"));
        open(CdcOptions.defaults());
        assertTrue(recorder.warned("dwNtbInMaxSize is 1") && recorder.warned("dwNtbOutMaxSize is 0"));
        driver.link().send(F.toArray());
        assertEquals(List.of(F), sent(0));
    }

    @Test
    void framesOfGadgetBlocksAreHandedOn() throws Exception {
        open(CdcOptions.defaults());
        device.send(BULK_IN, NTB16);
        device.send(BULK_IN, NTB16.concat(Bytes.of(0)));
        await().until(() -> heard.frames.size() == 2);
        assertEquals(List.of(F, F), heard.frames);
        assertEquals(List.of(new Event.Frame(true, F), new Event.Frame(true, F)), recorder.of(Event.Frame.class));
    }

    @Test
    void framesOfNtb32AndCrcBlocksAreHandedOn() throws Exception {
        device.answer("21 84 0100 0000", Bytes.EMPTY);
        device.answer("21 8a 0100 0000", Bytes.EMPTY);
        open(CdcOptions.defaults().withNtb(Format.NTB32, 0, false));
        device.send(BULK_IN, NTB32);
        await().until(() -> heard.frames.equals(List.of(F)));
        driver.close();
        open(CdcOptions.defaults().withNtb(Format.AUTO, 0, true));
        device.send(BULK_IN, NTB16_CRC);
        await().until(() -> heard.frames.equals(List.of(F, F)));
    }

    @Test
    void aMalformedBlockIsCountedAndTheNextOneIsRead() throws Exception {
        open(CdcOptions.defaults());
        device.send(BULK_IN, Bytes.hex("ffffffff"));
        device.send(BULK_IN, Bytes.EMPTY);
        device.send(BULK_IN, NTB16.truncate(100));
        device.send(BULK_IN, NTB32);
        device.send(BULK_IN, NTB16);
        await().until(() -> heard.frames.size() == 1);
        assertEquals(new LinkCounters(1, 0, 4, 1, 0, 0, 3), driver.counters());
        assertTrue(recorder.warned("TRUNCATED_HEADER") && recorder.warned("NTH_SIGNATURE"));
    }

    @Test
    void remarksOnMalformedBlocksAreBounded() throws Exception {
        open(CdcOptions.defaults());
        for (int i = 0; i < 500; i++) {
            device.send(BULK_IN, Bytes.hex("00"));
        }
        await().until(() -> driver.counters().malformed() == 500);
        assertTrue(recorder.of(Event.Note.class).size() < 70);
    }

    @Test
    void aFrameIsSentAtOnceWhileNothingIsUnderWay() throws Exception {
        open(CdcOptions.defaults().withAggregation(0, 16384, LONG_HOLD));
        driver.link().send(F.toArray());
        driver.link().send(F.toArray());
        assertEquals(2, device.written.size());
        assertEquals(List.of(F), sent(0));
        assertEquals(0, Ntb.decode(device.written.get(0).data()).header().wSequence());
        assertEquals(1, Ntb.decode(device.written.get(1).data()).header().wSequence());
        assertEquals(List.of(), Ntb.decode(device.written.get(1).data()).defects());
    }

    @Test
    void framesGatherWhileAWriteIsUnderWayAndGoWhenItCompletes() throws Exception {
        open(CdcOptions.defaults().withAggregation(0, 16384, LONG_HOLD));
        device.holdsWrites = true;
        for (int i = 0; i < 6; i++) {
            driver.link().send(F.toArray());
        }
        assertEquals(1, device.written.size());
        device.acceptWrite();
        assertEquals(2, device.written.size());
        assertEquals(5, sent(1).size());
        assertEquals(6, driver.counters().framesOut());
    }

    @Test
    void aHeldFrameGoesWhenItsTimeHasPassed() throws Exception {
        open(CdcOptions.defaults().withAggregation(0, 16384, Duration.ofMillis(20)));
        device.holdsWrites = true;
        for (int round = 1; round <= 3; round++) {
            int blocks = round;
            driver.link().send(F.toArray());
            await().atMost(LONG).until(() -> device.written.size() == blocks);
        }
        assertEquals(List.of(F), sent(2));
    }

    @Test
    void flushSendsWhatIsHeld() throws Exception {
        open(CdcOptions.defaults().withAggregation(0, 16384, LONG_HOLD));
        device.holdsWrites = true;
        driver.link().send(F.toArray());
        driver.link().send(F.toArray());
        driver.link().send(F.toArray());
        driver.link().flush();
        assertEquals(List.of(F, F), sent(1));
        driver.link().flush();
        assertEquals(2, device.written.size());
    }

    @Test
    void blocksKeepTheAccessorysLimits() throws Exception {
        device.answer("a1 80 0000 0000", new NtbParameters(28, 1, 4096, 4, 0, 4, 0, 2048, 8, 2, 16, 3).encode());
        open(CdcOptions.defaults().withAggregation(0, 16384, LONG_HOLD));
        device.holdsWrites = true;
        for (int i = 0; i < 7; i++) {
            driver.link().send(F.toArray());
        }
        assertEquals(List.of(1, 3, 3), device.written.stream().map(w -> Ntb.decode(w.data()).datagrams().size())
                .toList());
        byte[] large = new byte[1500];
        driver.link().send(large);
        driver.link().send(large);
        for (TransferRequest write : device.written) {
            Ntb block = Ntb.decode(write.data());
            assertEquals(List.of(), block.defects());
            assertTrue(write.length() <= 2048);
            assertEquals(0, block.ndps().getFirst().offset() % 16);
            block.ndps().getFirst().datagramEntries()
                    .forEach(e -> assertEquals(2, (e.datagramIndex() + 14) % 8));
        }
        IOException e = assertThrows(IOException.class, () -> driver.link().send(new byte[2048]));
        assertTrue(e.getMessage().contains("2048"), e.getMessage());
    }

    @Test
    void withOneDatagramPerBlockNothingGathers() throws Exception {
        open(CdcOptions.defaults().withAggregation(1, 16384, LONG_HOLD).withTransfers(4, 4));
        device.holdsWrites = true;
        driver.link().send(F.toArray());
        driver.link().send(F.toArray());
        driver.link().send(F.toArray());
        assertEquals(3, device.written.size());
    }

    @Test
    void aFullPipeHoldsTheSenderBackUntilTheAccessoryTakesABlock() throws Exception {
        open(CdcOptions.defaults().withAggregation(2, 16384, LONG_HOLD).withTransfers(1, 1)
                .withSendTimeout(Duration.ofMillis(100)));
        device.holdsWrites = true;
        driver.link().send(F.toArray());
        driver.link().send(F.toArray());
        driver.link().send(F.toArray());
        assertThrows(IOException.class, () -> driver.link().send(F.toArray()));
        device.acceptWrite();
        driver.link().send(F.toArray());
        assertEquals(2, sent(1).size());
    }

    @Test
    void aBlockThatFillsItsPacketsEndsAsThePaddingSays() throws Exception {
        byte[] fills = new byte[482];
        open(CdcOptions.defaults());
        driver.link().send(fills);
        assertEquals(512, device.written.getFirst().length(), "the frame length was chosen for this");
        assertTrue(device.written.getFirst().zeroPacket());
        reopen(Padding.WINDOWS_ONE_EXTRA_BYTE);
        driver.link().send(fills);
        assertEquals(513, device.written.getFirst().length());
        assertEquals(512, Ntb.decode(device.written.getFirst().data()).header().blockLength());
        reopen(Padding.LINUX_ZERO_FILL);
        driver.link().send(fills);
        driver.link().send(new byte[1000]);
        assertEquals(513, Ntb.decode(device.written.get(0).data()).header().blockLength());
        assertEquals(16384, Ntb.decode(device.written.get(1).data()).header().blockLength());
        assertTrue(device.written.stream().noneMatch(TransferRequest::zeroPacket));
    }

    @Test
    void aFullBlockShorterThanTheAccessoryTakesIsEndedByAZeroLengthPacket() throws Exception {
        open(CdcOptions.defaults().withAggregation(0, 4096, LONG_HOLD).withPadding(Padding.LINUX_ZERO_FILL));
        driver.link().send(new byte[1000]);
        assertEquals(4096, device.written.getFirst().length());
        assertTrue(device.written.getFirst().zeroPacket(), "16384 octets would end by themselves, 4096 do not");
    }

    @Test
    void sequenceNumbersRestartAfterAlternateZero() throws Exception {
        open(CdcOptions.defaults());
        driver.link().send(F.toArray());
        driver.link().send(F.toArray());
        driver.selectAlternate(0, LONG);
        driver.selectAlternate(1, LONG);
        driver.link().send(F.toArray());
        assertEquals(0, Ntb.decode(device.written.getLast().data()).header().wSequence());
    }

    @Test
    void aStalledWriteIsClearedBeforeTheNext() throws Exception {
        device.answer("02 01 0000 0100", Bytes.EMPTY);
        open(CdcOptions.defaults());
        device.holdsWrites = true;
        driver.link().send(F.toArray());
        device.holdsWrites = false;
        device.stallWrite();
        driver.link().send(F.toArray());
        assertTrue(device.requests.contains("020100000100"));
        assertEquals(2, device.written.size());
        assertEquals(1, driver.counters().writesFailed());
    }

    @Test
    void theFilterIsOnlySetWhereTheFunctionTakesIt() throws Exception {
        device.answer("80 06 0002 0000",
                Bytes.hex(ScriptedDevice.F_NCM.toHex().replace("06241a000111", "06241a000110")));
        open(CdcOptions.defaults());
        assertEquals("010b01000100", device.requests.getLast());
        assertFalse(device.requests.contains("21430e000000"));
    }

    private List<Bytes> sent(int index) {
        return Ntb.decode(device.written.get(index).data()).datagrams();
    }

    private void reopen(Padding padding) throws Exception {
        driver.close();
        device.written.clear();
        open(CdcOptions.defaults().withPadding(padding));
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
