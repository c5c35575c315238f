package dev.lanyard.wire.nan.attribute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.FrameDefect.Code;
import dev.lanyard.wire.ieee80211.FrameDefect;
import dev.lanyard.wire.ieee80211.Placed;
import dev.lanyard.wire.nan.AwareFixtures;
import dev.lanyard.wire.nan.BootstrappingMethod;
import dev.lanyard.wire.nan.MatchingFilter;
import dev.lanyard.wire.nan.OperatingClass;
import dev.lanyard.wire.nan.ServiceId;
import dev.lanyard.wire.net.MacAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class AttributeListTest {

    private final List<FrameDefect> defects = new ArrayList<>();

    private AttributeList decode(String hex) {
        defects.clear();
        AttributeList list = AttributeList.decode(Bytes.hex(hex), 30, defects);
        assertEquals(hex, list.encode().toHex());
        return list;
    }

    private NanAttribute one(String hex) {
        return decode(hex).entries().getFirst().value();
    }

    private List<Code> codes() {
        return defects.stream().map(FrameDefect::code).toList();
    }

    @Test
    void saysWhereAttributesStand() {
        AttributeList list = decode("0002000102" + "2a02000003" + "2f0100ff");
        assertEquals(List.of(30, 35, 40), list.entries().stream().map(Placed::offset).toList());
        assertEquals(Bytes.hex("2a02000003"), list.entries().get(1).octets());
        assertEquals(new UnknownAttribute(0x2F, Bytes.hex("ff")), list.values().get(2));
        assertEquals(List.of(), defects);
    }

    @Test
    void keepsTrailingOctets() {
        AttributeList list = decode("2a0300000307");
        assertEquals(Optional.of(new DeviceCapabilityExtension(0, 3)), list.first(DeviceCapabilityExtension.class));
        assertEquals(Bytes.hex("07"), list.entries().getFirst().trailing());
        assertEquals(List.of(new FrameDefect(35, Code.TRAILING,
                "1 octets follow the fields of attribute 0x2a (Device Capability Extension)")), defects);
    }

    @Test
    void keepsAttributesOfAnotherLayout() {
        assertEquals(new MalformedAttribute(0x2B, Bytes.hex("00").concat(Bytes.wrap(new byte[15]))),
                one("2b1000" + "00".repeat(16)));
        assertEquals(List.of(Code.LAYOUT), codes());
        // The length of the matching filter swallows the service info that the control field announces.
        assertEquals(MalformedAttribute.class, one("030f00" + "010203040506" + "0100" + "14" + "05" + "0161" + "020203")
                .getClass());
        assertEquals(List.of(Code.LAYOUT), codes());
    }

    @Test
    void keepsWhatReachesPastTheEnd() {
        AttributeList list = decode("0002000102" + "2c0500000000");
        assertEquals(new TruncatedAttribute(0x2C, 5, Bytes.hex("000000")), list.values().getLast());
        assertEquals(List.of(Code.OVERRUN), codes());
        assertEquals(35, defects.getFirst().offset());
        assertEquals(Bytes.hex("2c05"), decode("00020001022c05").rest());
        assertEquals(List.of(Code.SHORT), codes());
    }

    @Test
    void namesServicesByTheirHash() {
        AwareFixtures.hex("service-ids.txt").forEach((name, id) -> {
            assertEquals(id, ServiceId.of(name).octets(), name);
            assertEquals(id, ServiceId.of(name.toUpperCase(Locale.ROOT)).octets(), name);
        });
    }

    @Test
    void readsBootstrappingInItsForms() {
        Map<String, PairingBootstrapping> forms = Map.of(
                "2c0500" + "00000022" + "00", PairingBootstrapping.advertise(0x0022),
                "2c0500" + "07010020" + "00", PairingBootstrapping.request(7, 0x20),
                "2c0500" + "07120d00" + "00", PairingBootstrapping.reject(7, 13),
                "2c0a00" + "072200" + "0004" + "02abcd" + "0000", PairingBootstrapping.comeBack(7, 1024,
                        Bytes.hex("abcd")),
                "2c0800" + "072100" + "02abcd" + "2000", PairingBootstrapping.retry(7, Bytes.hex("abcd"), 0x20));
        forms.forEach((hex, expected) -> {
            assertEquals(expected, one(hex), hex);
            assertEquals(hex, expected.encode().toHex());
            assertEquals(List.of(), defects);
        });
        assertEquals(0x0020, BootstrappingMethod.complements(0x0002));
        assertEquals(0xC1FF, BootstrappingMethod.complements(0xFFFF));
        for (BootstrappingMethod method : BootstrappingMethod.values()) {
            assertEquals(method, method.complement().complement());
        }
    }

    @Test
    void comparesMatchingFiltersAsHostapDoes() throws IOException {
        int cases = 0;
        for (String line : Files.readAllLines(AwareFixtures.FOLDER.resolve("hostap/matching-filters.txt"))) {
            if (!line.startsWith("#")) {
                String[] words = line.split(" ");
                assertEquals(words[2].equals("match"), MatchingFilter.matches(filter(words[0]), filter(words[1])),
                        line);
                cases++;
            }
        }
        assertEquals(32, cases);
        MatchingFilter cut = MatchingFilter.decode(Bytes.hex("0161" + "0562"));
        assertEquals(List.of(Bytes.hex("61")), cut.values());
        assertEquals(Bytes.hex("0562"), cut.rest());
    }

    private static MatchingFilter filter(String word) {
        return word.equals("-") ? MatchingFilter.NONE : MatchingFilter.decode(Bytes.hex(word));
    }

    /** Bits computed apart from this code: zlib's crc32 over index and address, complemented, 16 bits, modulo 64. */
    @Test
    void hashesAddressesIntoBloomFilters() {
        MacAddress accessory = MacAddress.parse("021122334455");
        MacAddress other = MacAddress.parse("021122334456");
        int[][] bits = {{62, 10, 23, 35}, {45, 25, 4, 48}, {25, 45, 48, 4}, {10, 62, 35, 23}};
        for (int index = 0; index < 4; index++) {
            ServiceResponseFilter filter = ServiceResponseFilter.ofBloomFilter(true, index, 8, List.of(accessory));
            long set = 0;
            for (int bit : bits[index]) {
                set |= 1L << bit;
            }
            assertEquals(set, filter.addressSet().u32le(0) | filter.addressSet().u32le(4) << 32);
            assertEquals(index, filter.bloomFilterIndex());
            assertTrue(filter.admits(accessory));
            assertFalse(filter.admits(other));
        }
        ServiceResponseFilter exclusion = ServiceResponseFilter.ofAddresses(false, List.of(accessory));
        assertFalse(exclusion.admits(accessory));
        assertTrue(exclusion.admits(other));
        assertFalse(new ServiceResponseFilter(3, Bytes.EMPTY).admits(accessory));
    }

    @Test
    void layTimeBitmapsOverTheCycle() {
        TimeBitmap sparse = TimeBitmap.of(32, 8192, 128, Bytes.hex("0300"));
        assertEquals("{8, 9, 10, 11}", sparse.slots().toString());
        TimeBitmap once = TimeBitmap.of(16, 0, 8176, Bytes.hex("03"));
        assertEquals("{0, 511}", once.slots().toString());
        assertEquals(512, TimeBitmap.of(128, 1024, 0, Bytes.hex("ff")).slots().cardinality());
        assertFalse(TimeBitmap.of(16, 128, 0, Bytes.hex("ffff")).fitsPeriod());
        assertTrue(TimeBitmap.of(16, 128, 0, Bytes.hex("ff")).fitsPeriod());
        assertFalse(new TimeBitmap(0x0004, Bytes.hex("ff")).fitsPeriod());
    }

    @Test
    void namesTheChannelsOfOperatingClasses() {
        assertEquals(List.of(6), new ChannelEntry(81, 0x0020, 0).channels());
        assertEquals(List.of(149, 161), new ChannelEntry(125, 0x0009, 0).channels());
        assertEquals(List.of(5, 9, 13), new ChannelEntry(131, 0x0305, 0).channels());
        assertEquals(List.of(), new ChannelEntry(131, 0x0306, 0).channels());
        assertEquals(List.of(), new ChannelEntry(7, 0xFFFF, 0).channels());
        assertEquals(List.of(2, 4, 7, 0), List.of(OperatingClass.band(81), OperatingClass.band(125),
                OperatingClass.band(133), OperatingClass.band(1)));
    }

    /** Both lengths of integrity codes; nothing in the descriptor says which it is. */
    @Test
    void tellsTheLengthOfIntegrityCodes() {
        for (int length : new int[] {16, 24}) {
            for (String data : List.of("", "0011223344556677")) {
                KeyDescriptor descriptor = KeyDescriptor.of(0x0108, 1, Bytes.wrap(new byte[32]),
                        Bytes.hex("a5".repeat(length)), Bytes.hex(data));
                NanAttribute read = one(new SharedKeyDescriptor(3, descriptor).encode().toHex());
                assertEquals(new SharedKeyDescriptor(3, descriptor), read);
            }
        }
    }

    @Test
    void readsServiceInformation() {
        ServiceInfo info = ServiceInfo.of(ServiceInfo.GENERIC, Bytes.hex("00020007000101" + "0011"));
        assertEquals(List.of(new ServiceInfo.SubAttribute(0, Bytes.hex("0700")),
                new ServiceInfo.SubAttribute(1, Bytes.hex("11"))), info.subAttributes());
        assertEquals(List.of(), ServiceInfo.of(ServiceInfo.GENERIC, Bytes.hex("0002")).subAttributes());
        ServiceDescriptorExtension extension = (ServiceDescriptorExtension) one("0e0e00" + "01" + "0003"
                + "0a00" + "1400" + "09" + "0400" + "506f9a02");
        assertEquals(Optional.of(new ServiceDescriptorExtension.RangeLimit(10, 20)), extension.rangeLimit());
        assertEquals(OptionalInt.of(9), extension.serviceUpdateIndicator());
        assertEquals(Optional.of(ServiceInfo.of(ServiceInfo.GENERIC, Bytes.EMPTY)), extension.serviceInfo());
    }
}
