package dev.lanyard.stubs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.stubs.usb.TestHost;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import dev.lanyard.wire.cdc.ClassRequest;
import dev.lanyard.wire.cdc.EthernetStatistic;
import dev.lanyard.wire.net.MacAddress;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EcmAccessoryTest {

    private AccessoryFixture fixture;
    private TestHost host;

    @BeforeEach
    void open() throws Exception {
        fixture = new AccessoryFixture(Model.ECM);
        host = fixture.host;
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private TestHost.Result request(ClassRequest request) {
        return host.control(request.setup(), request.data());
    }

    private long statistic(EthernetStatistic statistic) {
        return request(ClassRequest.getEthernetStatistic(0, statistic)).data().u32le(0);
    }

    private void connect() {
        host.selectAlternate(1, 1);
        host.in(0x82, 16).get();
        host.in(0x82, 16).get();
    }

    /** Reads until the answer comes; what the accessory announces of itself is passed over. */
    private Bytes readUntil(Bytes expected) {
        for (int i = 0; i < 30; i++) {
            Bytes frame = host.in(0x81, 2048).get().data();
            if (frame.equals(expected)) {
                return frame;
            }
        }
        throw new AssertionError("not among 30 frames: " + expected);
    }

    @Test
    void theConfigurationIsThatOfAnEcmFunction() {
        assertEquals(Bytes.hex("090258000201008032 080b000202060005"
                        + "090400000102060005 0524002001 0524060001 0d240f04ffff0100ea05100000 07058203100009"
                        + "09040100000a000000 09040101020a000000 07058102000200 07050102000200"),
                fixture.accessory.configurationDescriptor());
    }

    @Test
    void alternateOneIsFollowedBySpeedAndConnection() {
        host.selectAlternate(1, 1);
        assertEquals(Bytes.hex("a12a0000000008000000641900006419"), host.in(0x82, 16).get().data());
        assertEquals(Bytes.hex("a100010000000000"), host.in(0x82, 16).get().data());
        assertFalse(host.in(0x82, 16).isDone());
    }

    @Test
    void everySelectionOfAlternateOneNotifiesAgain() {
        for (int i = 0; i < 5; i++) {
            host.selectAlternate(1, 0);
            connect();
        }
        host.selectAlternate(1, 1);
        assertEquals(16, host.in(0x82, 16).get().actualLength());
    }

    @Test
    void aLinkChangeThatWasNotYetFetchedIsReplacedByTheNext() {
        host.selectAlternate(1, 1);
        fixture.accessory.setLink(false);
        assertEquals(Bytes.hex("a100000000000000"), host.in(0x82, 16).get().data());
        fixture.accessory.setLink(true);
        fixture.accessory.setLink(false);
        fixture.accessory.setLink(true);
        assertEquals(16, host.in(0x82, 16).get().actualLength());
        assertEquals(Bytes.hex("a100010000000000"), host.in(0x82, 16).get().data());
        assertFalse(host.in(0x82, 16).isDone());
    }

    @Test
    void anArpRequestIsAnswered() {
        connect();
        host.out(0x01, AccessoryFixture.ARP_REQUEST, true);
        assertEquals(AccessoryFixture.ARP_REPLY, readUntil(AccessoryFixture.ARP_REPLY));
    }

    @Test
    void oneOctetMoreThanTheFrameIsTolerated() {
        connect();
        host.out(0x01, AccessoryFixture.ARP_REQUEST.concat(Bytes.of(0)), true);
        assertEquals(AccessoryFixture.ARP_REPLY, readUntil(AccessoryFixture.ARP_REPLY));
    }

    @Test
    void loneZeroPacketsRuntsAndOversizeFramesAreHarmless() {
        connect();
        host.out(0x01, Bytes.EMPTY, false);
        host.out(0x01, Bytes.wrap(new byte[13]), false);
        host.out(0x01, Bytes.wrap(new byte[1515]), false);
        host.out(0x01, Bytes.wrap(new byte[4000]), false);
        assertEquals(3, statistic(EthernetStatistic.XMIT_ERROR));
        host.out(0x01, AccessoryFixture.ARP_REQUEST, true);
        assertEquals(AccessoryFixture.ARP_REPLY, readUntil(AccessoryFixture.ARP_REPLY));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 4, 8, 16, 0x1F})
    void everyCombinationOfPacketFiltersIsAccepted(int bitmap) {
        assertFalse(request(ClassRequest.setEthernetPacketFilter(0, bitmap)).isStalled());
    }

    @Test
    void aPacketFilterWithDataOrForAnotherInterfaceIsStalled() {
        assertTrue(host.control(ClassRequest.setEthernetPacketFilter(0, 4).setup().withLength(2), Bytes.of(0, 0))
                .isStalled());
        assertTrue(request(ClassRequest.setEthernetPacketFilter(1, 4)).isStalled());
    }

    @Test
    void anEmptyFilterSilencesTheAccessory() {
        connect();
        request(ClassRequest.setEthernetPacketFilter(0, 0));
        long before = statistic(EthernetStatistic.RCV_OK);
        host.out(0x01, AccessoryFixture.ARP_REQUEST, true);
        assertEquals(before, statistic(EthernetStatistic.RCV_OK));
        request(ClassRequest.setEthernetPacketFilter(0, 0x0E));
        host.out(0x01, AccessoryFixture.ARP_REQUEST, true);
        readUntil(AccessoryFixture.ARP_REPLY);
    }

    @Test
    void asManyMulticastFiltersAsDeclaredAreAccepted() {
        assertFalse(request(ClassRequest.setEthernetMulticastFilters(0, filters(16))).isStalled());
        assertTrue(request(ClassRequest.setEthernetMulticastFilters(0, filters(17))).isStalled());
        assertFalse(request(ClassRequest.setEthernetMulticastFilters(0, List.of())).isStalled());
    }

    private static List<MacAddress> filters(int count) {
        return LongStream.range(0, count)
                .mapToObj(i -> new MacAddress(0x0100_5E00_0000L + i)).toList();
    }

    @Test
    void exactlyTheAdvertisedStatisticsAreAnswered() {
        for (EthernetStatistic statistic : EthernetStatistic.values()) {
            TestHost.Result result = request(ClassRequest.getEthernetStatistic(0, statistic));
            assertEquals(statistic.selector() > 17, result.isStalled(), statistic.name());
            assertEquals(statistic.selector() > 17 ? 0 : 4, result.data().length());
        }
    }

    @Test
    void statisticsCountFramesAndAlternateZeroClearsThem() {
        connect();
        host.out(0x01, AccessoryFixture.ARP_REQUEST, true);
        assertEquals(1, statistic(EthernetStatistic.XMIT_OK));
        assertEquals(42, statistic(EthernetStatistic.BROADCAST_BYTES_XMIT));
        assertEquals(42, statistic(EthernetStatistic.DIRECTED_BYTES_RCV));
        host.selectAlternate(1, 0);
        assertEquals(0, statistic(EthernetStatistic.XMIT_OK));
    }

    @Test
    void nothingOfBeforeIsSentAfterAlternateZero() {
        connect();
        host.out(0x01, AccessoryFixture.ARP_REQUEST, true);
        host.selectAlternate(1, 0);
        host.selectAlternate(1, 1);
        TestHost.Pending read = host.in(0x81, 2048);
        assertFalse(read.isDone());
    }

    @Test
    void ncmRequestsAreStalled() {
        assertTrue(request(ClassRequest.getNtbParameters(0)).isStalled());
        assertTrue(request(ClassRequest.getNetAddress(0)).isStalled());
        assertTrue(request(ClassRequest.getEncapsulatedResponse(0, 64)).isStalled());
    }

    @Test
    void aHostThatWritesWithoutReadingIsNeverBlockedForLong() {
        connect();
        for (int i = 0; i < 30_000; i++) {
            host.out(0x01, AccessoryFixture.ARP_REQUEST, true);
        }
        assertEquals(42, host.out(0x01, AccessoryFixture.ARP_REQUEST, true).get().actualLength());
    }
}
