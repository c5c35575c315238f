package dev.lanyard.wire.ntb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ntb.NtbWriter.NdpPlace;
import dev.lanyard.wire.ntb.NtbWriter.Options;
import dev.lanyard.wire.ntb.NtbWriter.Padding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NtbWriterTest {

    /** Every combination, random frames: the structural decoder finds no defect and the same frames. */
    @Test
    void whateverTheOptionsTheBlockIsSound() {
        Random random = new Random(7);
        for (int i = 0; i < 600; i++) {
            int divisor = 1 << random.nextInt(7);
            NtbAlignment alignment = new NtbAlignment(divisor, random.nextInt(divisor), 4 << random.nextInt(4));
            Options options = new Options(NtbFormat.values()[i % 2], random.nextBoolean(), 2048 + random.nextInt(9000),
                    random.nextInt(20), alignment, NdpPlace.values()[i / 2 % 2], Padding.values()[i / 4 % 3]);
            NtbWriter writer = new NtbWriter(options);
            Arrays.fill(writer.buffer(), (byte) 0xEE);
            for (int block = 0; block < 3; block++) {
                List<Bytes> appended = new ArrayList<>();
                Bytes frame = randomFrame(random);
                while (writer.append(frame.toArray(), 0, frame.length())) {
                    appended.add(frame);
                    frame = randomFrame(random);
                }
                check(options, appended, Bytes.copyOf(writer.buffer(), 0, writer.finish(block + 0xFFFF, 64)));
                assertTrue(options.maxDatagrams() == 0 || appended.size() <= options.maxDatagrams());
            }
        }
    }

    private static void check(Options options, List<Bytes> appended, Bytes transfer) {
        Ntb block = Ntb.decode(transfer);
        assertEquals(List.of(), block.defects(), options::toString);
        assertEquals(options.format(), block.format());
        assertEquals(appended, block.datagrams());
        assertTrue(block.blockLength() <= options.maxBlockLength());
        Ntb.Ndp table = block.ndps().getFirst();
        assertTrue(options.alignment().acceptsNdp(table.offset()));
        for (Ntb.Entry entry : table.datagramEntries()) {
            assertTrue(options.alignment().acceptsDatagram(entry.datagramIndex()), options::toString);
        }
        assertEquals(options.ndpPlace() == NdpPlace.FIRST,
                table.offset() < table.entries().getFirst().datagramIndex());
        assertEquals(appended, NtbGoldenTest.read(new NtbReader(options.format(), options.crc()), transfer));
        assertFalse(gapsOf(block).contains("ee"), "gaps are zero");
    }

    /** The octets that neither header, table nor datagram claims. */
    private static String gapsOf(Ntb block) {
        byte[] octets = block.transfer().toArray();
        Arrays.fill(octets, 0, block.format().nthLength(), (byte) 0);
        for (Ntb.Ndp ndp : block.ndps()) {
            Arrays.fill(octets, ndp.offset(), ndp.offset() + ndp.wLength(), (byte) 0);
            ndp.datagramEntries().forEach(entry -> Arrays.fill(octets, (int) entry.datagramIndex(),
                    (int) (entry.datagramIndex() + entry.datagramLength()), (byte) 0));
        }
        return Bytes.wrap(octets).toHex();
    }

    private static Bytes randomFrame(Random random) {
        byte[] frame = new byte[14 + random.nextInt(1501)];
        // 0x0E nibbles never occur, so that left-over filling is told apart.
        for (int i = 0; i < frame.length; i++) {
            frame[i] = (byte) random.nextInt(128);
        }
        return Bytes.wrap(frame);
    }

    @Test
    void endsABlockOfWholePacketsInEachStyle() {
        // 12 + 100 + 16 = 128: two packets of 64.
        Bytes frame = Bytes.wrap(new byte[100]);
        assertEquals(128, finish(Padding.SPECIFICATION, 2048, frame).length());

        Bytes windows = finish(Padding.WINDOWS, 2048, frame);
        assertEquals(129, windows.length());
        assertEquals(128, windows.u16le(8));

        Bytes linux = finish(Padding.LINUX, 2048, frame);
        assertEquals(129, linux.length());
        assertEquals(129, linux.u16le(8));

        Bytes filled = finish(Padding.LINUX, 2048, Bytes.wrap(new byte[600]));
        assertEquals(2048, filled.length());
        assertEquals(2048, filled.u16le(8));
    }

    @Test
    void leavesOtherBlocksAsTheyAre() {
        for (Padding padding : Padding.values()) {
            assertEquals(132, finish(padding, 2048, Bytes.wrap(new byte[104])).length(), padding.name());
        }
    }

    @Test
    void addsNothingToABlockOfTheMaximumSize() {
        for (Padding padding : Padding.values()) {
            assertEquals(128, finish(padding, 128, Bytes.wrap(new byte[100])).length(), padding.name());
        }
    }

    @Test
    void knowsWhenAZeroLengthPacketIsDue() {
        NtbWriter writer = writer(Padding.SPECIFICATION, 2048, 0);
        assertTrue(writer.needsEnd(128, 64));
        assertFalse(writer.needsEnd(130, 64));
        assertFalse(writer.needsEnd(2048, 64), "the maximum ends by its size");
    }

    @ParameterizedTest
    @EnumSource(NdpPlace.class)
    void holdsToTheLimitOfDatagrams(NdpPlace place) {
        NtbWriter writer = new NtbWriter(new Options(NtbFormat.NTB16, false, 2048, 2, NtbAlignment.NONE, place,
                Padding.SPECIFICATION));
        assertTrue(writer.append(new byte[60], 0, 60));
        assertTrue(writer.append(new byte[60], 0, 60));
        assertFalse(writer.append(new byte[60], 0, 60));
        writer.finish(0, 64);
        assertTrue(writer.append(new byte[60], 0, 60));
    }

    @Test
    void refusesAFrameThatNoBlockHolds() {
        NtbWriter writer = writer(Padding.SPECIFICATION, 2048, 0);
        assertThrows(IllegalArgumentException.class, () -> writer.append(new byte[2040], 0, 2040));
        assertTrue(writer.append(new byte[60], 0, 60), "and still works");
    }

    @Test
    void refusesSizesThatTheFormatCannotName() {
        assertThrows(IllegalArgumentException.class, () -> writer(Padding.LINUX, 70_000, 0));
        assertThrows(IllegalArgumentException.class, () -> writer(Padding.LINUX, 20, 0));
    }

    @Test
    void alignmentIsTakenFromTheNearestUsableDeclaration() {
        assertEquals(new NtbAlignment(4, 0, 4), NtbAlignment.nearest(0, 9, 3));
        assertEquals(new NtbAlignment(1, 0, 8), NtbAlignment.nearest(1, 0, 8));
    }

    private static Bytes finish(Padding padding, int max, Bytes frame) {
        return NtbGoldenTest.write(writer(padding, max, 0), List.of(frame), 0, 64);
    }

    private static NtbWriter writer(Padding padding, int max, int maxDatagrams) {
        return new NtbWriter(new Options(NtbFormat.NTB16, false, max, maxDatagrams, new NtbAlignment(1, 0, 4),
                NdpPlace.LAST, padding));
    }
}
