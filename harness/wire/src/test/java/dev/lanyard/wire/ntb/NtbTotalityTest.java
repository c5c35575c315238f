package dev.lanyard.wire.ntb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a device sends, decoding ends, throws nothing and stays inside the transfer. */
class NtbTotalityTest {

    private static final long SEED = 20_261_122L;

    @Test
    void survivesRandomOctets() {
        Random random = new Random(SEED);
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            for (int i = 0; i < 20_000; i++) {
                byte[] octets = new byte[random.nextInt(300)];
                random.nextBytes(octets);
                if (i % 2 == 0 && octets.length >= 4) {
                    // Random octets alone would never get past the signature.
                    LittleEndian.putWord(octets, 0, (int) NtbFormat.values()[i / 2 % 2].nthSignature());
                }
                examine(Bytes.wrap(octets));
            }
        });
    }

    @Test
    void survivesEverySingleOctetMutation() {
        Random random = new Random(SEED);
        for (GoldenBlocks.Block golden : GoldenBlocks.blocks()) {
            mutate(golden.octets(), random);
        }
        NtbBuilder chained = new NtbBuilder(NtbFormat.NTB32).datagramsPerNdp(2).crc(true);
        GoldenBlocks.aggregatedFrames().forEach(chained::add);
        mutate(chained.build(), random);
    }

    @Test
    void survivesTheCostliestBlock() {
        // Every word is a table signature and the entries name the whole block.
        byte[] octets = new byte[65_535];
        for (int at = 0; at + 8 <= octets.length; at += 8) {
            LittleEndian.putWord(octets, at, (int) NtbFormat.NTB16.ndpSignature(true));
            LittleEndian.putHalf(octets, at + 4, 0xFF00);
            LittleEndian.putHalf(octets, at + 6, at + 8);
        }
        LittleEndian.putWord(octets, 0, (int) NtbFormat.NTB16.nthSignature());
        LittleEndian.putHalf(octets, 4, 12);
        LittleEndian.putHalf(octets, 8, octets.length);
        LittleEndian.putHalf(octets, 10, 16);
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> examine(Bytes.wrap(octets)));
    }

    private static void mutate(Bytes good, Random random) {
        for (int at = 0; at < good.length(); at++) {
            for (int value : new int[] {0, 1, 0x7F, 0x80, 0xFF, random.nextInt(256)}) {
                byte[] octets = good.toArray();
                octets[at] = (byte) value;
                examine(Bytes.wrap(octets));
            }
        }
    }

    /** A block without defects is read whole; what the reader delivers always lies in the block. */
    private static void examine(Bytes transfer) {
        Ntb block = Ntb.decode(transfer);
        boolean crc = block.ndps().stream().anyMatch(block::hasCrc);
        List<Bytes> read = NtbGoldenTest.read(new NtbReader(block.format(), crc), transfer);
        NtbGoldenTest.read(new NtbReader(block.format(), !crc), transfer);
        for (NtbDefect defect : block.defects()) {
            assertTrue(defect.offset() >= 0 && defect.offset() <= transfer.length() + 16, defect::toString);
            assertFalse(defect.text().isBlank());
        }
        if (block.defects().isEmpty()) {
            assertEquals(block.datagrams(), read);
        } else {
            assertTrue(new ArrayList<>(block.datagrams()).containsAll(read));
        }
    }
}
