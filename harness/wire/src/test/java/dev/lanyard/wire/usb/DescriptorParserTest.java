package dev.lanyard.wire.usb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.GadgetConfigurations;
import dev.lanyard.wire.cdc.CdcFunctionFinder;
import dev.lanyard.wire.usb.ConfigurationTree.AlternateSetting;
import dev.lanyard.wire.usb.DescriptorDefect.Code;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DescriptorParserTest {

    @Test
    void readsTheEcmGadgetWithoutDefects() {
        ConfigurationTree tree = DescriptorParser.configuration(GadgetConfigurations.F_ECM);
        assertEquals(List.of(), tree.defects());
        ConfigurationDescriptor head = tree.configuration().orElseThrow();
        assertEquals(88, head.wTotalLength());
        assertEquals(2, head.bNumInterfaces());
        assertEquals(1, tree.bConfigurationValue());
        assertEquals(4, head.iConfiguration());
        assertEquals(0x80, head.bmAttributes());
        assertEquals(1, head.bMaxPower());
        InterfaceAssociationDescriptor association = tree.associations().getFirst();
        assertEquals(9, association.offset());
        assertEquals(2, association.bInterfaceCount());
        assertEquals(6, association.bFunctionSubClass());
        assertEquals(8, association.iFunction());
        assertTrue(association.covers(1) && !association.covers(2));
        assertEquals(Set.of(0, 1), tree.interfaces().keySet());
    }

    @Test
    void putsEndpointsUnderTheirAlternateSettings() {
        ConfigurationTree tree = DescriptorParser.configuration(GadgetConfigurations.F_NCM);
        assertEquals(List.of(), tree.defects());
        AlternateSetting control = tree.usbInterface(0).orElseThrow().defaultAlternate();
        assertEquals(0x0D, control.descriptor().bInterfaceSubClass());
        assertEquals(4, control.additional().size());
        EndpointDescriptor interrupt = control.endpoint(TransferType.INTERRUPT, true).orElseThrow();
        assertEquals(0x82, interrupt.bEndpointAddress());
        assertEquals(16, interrupt.wMaxPacketSize());
        assertEquals(9, interrupt.bInterval());
        var data = tree.usbInterface(1).orElseThrow();
        assertEquals(2, data.alternates().size());
        assertTrue(data.alternate(0).orElseThrow().endpoints().isEmpty());
        AlternateSetting carrying = data.alternate(1).orElseThrow();
        assertEquals(1, carrying.descriptor().bInterfaceProtocol());
        assertEquals(0x81, carrying.endpoint(TransferType.BULK, true).orElseThrow().bEndpointAddress());
        assertEquals(0x01, carrying.endpoint(TransferType.BULK, false).orElseThrow().bEndpointAddress());
        assertEquals(512, carrying.endpoint(TransferType.BULK, false).orElseThrow().maxPacketOctets());
    }

    @Test
    void keepsEveryOctetInSomeDescriptor() {
        Bytes again = Bytes.EMPTY;
        for (Descriptor descriptor : DescriptorParser.chain(GadgetConfigurations.F_NCM).descriptors()) {
            assertEquals(again.length(), descriptor.offset());
            again = again.concat(descriptor.encode());
        }
        assertEquals(GadgetConfigurations.F_NCM, again);
    }

    @Test
    void builderMakesTheGadgetsOctets() {
        var golden = DescriptorParser.chain(GadgetConfigurations.F_ECM).descriptors();
        ConfigurationBuilder builder = new ConfigurationBuilder(1, 4, 0x80, 1)
                .add(InterfaceAssociationDescriptor.of(0, 2, 2, 6, 0, 8))
                .add(InterfaceDescriptor.of(0, 0, 1, 2, 6, 0, 5));
        golden.subList(3, 6).forEach(builder::add);
        Bytes built = builder.add(EndpointDescriptor.of(0x82, TransferType.INTERRUPT, 16, 9))
                .add(InterfaceDescriptor.of(1, 0, 0, 0x0A, 0, 0, 0))
                .add(InterfaceDescriptor.of(1, 1, 2, 0x0A, 0, 0, 7))
                .add(EndpointDescriptor.of(0x81, TransferType.BULK, 512, 0))
                .add(EndpointDescriptor.of(0x01, TransferType.BULK, 512, 0)).build();
        assertEquals(GadgetConfigurations.F_ECM, built);
    }

    @Test
    void showsFieldsByTheirNames() {
        var endpoint = EndpointDescriptor.of(0x81, TransferType.BULK, 512, 0);
        assertEquals("[bLength 7 (0x07), bDescriptorType 5 (0x05), bEndpointAddress 129 (0x81), bmAttributes 2 (0x02),"
                + " wMaxPacketSize 512 (0x0200), bInterval 0 (0x00)]", endpoint.fields().toString());
    }

    @Test
    void stopsAtALengthOfZeroAndKeepsTheRest() {
        Bytes broken = GadgetConfigurations.F_ECM.truncate(17).concat(Bytes.hex("00 04 01 02 03"));
        ConfigurationTree tree = DescriptorParser.configuration(broken);
        assertEquals(Bytes.hex("0004010203"), tree.descriptors().getLast().raw());
        DescriptorDefect defect = tree.defects().getFirst();
        assertEquals(17, defect.offset());
        assertEquals(Code.LENGTH_IMPOSSIBLE, defect.code());
        assertTrue(defect.message().startsWith("bLength is 0"), defect.message());
    }

    @Test
    void reportsALengthBeyondTheEndButReadsTheFieldsThatAreThere() {
        DescriptorChain chain = DescriptorParser.chain(Bytes.hex("09 05 81 02 0002 00"));
        assertInstanceOf(EndpointDescriptor.class, chain.descriptors().getFirst());
        assertEquals(List.of(Code.OVERRUN), codes(chain.defects()));
    }

    @Test
    void keepsADescriptorTooShortForItsTypeAsUnknown() {
        DescriptorChain chain = DescriptorParser.chain(Bytes.hex("06 05 81 02 0002 07 05 01 02 0002 00"));
        assertInstanceOf(UnknownDescriptor.class, chain.descriptors().get(0));
        assertInstanceOf(EndpointDescriptor.class, chain.descriptors().get(1));
        assertEquals(List.of(Code.SHORT_FOR_TYPE), codes(chain.defects()));
    }

    @Test
    void reportsADescriptorLongerThanItsType() {
        DescriptorChain chain = DescriptorParser.chain(Bytes.hex("09 05 81 02 0002 00 00 00"));
        assertInstanceOf(EndpointDescriptor.class, chain.descriptors().getFirst());
        assertEquals(List.of(Code.LONG_FOR_TYPE), codes(chain.defects()));
    }

    @Test
    void reportsATotalLengthThatIsNotWhatCame() {
        ConfigurationTree tree = DescriptorParser.configuration(GadgetConfigurations.F_ECM.truncate(81));
        assertTrue(codes(tree.defects()).contains(Code.TOTAL_LENGTH));
        assertTrue(codes(tree.defects()).contains(Code.COUNT), "alternate 1 lacks an endpoint");
    }

    @Test
    void reportsAWrongNumberOfInterfaces() {
        byte[] octets = GadgetConfigurations.F_ECM.toArray();
        octets[4] = 1;
        ConfigurationTree tree = DescriptorParser.configuration(Bytes.wrap(octets));
        assertEquals(List.of(Code.COUNT), codes(tree.defects()));
    }

    @Test
    void reportsAnEndpointBeforeAnyInterfaceAndARepeatedAlternate() {
        Bytes built = new ConfigurationBuilder(1, 0, 0x80, 1)
                .add(EndpointDescriptor.of(0x81, TransferType.BULK, 512, 0))
                .add(InterfaceDescriptor.of(0, 0, 0, 0x0A, 0, 0, 0))
                .add(InterfaceDescriptor.of(0, 0, 0, 0x0A, 0, 0, 0))
                .add(InterfaceDescriptor.of(0, 3, 0, 0x0A, 0, 0, 0)).build();
        assertEquals(List.of(Code.MISPLACED, Code.DUPLICATE, Code.NUMBERING),
                codes(DescriptorParser.configuration(built).defects()));
    }

    @Test
    void nothingReceivedIsADefect() {
        assertEquals(List.of(Code.HEAD_MISSING), codes(DescriptorParser.configuration(Bytes.EMPTY).defects()));
        assertEquals(List.of(Code.HEAD_MISSING), codes(DescriptorParser.bos(Bytes.EMPTY).defects()));
        assertEquals(List.of(Code.HEAD_MISSING),
                codes(DescriptorParser.single(Bytes.EMPTY, DescriptorType.DEVICE).defects()));
    }

    @Test
    void readsDeviceAndQualifierDescriptors() {
        Bytes device = Bytes.hex("12 01 0002 00 00 00 40 2505 a1a4 0106 01 02 03 01");
        DeviceDescriptor read = DescriptorParser.single(device, DescriptorType.DEVICE)
                .first(DeviceDescriptor.class).orElseThrow();
        assertEquals(0x0200, read.bcdUSB());
        assertEquals(64, read.bMaxPacketSize0());
        assertEquals(0x0525, read.idVendor());
        assertEquals(0xA4A1, read.idProduct());
        assertEquals(0x0601, read.bcdDevice());
        assertEquals(1, read.bNumConfigurations());
        assertEquals(device, DeviceDescriptor.of(0x0200, 0, 0, 0, 64, 0x0525, 0xA4A1, 0x0601, 1, 2, 3, 1).encode());
        Bytes qualifier = Bytes.hex("0a 06 0002 00 00 00 40 01 00");
        assertEquals(qualifier, DeviceQualifierDescriptor.of(0x0200, 0, 0, 0, 64, 1).encode());
        assertEquals(1, DescriptorParser.single(qualifier, DescriptorType.DEVICE_QUALIFIER)
                .first(DeviceQualifierDescriptor.class).orElseThrow().bNumConfigurations());
    }

    @Test
    void readsTheObjectStoreWithItsCapabilities() {
        Bytes bos = Bytes.hex("05 0f 1600 02  07 10 02 1e 0000 00  0a 10 03 00 0e00 03 0a ff07");
        BosTree tree = DescriptorParser.bos(bos);
        assertEquals(List.of(), tree.defects());
        assertEquals(2, tree.capabilities().size());
        assertEquals(3, tree.capabilities().get(1).bDevCapabilityType());
        assertEquals(List.of(Code.TOTAL_LENGTH, Code.COUNT),
                codes(DescriptorParser.bos(bos.truncate(12)).defects()));
    }

    @Test
    void attachesCompanionsToTheirEndpoints() {
        Bytes built = new ConfigurationBuilder(1, 0, 0x80, 1)
                .add(InterfaceDescriptor.of(0, 0, 1, 0x0A, 0, 0, 0))
                .add(EndpointDescriptor.of(0x81, TransferType.BULK, 1024, 0))
                .add(SuperSpeedEndpointCompanionDescriptor.of(15, 0, 0)).build();
        ConfigurationTree tree = DescriptorParser.configuration(built);
        assertEquals(List.of(), tree.defects());
        assertEquals(15, tree.usbInterface(0).orElseThrow().defaultAlternate().endpoints().getFirst()
                .companion().orElseThrow().bMaxBurst());
    }

    @Test
    void readsStringsAndLanguages() {
        Bytes mac = Bytes.hex("1a03 3000320031003100320032003300330034003400360030 00");
        StringDescriptor text = DescriptorParser.single(mac, DescriptorType.STRING)
                .first(StringDescriptor.class).orElseThrow();
        assertEquals("021122334460", text.text());
        assertEquals(mac, StringDescriptor.of("021122334460").encode());
        assertEquals(List.of(0x0409, 0x0407), new StringDescriptor(Bytes.hex("06030904 0704"), 0).languages());
        assertEquals(Bytes.hex("06030904 0704"), StringDescriptor.ofLanguages(0x0409, 0x0407).encode());
        assertEquals("", new StringDescriptor(Bytes.hex("0203"), 0).text());
    }

    @Test
    void aHostileStringPrintsHarmlessly() {
        StringDescriptor text = StringDescriptor.of("a\u001b[31m\\\u202eé");
        assertEquals("a\\u{1b}[31m\\\\u{202e}é", text.printable());
    }

    @Test
    void aStringOfOddLengthIsReadWithoutItsLastOctet() {
        DescriptorChain chain = DescriptorParser.single(Bytes.hex("05 03 4100 42"), DescriptorType.STRING);
        assertEquals("A", chain.first(StringDescriptor.class).orElseThrow().text());
        assertEquals(List.of(Code.ODD_LENGTH), codes(chain.defects()));
    }

    @Test
    void everyCutOfARealConfigurationIsReadAndReported() {
        for (int length = 0; length < GadgetConfigurations.F_NCM.length(); length++) {
            ConfigurationTree tree = DescriptorParser.configuration(GadgetConfigurations.F_NCM.truncate(length));
            assertFalse(tree.defects().isEmpty(), "cut to " + length);
        }
    }

    @Test
    void anyOctetsAreReadWithoutThrowingAndNoneIsLost() {
        Random random = new Random(20_261_122);
        for (int round = 0; round < 20_000; round++) {
            byte[] octets = round % 2 == 0 ? new byte[random.nextInt(120)] : GadgetConfigurations.F_NCM.toArray();
            if (round % 2 == 0) {
                random.nextBytes(octets);
            } else {
                for (int change = random.nextInt(6); change >= 0; change--) {
                    octets[random.nextInt(octets.length)] = (byte) random.nextInt();
                }
            }
            Bytes bytes = Bytes.wrap(octets);
            ConfigurationTree tree = DescriptorParser.configuration(bytes);
            assertEquals(octets.length, tree.descriptors().stream().mapToInt(d -> d.raw().length()).sum());
            tree.descriptors().forEach(d -> assertFalse(d.title().isEmpty() || d.fields().size() > octets.length));
            CdcFunctionFinder.find(tree).forEach(f -> f.functionalDescriptors().forEach(Descriptor::fields));
            DescriptorParser.bos(bytes);
            DescriptorParser.single(bytes, DescriptorType.STRING).first(StringDescriptor.class)
                    .ifPresent(StringDescriptor::printable);
        }
    }

    private static List<Code> codes(List<DescriptorDefect> defects) {
        return defects.stream().map(DescriptorDefect::code).toList();
    }
}
