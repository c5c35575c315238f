package dev.lanyard.wire.cdc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.net.MacAddress;
import dev.lanyard.wire.usb.SetupPacket;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClassRequestTest {

    private static final MacAddress MDNS = MacAddress.parse("01:00:5e:00:00:fb");

    private final Set<CdcRequest> seen = EnumSet.noneOf(CdcRequest.class);

    @Test
    void everyRequestIsEncodedAsTheSpecificationsTabulateIt() {
        assertRequest("21 00 0000 0200 0300", "aabbcc", ClassRequest.sendEncapsulatedCommand(2, Bytes.hex("aabbcc")));
        assertRequest("a1 01 0000 0200 0010", "", ClassRequest.getEncapsulatedResponse(2, 4096));
        assertRequest("21 40 0200 0200 0c00", "01005e0000fb ffffffffffff",
                ClassRequest.setEthernetMulticastFilters(2, List.of(MDNS, MacAddress.BROADCAST)));
        assertRequest("21 41 0300 0200 0500", "0100 03 aabb",
                ClassRequest.setEthernetPowerManagementPatternFilter(2, 3, Bytes.hex("03"), Bytes.hex("aabb")));
        assertRequest("21 41 0300 0200 0000", "", ClassRequest.clearEthernetPowerManagementPatternFilter(2, 3));
        assertRequest("a1 42 0300 0200 0200", "", ClassRequest.getEthernetPowerManagementPatternFilter(2, 3));
        assertRequest("21 43 0e00 0200 0000", "", ClassRequest.setEthernetPacketFilter(2, PacketFilter.HOST_DEFAULT));
        assertRequest("a1 44 0500 0200 0400", "",
                ClassRequest.getEthernetStatistic(2, EthernetStatistic.RCV_NO_BUFFER));
        assertRequest("a1 80 0000 0200 1c00", "", ClassRequest.getNtbParameters(2));
        assertRequest("a1 81 0000 0200 0600", "", ClassRequest.getNetAddress(2));
        assertRequest("21 82 0000 0200 0600", "01005e0000fb", ClassRequest.setNetAddress(2, MDNS));
        assertRequest("a1 83 0000 0200 0200", "", ClassRequest.getNtbFormat(2));
        assertRequest("21 84 0100 0200 0000", "", ClassRequest.setNtbFormat(2, 1));
        assertRequest("a1 85 0000 0200 0400", "", ClassRequest.getNtbInputSize(2));
        assertRequest("a1 85 0000 0200 0800", "", ClassRequest.getNtbInputSizeExtended(2));
        assertRequest("21 86 0000 0200 0400", "00400000",
                ClassRequest.setNtbInputSize(2, new NtbInputSize(16384, 0)));
        assertRequest("21 86 0000 0200 0800", "00400000 2800 0000",
                ClassRequest.setNtbInputSizeExtended(2, new NtbInputSize(16384, 40)));
        assertRequest("a1 87 0000 0200 0200", "", ClassRequest.getMaxDatagramSize(2));
        assertRequest("21 88 0000 0200 0200", "ea05", ClassRequest.setMaxDatagramSize(2, 1514));
        assertRequest("a1 89 0000 0200 0200", "", ClassRequest.getCrcMode(2));
        assertRequest("21 8a 0100 0200 0000", "", ClassRequest.setCrcMode(2, 1));
        assertEquals(EnumSet.allOf(CdcRequest.class), seen);
    }

    @Test
    void aRequestInTheWrongDirectionIsNone() {
        assertEquals(Optional.empty(), CdcRequest.of(new SetupPacket(0xA1, 0x43, 0, 0, 0)));
        assertEquals(Optional.empty(), CdcRequest.of(new SetupPacket(0x21, 0x80, 0, 0, 28)));
        assertEquals(Optional.empty(), CdcRequest.of(new SetupPacket(0x80, 0x01, 0, 0, 0)));
    }

    @Test
    void onlyNcmHasTheNtbRequests() {
        assertEquals(7, EnumSet.allOf(CdcRequest.class).stream().filter(CdcRequest::isOfEcm).count());
        assertEquals(18, EnumSet.allOf(CdcRequest.class).stream().filter(CdcRequest::isOfNcm).count());
    }

    @Test
    void statisticsAndFiltersAreNumberedAsTabulated() {
        assertEquals(29, EthernetStatistic.XMIT_LATE_COLLISIONS.selector());
        assertEquals(1L << 28, EthernetStatistic.XMIT_LATE_COLLISIONS.bit());
        assertEquals(18, EthernetStatistic.RCV_CRC_ERROR.selector());
        assertEquals(Optional.empty(), EthernetStatistic.ofSelector(0));
        assertEquals(Optional.empty(), EthernetStatistic.ofSelector(30));
        assertEquals(EnumSet.of(PacketFilter.PROMISCUOUS, PacketFilter.MULTICAST), PacketFilter.of(0xFF11));
    }

    @Test
    void readsTheGadgetsNtbParameters() {
        Bytes golden = Bytes.hex("1c00 0300 00400000 0400 0000 0400 0000 00400000 0400 0000 0400 0000");
        NtbParameters parameters = NtbParameters.decode(golden);
        assertEquals(new NtbParameters(28, 3, 16384, 4, 0, 4, 0, 16384, 4, 0, 4, 0), parameters);
        assertEquals(List.of(), parameters.defects(golden.length()));
        assertEquals(golden, parameters.encode());
        assertEquals(golden, NtbParameters.of(3, 16384, 0).encode());
        assertEquals(true, parameters.offersNtb32());
    }

    @Test
    void saysWhatIsWrongWithNtbParameters() {
        NtbParameters cut = NtbParameters.decode(Bytes.hex("1c00 0100 00080000 0100"));
        assertEquals(2048, cut.dwNtbInMaxSize());
        assertEquals(0, cut.dwNtbOutMaxSize());
        assertEquals(List.of("the answer has 10 octets, not 28", "wNdpInAlignment is 0, not a power of two from 4 to "
                + "the maximum size", "dwNtbOutMaxSize is 0, less than 2048", "wNdpOutDivisor is 0",
                "wNdpOutPayloadRemainder is 0, not less than the divisor 0",
                "wNdpOutAlignment is 0, not a power of two from 4 to the maximum size"), cut.defects(10));
        NtbParameters odd = new NtbParameters(27, 6, 70000, 4, 4, 6, 1, 4096, 4, 0, 4, 0);
        assertEquals(6, odd.defects(28).size(), odd.defects(28).toString());
    }

    @Test
    void readsBothFormsOfTheInputSize() {
        assertEquals(new NtbInputSize(2048, 0), NtbInputSize.decode(Bytes.hex("00080000")));
        assertEquals(new NtbInputSize(2048, 16), NtbInputSize.decode(Bytes.hex("00080000 1000 0000")));
        assertEquals(new NtbInputSize(0, 0), NtbInputSize.decode(Bytes.EMPTY));
        assertEquals(new NtbInputSize(0xFFFFFFFFL, 0), NtbInputSize.decode(Bytes.hex("ffffffff")));
    }

    private void assertRequest(String setup, String data, ClassRequest request) {
        assertEquals(Bytes.hex(setup), request.setup().encode());
        assertEquals(Bytes.hex(data), request.data());
        seen.add(CdcRequest.of(request.setup()).orElseThrow());
    }
}
