package dev.lanyard.wire.ntb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ntb.NtbWriter.NdpPlace;
import dev.lanyard.wire.ntb.NtbWriter.Options;
import dev.lanyard.wire.ntb.NtbWriter.Padding;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes of Linux' gadget, both directions, through all four codecs. */
class NtbGoldenTest {

    static List<GoldenBlocks.Block> blocks() {
        return GoldenBlocks.blocks();
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void decodesEveryField(GoldenBlocks.Block golden) {
        Ntb block = Ntb.decode(golden.octets());
        assertEquals(List.of(), block.defects());
        assertEquals(golden.format(), block.format());
        assertEquals(0, block.header().wSequence());
        assertEquals(golden.octets().length(), block.header().blockLength());
        assertEquals(1, block.ndps().size());
        Ntb.Ndp table = block.ndps().getFirst();
        assertEquals(golden.format().ndpSignature(golden.crc()), table.signature());
        assertEquals(2, table.entries().size());
        assertEquals(Ntb.Entry.Role.NULL, table.entries().get(1).role());
        assertEquals(golden.format().nthLength(), table.entries().getFirst().datagramIndex());
        assertEquals(List.of(golden.frame()), block.datagrams());
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void buildsTheSameOctets(GoldenBlocks.Block golden) {
        assertEquals(golden.octets(), new NtbBuilder(golden.format()).crc(golden.crc())
                .alignment(golden.alignment()).add(golden.frame()).build());
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void readsTheFrame(GoldenBlocks.Block golden) {
        assertEquals(List.of(golden.frame()), read(new NtbReader(golden.format(), golden.crc()), golden.octets()));
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void writesTheSameOctets(GoldenBlocks.Block golden) {
        NtbWriter writer = new NtbWriter(new Options(golden.format(), golden.crc(), 2048, 0, golden.alignment(),
                NdpPlace.LAST, Padding.SPECIFICATION));
        assertEquals(golden.octets(), write(writer, List.of(golden.frame()), 0, 512));
        assertEquals(golden.octets(), write(writer, List.of(golden.frame()), 0, 512), "the buffer is reused");
    }

    @Test
    void decodesAnAggregatedBlock() {
        Ntb block = Ntb.decode(GoldenBlocks.aggregated());
        assertEquals(List.of(), block.defects());
        assertEquals(708, block.ndps().getFirst().offset());
        assertEquals(44, block.ndps().getFirst().wLength());
        assertEquals(GoldenBlocks.aggregatedFrames(), block.datagrams());
        assertEquals(GoldenBlocks.aggregatedFrames(),
                read(new NtbReader(NtbFormat.NTB16, false), GoldenBlocks.aggregated()));
    }

    @Test
    void writesAnAggregatedBlock() {
        NtbBuilder builder = new NtbBuilder(NtbFormat.NTB16).alignment(GoldenBlocks.START_AT_FOUR);
        GoldenBlocks.aggregatedFrames().forEach(builder::add);
        assertEquals(GoldenBlocks.aggregated(), builder.build());
        NtbWriter writer = new NtbWriter(new Options(NtbFormat.NTB16, false, 16384, 0, GoldenBlocks.START_AT_FOUR,
                NdpPlace.LAST, Padding.SPECIFICATION));
        assertEquals(GoldenBlocks.aggregated(), write(writer, GoldenBlocks.aggregatedFrames(), 0, 512));
    }

    static Bytes write(NtbWriter writer, List<Bytes> frames, int sequence, int maxPacketSize) {
        for (Bytes frame : frames) {
            assertTrue(writer.append(frame.toArray(), 0, frame.length()));
        }
        int length = writer.finish(sequence, maxPacketSize);
        return Bytes.copyOf(writer.buffer(), 0, length);
    }

    /** Reads at an odd offset inside a larger buffer, so that offsets that forget the base are caught. */
    static List<Bytes> read(NtbReader reader, Bytes transfer) {
        List<Bytes> frames = new ArrayList<>();
        byte[] buffer = new byte[transfer.length() + 20];
        java.util.Arrays.fill(buffer, (byte) 0xEE);
        transfer.copyTo(buffer, 7);
        int delivered = reader.read(buffer, 7, transfer.length(), (array, offset, length) ->
                frames.add(Bytes.copyOf(array, offset, length)));
        assertEquals(frames.size(), delivered);
        return frames;
    }
}
