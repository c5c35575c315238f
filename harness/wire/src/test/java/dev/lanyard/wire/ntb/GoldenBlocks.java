package dev.lanyard.wire.ntb;

import dev.lanyard.wire.Bytes;
import java.util.ArrayList;
import java.util.List;

/** Blocks captured from, or accepted by, the f_ncm gadget of Linux 6.1.192. */
final class GoldenBlocks {

    /** The first frame after alternate 1: an MLDv2 report of 90 octets. */
    static final Bytes REPORT = Bytes.hex("""
            333300000016021122334451 86dd6000000000240001 fe80000000000000001122fffe334451
            ff020000000000000000000000000016 3a00050200000100 8f00c6ef00000001 04000000
            ff0200000000000000000001ff334451""");

    /** An ARP request of 42 octets. */
    static final Bytes ARP = Bytes.hex("""
            ffffffffffff021122334461 0806 0001 0800 06 04 0001 021122334461 c0a84e02 000000000000 c0a84e01""");

    /** f_ncm and the host of these captures align the start of a datagram to 4, not its payload. */
    static final NtbAlignment START_AT_FOUR = new NtbAlignment(4, 2, 4);

    record Block(String name, NtbFormat format, boolean crc, NtbAlignment alignment, Bytes frame, Bytes octets) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Block> blocks() {
        return List.of(
                new Block("NTB16 from device", NtbFormat.NTB16, false, START_AT_FOUR, REPORT, join(
                        "4e434d480c00000078006800", REPORT, "0000 4e434d30100000000c005a0000000000")),
                new Block("NTB32 from device", NtbFormat.NTB32, false, START_AT_FOUR, REPORT, join(
                        "6e636d68100000008c0000006c000000", REPORT, "0000"
                        + "6e636d30200000000000000000000000 100000005a000000 0000000000000000")),
                new Block("NTB16 with CRC from device", NtbFormat.NTB16, true, START_AT_FOUR, REPORT, join(
                        "4e434d480c0000007c006c00", REPORT, "121247f0 0000 4e434d31100000000c005e0000000000")),
                new Block("NTB16 to device", NtbFormat.NTB16, false, START_AT_FOUR, ARP, join(
                        "4e434d480c00000048003800", ARP, "0000 4e434d30100000000c002a0000000000")),
                new Block("NTB32 to device", NtbFormat.NTB32, false, new NtbAlignment(4, 2, 8), ARP, join(
                        "6e636d68100000006000000040000000", ARP, "000000000000"
                        + "6e636d30200000000000000000000000 100000002a000000 0000000000000000")),
                new Block("NTB16 with CRC to device", NtbFormat.NTB16, true, START_AT_FOUR, ARP, join(
                        "4e434d480c0000004c003c00", ARP, "3e21bc5e 0000 4e434d31100000000c002e0000000000")));
    }

    /** Lengths of the datagrams in the captured block of 752 octets; contents are not part of the golden data. */
    static final int[] AGGREGATED_LENGTHS = {82, 83, 84, 85, 86, 87, 88, 89};

    /** Header and table of the captured block of 752 octets, the frames filled with their number. */
    static Bytes aggregated() {
        byte[] block = new byte[752];
        Bytes.hex("4e434d48 0c00 0000 f002 c402").copyTo(block, 0);
        int[] indices = {12, 96, 180, 264, 352, 440, 528, 616};
        for (int i = 0; i < indices.length; i++) {
            frame(i).copyTo(block, indices[i]);
        }
        Bytes.hex("""
                4e434d30 2c00 0000 0c005200 60005300 b4005400 08015500 60015600 b8015700 10025800 68025900
                00000000""").copyTo(block, 708);
        return Bytes.wrap(block);
    }

    static Bytes frame(int number) {
        byte[] frame = new byte[AGGREGATED_LENGTHS[number]];
        java.util.Arrays.fill(frame, (byte) (number + 1));
        return Bytes.wrap(frame);
    }

    static List<Bytes> aggregatedFrames() {
        List<Bytes> frames = new ArrayList<>();
        for (int i = 0; i < AGGREGATED_LENGTHS.length; i++) {
            frames.add(frame(i));
        }
        return frames;
    }

    private static Bytes join(String before, Bytes frame, String after) {
        return Bytes.hex(before).concat(frame).concat(Bytes.hex(after));
    }

    private GoldenBlocks() {}
}
