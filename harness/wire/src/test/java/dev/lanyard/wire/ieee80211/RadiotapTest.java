package dev.lanyard.wire.ieee80211;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.FrameDefect.Code;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RadiotapTest {

    private static List<Integer> bits(Radiotap header) {
        return header.fields().stream().map(RadiotapField::bit).toList();
    }

    @Test
    void readsAlignedFieldsOfSeveralPresentWords() {
        // TSFT, flags, rate, channel, signal, RX flags; then two antennas with signal and number each.
        Bytes octets = Bytes.hex("00002800" + "2f4000a0" + "200800a0" + "20080000"
                + "8877665544332211" + "1002" + "8509a000" + "d800" + "0000" + "d800" + "d601" + "0000");
        Radiotap header = Radiotap.decode(octets.concat(Bytes.hex("d000")));
        assertEquals(List.of(), header.defects());
        assertEquals(40, header.length());
        assertEquals(List.of(0, 1, 2, 3, 5, 14, 5, 11, 5, 11), bits(header));
        assertEquals(OptionalLong.of(0x1122334455667788L), header.tsft());
        assertEquals(OptionalInt.of(2437), header.frequency());
        assertEquals(OptionalInt.of(-40), header.antennaSignal());
        assertTrue(header.frameHasFcs());
        assertEquals(List.of(0, 0, 0, 0, 0, 0, 1, 1, 2, 2), header.fields().stream().map(RadiotapField::namespace)
                .toList());
        assertEquals(Bytes.hex("d6"), header.fields().get(8).value());
    }

    @Test
    void passesOverVendorNamespaces() {
        // Rate; a vendor's three octets; rate again in the default namespace.
        Radiotap header = Radiotap.decode(Bytes.hex("00001c00" + "040000c0" + "ff0000a0" + "04000000"
                + "0200" + "aabbcc010300" + "010203" + "16"));
        assertEquals(List.of(2, RadiotapField.VENDOR, 2), bits(header));
        assertEquals(Bytes.hex("16"), header.fields().getLast().value());
    }

    @Test
    void stopsAtFieldsOfUnknownSize() {
        Radiotap header = Radiotap.decode(Bytes.hex("00000c00" + "04000010" + "16000000"));
        assertEquals(List.of(2), bits(header));
        assertEquals(List.of(), header.defects());
    }

    @Test
    void saysWhatIsWrong() {
        record Case(String octets, Code code, int length) {}
        for (Case one : List.of(new Case("000008", Code.SHORT, 3), new Case("0000070000000000", Code.SHORT, 8),
                new Case("0000200000000000", Code.OVERRUN, 8), new Case("0100080000000000", Code.LAYOUT, 8),
                new Case("0000080000000080", Code.OVERRUN, 8), new Case("00000a00010000000102", Code.OVERRUN, 10),
                new Case("00000c000000004001020304", Code.OVERRUN, 12))) {
            Radiotap header = Radiotap.decode(Bytes.hex(one.octets()));
            assertEquals(List.of(one.code()), header.defects().stream().map(FrameDefect::code).toList(),
                    one.octets());
            assertEquals(one.length(), header.length(), one.octets());
        }
    }
}
