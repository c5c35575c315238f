package dev.lanyard.wire.cdc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.GadgetConfigurations;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import dev.lanyard.wire.usb.ConfigurationBuilder;
import dev.lanyard.wire.usb.Descriptor;
import dev.lanyard.wire.usb.DescriptorDefect;
import dev.lanyard.wire.usb.DescriptorDefect.Code;
import dev.lanyard.wire.usb.DescriptorParser;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class CdcFunctionFinderTest {

    @Test
    void findsTheEcmFunctionOfTheGadget() {
        CdcFunction function = only(GadgetConfigurations.F_ECM);
        assertEquals(Model.ECM, function.model());
        assertEquals(List.of(), function.defects());
        assertEquals(0, function.control().bInterfaceNumber());
        assertEquals(1, function.data().orElseThrow().bInterfaceNumber());
        assertEquals(0x82, function.notificationEndpoint().orElseThrow().bEndpointAddress());
        assertEquals(1, function.dataAlternate().orElseThrow().bAlternateSetting());
        assertEquals(0x81, function.dataAlternate().orElseThrow().bulkIn().bEndpointAddress());
        assertEquals(0x01, function.dataAlternate().orElseThrow().bulkOut().bEndpointAddress());
        EthernetNetworkingDescriptor ethernet = function.ethernet().orElseThrow();
        assertEquals(6, ethernet.iMACAddress());
        assertEquals(1514, ethernet.wMaxSegmentSize());
        assertTrue(ethernet.statistics().isEmpty());
        assertEquals(0x0110, function.functional(HeaderDescriptor.class).orElseThrow().bcdCDC());
    }

    @Test
    void findsTheNcmFunctionOfTheGadget() {
        CdcFunction function = only(GadgetConfigurations.F_NCM);
        assertEquals(Model.NCM, function.model());
        assertEquals(List.of(), function.defects());
        NcmDescriptor ncm = function.ncm().orElseThrow();
        assertEquals(0x0100, ncm.bcdNcmVersion());
        assertTrue(ncm.has(NcmDescriptor.PACKET_FILTER) && ncm.has(NcmDescriptor.CRC_MODE));
        assertFalse(ncm.has(NcmDescriptor.NTB_INPUT_SIZE_8));
    }

    @Test
    void functionalDescriptorsEncodeToTheGadgetsOctets() {
        assertEquals(Bytes.hex("0524001001"), HeaderDescriptor.of(0x0110).encode());
        assertEquals(Bytes.hex("0524060001"), UnionDescriptor.of(0, 1).encode());
        assertEquals(Bytes.hex("0d240f0600000000ea05000000"),
                EthernetNetworkingDescriptor.of(6, 0, 1514, 0, 0).encode());
        assertEquals(Bytes.hex("06241a000111"), NcmDescriptor.of(0x11).encode());
        assertEquals(Bytes.hex("06240702 4803"), CountrySelectionDescriptor.of(2, 0x0348).encode());
        assertEquals(List.of(0x0348), CountrySelectionDescriptor.of(2, 0x0348).countryCodes());
        Bytes guid = Bytes.hex("000102030405060708090a0b0c0d0e0f");
        assertEquals(Bytes.hex("162416 0001 03 000102030405060708090a0b0c0d0e0f"),
                CommandSetDescriptor.of(0x0100, 3, guid).encode());
        assertEquals(guid, CommandSetDescriptor.of(0x0100, 3, guid).bGUID());
    }

    @Test
    void fallsBackToTheAssociationWhenTheUnionIsMissing() {
        CdcFunction function = only(without(GadgetConfigurations.F_NCM, d -> subtype(d) == CdcCodes.UNION));
        assertEquals(1, function.data().orElseThrow().bInterfaceNumber());
        assertTrue(function.carriesData());
        assertEquals(List.of(Code.MISSING, Code.DANGLING), codes(function));
    }

    @Test
    void takesTheNextInterfaceWhenNothingNamesOne() {
        CdcFunction function = only(without(GadgetConfigurations.F_NCM,
                d -> subtype(d) == CdcCodes.UNION || d.bDescriptorType() == 0x0B));
        assertEquals(1, function.data().orElseThrow().bInterfaceNumber());
        assertTrue(function.defects().getLast().message().contains("interface 1 comes next"));
    }

    @Test
    void acceptsAUnionWithItsInterfacesSwappedAndSaysSo() {
        CdcFunction function = only(replaced("0524060001", "0524060100"));
        assertEquals(1, function.data().orElseThrow().bInterfaceNumber());
        assertTrue(codes(function).contains(Code.VALUE));
    }

    @Test
    void aUnionThatNamesAnInterfaceThatIsNotThereIsDangling() {
        CdcFunction function = only(replaced("0524060001", "0524060007"));
        assertTrue(function.defects().stream().anyMatch(d -> d.message().contains("interface 7")));
        assertEquals(1, function.data().orElseThrow().bInterfaceNumber(), "taken from the association");
    }

    @Test
    void saysWhichFunctionalDescriptorsAreMissing() {
        CdcFunction function = only(without(GadgetConfigurations.F_NCM, d -> subtype(d) == CdcCodes.HEADER
                || subtype(d) == CdcCodes.NCM || subtype(d) == CdcCodes.ETHERNET_NETWORKING));
        assertEquals(List.of(Code.MISSING, Code.MISSING, Code.MISSING), codes(function));
        assertTrue(function.carriesData());
        assertTrue(function.ncm().isEmpty() && function.ethernet().isEmpty());
    }

    @Test
    void aShortFunctionalDescriptorCountsAsMissing() {
        CdcFunction function = only(replaced("06241a000111", "05241a0001"));
        assertEquals(List.of(Code.SHORT_FOR_TYPE, Code.MISSING), codes(function));
    }

    @Test
    void saysWhenNoAlternateCarriesDataAndNoEndpointNotifies() {
        CdcFunction function = only(without(GadgetConfigurations.F_ECM, d -> d.bDescriptorType() == 0x05));
        assertFalse(function.carriesData());
        assertTrue(function.notificationEndpoint().isEmpty());
        assertEquals(2, codes(function).size());
    }

    private static Bytes replaced(String from, String to) {
        return Bytes.hex(GadgetConfigurations.F_NCM.toHex().replace(from, to));
    }

    private static Bytes without(Bytes configuration, Predicate<Descriptor> left) {
        ConfigurationBuilder builder = new ConfigurationBuilder(1, 4, 0x80, 1);
        DescriptorParser.chain(configuration).descriptors().stream().skip(1)
                .filter(left.negate()).forEach(builder::add);
        return builder.build();
    }

    private static int subtype(Descriptor descriptor) {
        return descriptor.bDescriptorType() == 0x24 ? descriptor.raw().u8(2) : -1;
    }

    private static CdcFunction only(Bytes configuration) {
        List<CdcFunction> functions = CdcFunctionFinder.find(DescriptorParser.configuration(configuration));
        assertEquals(1, functions.size());
        return functions.getFirst();
    }

    private static List<Code> codes(CdcFunction function) {
        return function.defects().stream().map(DescriptorDefect::code).toList();
    }
}
