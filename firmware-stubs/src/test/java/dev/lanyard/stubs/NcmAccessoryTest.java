package dev.lanyard.stubs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.stubs.usb.TestHost;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import dev.lanyard.wire.cdc.ClassRequest;
import dev.lanyard.wire.cdc.EthernetStatistic;
import dev.lanyard.wire.cdc.NtbInputSize;
import dev.lanyard.wire.net.MacAddress;
import dev.lanyard.wire.ntb.NtbFormat;
import dev.lanyard.wire.ntb.NtbReader;
import dev.lanyard.wire.usb.SetupPacket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NcmAccessoryTest {

    private static final Bytes A = AccessoryFixture.ARP_REQUEST;
    /** Blocks that a Linux gadget was seen to accept. */
    private static final Bytes NTB16 = Bytes.hex("4e434d480c00000048003800").concat(A)
            .concat(Bytes.hex("0000 4e434d30100000000c002a0000000000"));
    private static final Bytes NTB32 = Bytes.hex("6e636d68100000006000000040000000").concat(A)
            .concat(Bytes.hex("000000000000 6e636d30200000000000000000000000 100000002a000000 0000000000000000"));
    private static final Bytes NTB16_CRC = Bytes.hex("4e434d480c0000004c003c00").concat(A)
            .concat(Bytes.hex("3e21bc5e 0000 4e434d31100000000c002e0000000000"));

    private AccessoryFixture fixture;
    private TestHost host;

    @BeforeEach
    void open() throws Exception {
        fixture = new AccessoryFixture(Model.NCM);
        host = fixture.host;
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private TestHost.Result request(ClassRequest request) {
        return host.control(request.setup(), request.data());
    }

    private void connect() {
        host.selectAlternate(1, 1);
        host.in(0x82, 16).get();
        host.in(0x82, 16).get();
    }

    private long statistic(EthernetStatistic statistic) {
        return request(ClassRequest.getEthernetStatistic(0, statistic)).data().u32le(0);
    }

    private static List<Bytes> frames(Bytes block, NtbFormat format, boolean crc) {
        List<Bytes> frames = new ArrayList<>();
        new NtbReader(format, crc).read(block.toArray(), 0, block.length(),
                (buffer, offset, length) -> frames.add(Bytes.copyOf(buffer, offset, length)));
        return frames;
    }

    /** Sends a block and reads until the ARP reply comes back. */
    private void assertAnswered(Bytes block, NtbFormat format, boolean crc) {
        host.out(0x01, block, true);
        for (int i = 0; i < 30; i++) {
            if (frames(host.in(0x81, 32_768).get().data(), format, crc).contains(AccessoryFixture.ARP_REPLY)) {
                return;
            }
        }
        throw new AssertionError("no ARP reply in 30 blocks");
    }

    @Test
    void theConfigurationIsThatOfAnNcmFunction() {
        assertEquals(Bytes.hex("09025e000201008032 080b0002020d0005"
                        + "0904000001020d0005 0524002001 0524060001 0d240f04ffff0100ea05100000 06241a00013b"
                        + "07058203100009"
                        + "09040100000a000100 09040101020a000100 07058102000200 07050102000200"),
                fixture.accessory.configurationDescriptor());
    }

    @Test
    void ntbParametersKeepWhatHostsDemand() {
        assertEquals(Bytes.hex("1c00 0300 00400000 0400 0000 0400 0000 00400000 0400 0000 0400 2000"),
                host.control(ClassRequest.getNtbParameters(0).setup().withLength(64)).data());
        assertEquals(8, host.control(ClassRequest.getNtbParameters(0).setup().withLength(8)).actualLength());
        host.selectAlternate(1, 1);
        assertEquals(28, request(ClassRequest.getNtbParameters(0)).actualLength());
    }

    @Test
    void speedComesBeforeConnectionAndBeforeAnyFrame() {
        host.selectAlternate(1, 1);
        TestHost.Pending read = host.in(0x81, 32_768);
        assertFalse(read.isDone());
        assertEquals(Bytes.hex("a12a0000000008000000641900006419"), host.in(0x82, 16).get().data());
        assertFalse(read.isDone());
        assertEquals(Bytes.hex("a100010000000000"), host.in(0x82, 16).get().data());
        assertTrue(read.get().actualLength() > 0);
    }

    @Test
    void aHostThatReadsNoNotificationsGetsFramesAllTheSame() {
        host.selectAlternate(1, 1);
        assertTrue(host.in(0x81, 32_768).get().actualLength() > 0);
    }

    @Test
    void blocksOfEveryFormatAreAccepted() {
        connect();
        assertAnswered(NTB16, NtbFormat.NTB16, false);
        host.selectAlternate(1, 0);
        request(ClassRequest.setNtbFormat(0, 1));
        connect();
        assertAnswered(NTB32, NtbFormat.NTB32, false);
        host.selectAlternate(1, 0);
        request(ClassRequest.setCrcMode(0, 1));
        connect();
        assertAnswered(NTB16_CRC, NtbFormat.NTB16, true);
    }

    @Test
    void oneOctetBehindTheBlockIsTolerated() {
        connect();
        assertAnswered(NTB16.concat(Bytes.of(0)), NtbFormat.NTB16, false);
    }

    @Test
    void aBlockLengthOfZeroMeansTheTransfer() {
        connect();
        byte[] block = NTB16.toArray();
        block[8] = 0;
        assertAnswered(Bytes.wrap(block), NtbFormat.NTB16, false);
    }

    @Test
    void zerosInsideTheBlockUpToItsMaximumAreTolerated() {
        connect();
        byte[] block = Arrays.copyOf(NTB16.toArray(), 16_384);
        block[8] = 0;
        block[9] = 0x40;
        host.out(0x01, Bytes.wrap(block), false);
        assertAnswered(NTB16, NtbFormat.NTB16, false);
        assertEquals(2, statistic(EthernetStatistic.XMIT_OK));
    }

    @Test
    void aTableBeforeTheDatagramIsAccepted() {
        connect();
        Bytes block = Bytes.hex("4e434d480c00000046000c00 4e434d30100000001c002a0000000000").concat(A);
        assertAnswered(block, NtbFormat.NTB16, false);
    }

    @Test
    void chainedTablesAreBothDelivered() {
        connect();
        Bytes block = Bytes.hex("4e434d480c00000084003800").concat(A)
                .concat(Bytes.hex("0000 4e434d30100074000c002a0000000000")).concat(A)
                .concat(Bytes.hex("0000 4e434d301000000048002a0000000000"));
        host.out(0x01, block, true);
        assertEquals(2, statistic(EthernetStatistic.XMIT_OK));
    }

    @ParameterizedTest
    @ValueSource(strings = {"4e434d490c00000048003800", "4e434d480c0000004800ff00", "4e434d480c000000ffff3800",
            "6e636d68100000006000000040000000"})
    void malformedBlocksAreDroppedAndTheNextGoodOneWorks(String header) {
        connect();
        Bytes bad = Bytes.hex(header).concat(NTB16.from(12));
        for (int i = 0; i < 10; i++) {
            host.out(0x01, bad, true);
        }
        assertEquals(10, statistic(EthernetStatistic.XMIT_ERROR));
        assertAnswered(NTB16, NtbFormat.NTB16, false);
    }

    @Test
    void theSequenceStartsAtZeroAfterAlternateZeroAndCounts() {
        for (int round = 0; round < 2; round++) {
            connect();
            host.out(0x01, NTB16, true);
            assertEquals(0, host.in(0x81, 32_768).get().data().u16le(6));
            host.out(0x01, NTB16, true);
            assertEquals(1, host.in(0x81, 32_768).get().data().u16le(6));
            host.selectAlternate(1, 0);
        }
    }

    @Test
    void answersToOneBlockTravelInOneBlock() {
        connect();
        Bytes block = Bytes.hex("4e434d480c00000074006000").concat(A).concat(A)
                .concat(Bytes.hex("4e434d30140000000c002a0036002a0000000000"));
        TestHost.Pending answer = host.in(0x81, 32_768);
        host.out(0x01, block, true);
        List<Bytes> frames = frames(answer.get().data(), NtbFormat.NTB16, false);
        while (!frames.contains(AccessoryFixture.ARP_REPLY)) {
            frames = frames(host.in(0x81, 32_768).get().data(), NtbFormat.NTB16, false);
        }
        assertEquals(2, frames.stream().filter(AccessoryFixture.ARP_REPLY::equals).count());
    }

    @Test
    void theInputSizeIsKeptToItsRange() {
        assertEquals(Bytes.hex("00400000"), request(ClassRequest.getNtbInputSize(0)).data());
        assertTrue(request(ClassRequest.setNtbInputSize(0, new NtbInputSize(2047, 0))).isStalled());
        assertTrue(request(ClassRequest.setNtbInputSize(0, new NtbInputSize(16_385, 0))).isStalled());
        assertFalse(request(ClassRequest.setNtbInputSize(0, new NtbInputSize(2048, 0))).isStalled());
        assertEquals(Bytes.hex("00080000"), request(ClassRequest.getNtbInputSize(0)).data());
        assertFalse(request(ClassRequest.setNtbInputSizeExtended(0, new NtbInputSize(4096, 3))).isStalled());
        assertEquals(Bytes.hex("0010000003000000"), request(ClassRequest.getNtbInputSizeExtended(0)).data());
    }

    @Test
    void inputSizeAndDatagramLimitAreObeyed() {
        request(ClassRequest.setNtbInputSizeExtended(0, new NtbInputSize(2048, 1)));
        connect();
        for (int i = 0; i < 8; i++) {
            host.out(0x01, NTB16, true);
        }
        for (int i = 0; i < 8; i++) {
            Bytes block = host.in(0x81, 32_768).get().data();
            assertTrue(block.length() <= 2048);
            assertEquals(1, frames(block, NtbFormat.NTB16, false).size());
        }
    }

    @Test
    void valuesOutOfRangeAreStalled() {
        assertTrue(request(ClassRequest.setNtbFormat(0, 2)).isStalled());
        assertTrue(request(ClassRequest.setCrcMode(0, 2)).isStalled());
        assertTrue(request(ClassRequest.setMaxDatagramSize(0, 1513)).isStalled());
        assertTrue(request(ClassRequest.setMaxDatagramSize(0, 1515)).isStalled());
        assertFalse(request(ClassRequest.setMaxDatagramSize(0, 1514)).isStalled());
        assertTrue(request(ClassRequest.setNetAddress(0, MacAddress.parse("010000000001"))).isStalled());
        assertTrue(request(ClassRequest.getNtbParameters(1)).isStalled());
        assertTrue(host.control(new SetupPacket(0xA1, 0x80, 1, 0, 28)).isStalled());
    }

    @Test
    void alternateZeroPutsEverythingBack() {
        request(ClassRequest.setNtbFormat(0, 1));
        request(ClassRequest.setCrcMode(0, 1));
        request(ClassRequest.setNtbInputSize(0, new NtbInputSize(2048, 0)));
        request(ClassRequest.setNetAddress(0, MacAddress.parse("020000000001")));
        assertEquals(Bytes.of(1, 0), request(ClassRequest.getNtbFormat(0)).data());
        assertEquals(Bytes.of(1, 0), request(ClassRequest.getCrcMode(0)).data());
        host.selectAlternate(1, 1);
        assertEquals(Bytes.of(1, 0), request(ClassRequest.getNtbFormat(0)).data());
        host.selectAlternate(1, 0);
        assertEquals(Bytes.of(0, 0), request(ClassRequest.getNtbFormat(0)).data());
        assertEquals(Bytes.of(0, 0), request(ClassRequest.getCrcMode(0)).data());
        assertEquals(Bytes.hex("00400000"), request(ClassRequest.getNtbInputSize(0)).data());
        assertEquals(AccessoryFixture.HOST.bytes(), request(ClassRequest.getNetAddress(0)).data());
        assertEquals(Bytes.of(0xEA, 0x05), request(ClassRequest.getMaxDatagramSize(0)).data());
    }

    @Test
    void survivesTheBounceOfAlternatesThatAppleDrives() {
        for (int i = 0; i < 20; i++) {
            host.selectAlternate(1, 1);
            host.selectAlternate(1, 0);
            host.selectAlternate(1, 1);
            assertEquals(16, host.in(0x82, 16).get().actualLength());
            assertEquals(Bytes.hex("a100010000000000"), host.in(0x82, 16).get().data());
        }
        assertAnswered(NTB16, NtbFormat.NTB16, false);
    }
}
