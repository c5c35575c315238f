package dev.lanyard.wire.ntb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NtbForgeTest {

    private static final List<Bytes> FRAMES = List.of(frame(60), frame(90));

    private static Bytes frame(int length) {
        byte[] octets = new byte[length];
        java.util.Arrays.fill(octets, (byte) length);
        return Bytes.wrap(octets);
    }

    private static NtbForge forge(NtbFormat format) {
        return new NtbForge(format, false, new NtbAlignment(4, 0, 4), 7, 16_384, 512);
    }

    static Stream<Arguments> forms() {
        return Stream.of(NtbFormat.values()).flatMap(format -> Stream.of(NtbForm.values())
                .map(form -> Arguments.of(format, form)));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void aSoundFormKeepsItsDatagramsAndAnotherShowsItsDefect(NtbFormat format, NtbForm form) {
        Bytes transfer = forge(format).make(form, FRAMES).octets();
        Ntb block = Ntb.decode(transfer, format);
        if (form.isSound()) {
            assertEquals(List.of(), block.defects());
            assertEquals(FRAMES, block.datagrams());
        } else {
            assertTrue(!block.defects().isEmpty() || block.format() != format || form == NtbForm.CRC_SIGNATURE,
                    "nothing is wrong with it");
        }
    }

    @Test
    void lengthsAreThoseThatReceiversStumbleOver() {
        NtbForge forge = forge(NtbFormat.NTB16);
        assertEquals(16_384, forge.make(NtbForm.LARGEST, FRAMES).octets().length());
        assertFalse(forge.make(NtbForm.LARGEST, FRAMES).zeroPacket(), "the largest block ends by itself");
        assertEquals(16_383, forge.make(NtbForm.FILLED, FRAMES).octets().length());
        Bytes extra = forge.make(NtbForm.EXTRA_OCTET, FRAMES).octets();
        assertEquals(extra.length() - 1, Ntb.decode(extra).header().blockLength());
        assertEquals(0, Ntb.decode(forge.make(NtbForm.UNNAMED_LENGTH, FRAMES).octets()).header().blockLength());
        // 12 + 2 + 478 + 4 + 16: one whole packet, which a zero-length packet has to end.
        assertTrue(forge.make(NtbForm.PLAIN, List.of(frame(482))).zeroPacket());
    }

    @Test
    void whatCannotBeMadeIsSaid() {
        NtbForge forge = forge(NtbFormat.NTB16);
        assertThrows(IllegalArgumentException.class, () -> forge.make(NtbForm.PLAIN, List.of()));
        assertThrows(IllegalArgumentException.class, () -> forge.make(NtbForm.TWO_TABLES, List.of(frame(60))));
        assertThrows(IllegalArgumentException.class,
                () -> forge.make(NtbForm.PLAIN, java.util.Collections.nCopies(20, frame(1514))));
    }
}
