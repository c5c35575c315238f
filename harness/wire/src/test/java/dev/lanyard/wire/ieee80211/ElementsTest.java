package dev.lanyard.wire.ieee80211;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.ieee80211.FrameDefect.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ElementsTest {

    private final List<FrameDefect> defects = new ArrayList<>();

    private Elements read(Bytes octets) {
        Elements elements = Elements.read(new BytesReader(octets, 36), defects);
        assertEquals(octets, elements.encode());
        return elements;
    }

    private List<Code> codes() {
        return defects.stream().map(FrameDefect::code).toList();
    }

    @Test
    void joinsFragmentsAndMakesThemAgain() {
        Bytes data = Bytes.wrap(new byte[600]);
        Bytes octets = new WrappedDataElement(data).encode();
        assertEquals(2 + 255 + 2 + 255 + 2 + 91, octets.length());
        Elements elements = read(octets.concat(Bytes.hex("8c0101")));
        assertEquals(List.of(), defects);
        assertEquals(Optional.of(data), elements.first(WrappedDataElement.class).map(WrappedDataElement::data));
        assertEquals(36 + octets.length(), elements.entries().getLast().offset());
    }

    @Test
    void leavesFragmentsAloneThatContinueNothing() {
        Bytes full = Bytes.hex("ddff").concat(Bytes.wrap(new byte[255]));
        assertEquals(3, read(full.concat(Bytes.hex("f200f20107"))).entries().size());
        assertEquals(List.of(Code.FRAGMENT, Code.FRAGMENT), codes());
        defects.clear();
        // A fragment shorter than 255 octets is the last.
        assertEquals(2, read(full.concat(Bytes.hex("f20105f20106"))).entries().size());
        assertEquals(List.of(Code.FRAGMENT), codes());
    }

    @Test
    void keepsWhatReachesPastTheEnd() {
        Elements elements = read(Bytes.hex("30020100" + "dd05506f9a"));
        assertEquals(List.of(Code.OVERRUN), codes());
        assertEquals(40, defects.getFirst().offset());
        assertEquals(new TruncatedElement(221, 5, Bytes.hex("506f9a")), elements.entries().getLast().value());
        defects.clear();
        assertEquals(Bytes.hex("dd"), read(Bytes.hex("30020100dd")).rest());
        assertEquals(List.of(Code.SHORT), codes());
    }

    @Test
    void keepsElementsThatDoNotHaveTheirLayout() {
        Elements elements = read(Bytes.hex("3004" + "01000fac" + "36041122331e"));
        assertEquals(List.of(Code.LAYOUT, Code.TRAILING), codes());
        assertEquals(new MalformedElement(48, Bytes.hex("01000fac")), elements.entries().getFirst().value());
        assertEquals(new MobilityDomainElement(0x2211, 0x33), elements.entries().getLast().value());
        assertEquals(Bytes.hex("1e"), elements.entries().getLast().trailing());
    }

    /** An RSNE may end after any of its fields. */
    @Test
    void readsRsnElementsAsFarAsTheyGo() {
        RsnElement whole = new RsnElement(Suite.NO_GROUP_TRAFFIC, List.of(Suite.CCMP_128), List.of(Suite.AKM_SAE),
                RsnElement.MFPC | RsnElement.MFPR, List.of(Bytes.hex("000102030405060708090a0b0c0d0e0f")),
                Suite.NO_GROUP_TRAFFIC);
        assertEquals("302a0100000fac070100000fac040100000fac08c0000100000102030405060708090a0b0c0d0e0f000fac07",
                whole.encode().toHex());
        for (int length : new int[] {2, 6, 12, 18, 20, 38, 42}) {
            RsnElement read = read(Element.encode(48, whole.body().truncate(length))).first(RsnElement.class)
                    .orElseThrow();
            assertEquals(length >= 20, read.managementFrameProtectionRequired());
            assertEquals(length >= 38, read.pmkids().isPresent());
        }
        assertEquals(List.of(), defects);
    }

    @Test
    void testsBitsOfTheRsnExtensionWhateverItsLength() {
        assertTrue(new RsnExtensionElement(Bytes.hex("20")).bit(RsnExtensionElement.SAE_HASH_TO_ELEMENT));
        assertTrue(new RsnExtensionElement(Bytes.hex("2100")).bit(RsnExtensionElement.SAE_HASH_TO_ELEMENT));
        assertFalse(new RsnExtensionElement(Bytes.EMPTY).bit(RsnExtensionElement.SAE_HASH_TO_ELEMENT));
    }

    @Test
    void readsPasnParametersWithComeback() {
        Bytes octets = Bytes.hex("ff0d" + "640303" + "0a00" + "02c0c1" + "1300" + "02aabb");
        PasnParametersElement element = read(octets).first(PasnParametersElement.class).orElseThrow();
        assertEquals(new PasnParametersElement.Comeback(OptionalInt.of(10), Bytes.hex("c0c1")), element.comeback().orElseThrow());
        assertEquals(19, element.group().orElseThrow());
        assertEquals(Bytes.hex("aabb"), element.publicKey());
    }
}
