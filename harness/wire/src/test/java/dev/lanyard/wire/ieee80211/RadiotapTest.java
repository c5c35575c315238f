package dev.lanyard.wire.ieee80211;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.FrameDefect.Code;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
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

    /** Headers whose fields are looked for once say the same as those that are decoded each for itself. */
    @Test
    void headersReadOneAfterTheOtherSayWhatEachSaysAlone() {
        Random random = new Random(11);
        List<Bytes> kinds = List.of(Radiotap.received(7, 2437, -40).octets(), Radiotap.minimal().octets(),
                Bytes.hex("000028002f4000a0200800a02008000088776655443322111002" + "8509a000d8000000d800d6010000d000"),
                Bytes.hex("00001c00040000c0ff0000a0040000000200aabbcc01030001020316"),
                Bytes.hex("00000c000400001016000000"), Bytes.hex("000008"), Bytes.hex("00000c000000004001020304"),
                Bytes.hex("00000f000a0000001000850900000000"));
        RadiotapHeaders headers = new RadiotapHeaders();
        for (int i = 0; i < 20_000; i++) {
            byte[] packet = kinds.get(random.nextInt(kinds.size())).concat(Bytes.hex("80000000")).toArray();
            if (random.nextInt(3) == 0) {
                packet[random.nextInt(packet.length)] = (byte) random.nextInt();
            }
            Bytes octets = Bytes.wrap(packet).truncate(random.nextInt(9) == 0 ? random.nextInt(packet.length) : 999);
            Radiotap alone = Radiotap.decode(octets);
            headers.read(octets);
            assertEquals(List.of(alone.length(), alone.flags(), alone.frequency()),
                    List.of(headers.length(), headers.flags(), headers.frequency()), octets::toHex);
        }
    }
}
