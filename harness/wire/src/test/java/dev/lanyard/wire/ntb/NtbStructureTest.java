package dev.lanyard.wire.ntb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ntb.NtbDefect.Kind;
import dev.lanyard.wire.ntb.NtbEdit.EntryField;
import dev.lanyard.wire.ntb.NtbEdit.HeaderField;
import dev.lanyard.wire.ntb.NtbEdit.NdpField;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A fault breaks one thing, and the decoder and the reader both say which. */
class NtbStructureTest {

    private static final List<Bytes> FRAMES = GoldenBlocks.aggregatedFrames();

    /** One change to a good block of three tables, and what must be found; {@code read} = what a receiver drops. */
    record Fault(String name, UnaryOperator<NtbEdit> change, Kind decoded, Kind read) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Fault> faults() {
        return Stream.of(
                new Fault("signature", e -> e.header(HeaderField.SIGNATURE, 0x12345678), Kind.NTH_SIGNATURE,
                        Kind.NTH_SIGNATURE),
                new Fault("header length", e -> e.header(HeaderField.HEADER_LENGTH, 20), Kind.HEADER_LENGTH,
                        Kind.HEADER_LENGTH),
                new Fault("block too long", e -> e.header(HeaderField.BLOCK_LENGTH, 0xFFF0), Kind.BLOCK_LENGTH,
                        Kind.BLOCK_LENGTH),
                new Fault("block too short", e -> e.header(HeaderField.BLOCK_LENGTH, 4), Kind.BLOCK_LENGTH,
                        Kind.BLOCK_LENGTH),
                new Fault("table index past end", e -> e.header(HeaderField.NDP_INDEX, 0xFFFC), Kind.NDP_INDEX,
                        Kind.NDP_INDEX),
                new Fault("table index in header", e -> e.header(HeaderField.NDP_INDEX, 4), Kind.NDP_INDEX,
                        Kind.NDP_INDEX),
                new Fault("table signature", e -> e.ndp(1, NdpField.SIGNATURE, 0x21434D4E), Kind.NDP_SIGNATURE,
                        Kind.NDP_SIGNATURE),
                new Fault("table too short", e -> e.ndp(1, NdpField.LENGTH, 12), Kind.NDP_LENGTH, Kind.NDP_LENGTH),
                new Fault("table length odd", e -> e.ndp(1, NdpField.LENGTH, 33), Kind.NDP_LENGTH, Kind.NDP_LENGTH),
                new Fault("table too long", e -> e.ndp(1, NdpField.LENGTH, 0xFFF0), Kind.NDP_LENGTH,
                        Kind.NDP_LENGTH),
                new Fault("no null entry", e -> e.entry(2, 2, EntryField.DATAGRAM_INDEX, 40)
                        .entry(2, 2, EntryField.DATAGRAM_LENGTH, 20), Kind.NO_NULL_ENTRY, Kind.NO_NULL_ENTRY),
                new Fault("half a null entry", e -> e.entry(2, 2, EntryField.DATAGRAM_INDEX, 40),
                        Kind.HALF_NULL_ENTRY, null),
                new Fault("datagram outside", e -> e.entry(0, 1, EntryField.DATAGRAM_LENGTH, 0xF000),
                        Kind.DATAGRAM_OUTSIDE, Kind.DATAGRAM_OUTSIDE),
                new Fault("datagram short", e -> e.entry(0, 1, EntryField.DATAGRAM_LENGTH, 8), Kind.DATAGRAM_SHORT,
                        Kind.DATAGRAM_SHORT),
                new Fault("datagram over header", e -> e.entry(0, 1, EntryField.DATAGRAM_INDEX, 2), Kind.OVERLAP,
                        Kind.DATAGRAM_OUTSIDE),
                new Fault("datagrams overlap", e -> e.entry(0, 1, EntryField.DATAGRAM_INDEX, 90), Kind.OVERLAP, null));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void namesTheFault(Fault fault) {
        for (NtbFormat format : NtbFormat.values()) {
            Bytes broken = fault.change().apply(NtbEdit.of(threeTables(format))).build();
            Ntb block = Ntb.decode(broken, format);
            assertTrue(block.has(fault.decoded()), () -> format + ": " + block.defects());
            Set<Kind> dropped = drops(new NtbReader(format, false), broken);
            assertEquals(fault.read() == null ? Set.of() : EnumSet.of(fault.read()), dropped, format.name());
        }
    }

    @ParameterizedTest
    @EnumSource(NtbFormat.class)
    void followsAChainOfTables(NtbFormat format) {
        Ntb block = Ntb.decode(threeTables(format));
        assertEquals(List.of(), block.defects());
        assertEquals(List.of(3, 3, 2), block.ndps().stream().map(ndp -> ndp.datagramEntries().size()).toList());
        assertEquals(FRAMES, block.datagrams());
        assertEquals(FRAMES, NtbGoldenTest.read(new NtbReader(format, false), block.transfer()));
    }

    @ParameterizedTest
    @EnumSource(NtbFormat.class)
    void endsAtALoop(NtbFormat format) {
        Bytes good = threeTables(format);
        long first = Ntb.decode(good).header().ndpIndex();
        Bytes loop = NtbEdit.of(good).ndp(2, NdpField.NEXT_NDP_INDEX, first).build();
        Ntb block = Ntb.decode(loop);
        assertEquals(List.of(Kind.NDP_LOOP), block.defects().stream().map(NtbDefect::kind).toList());
        assertEquals(3, block.ndps().size());
        assertEquals(FRAMES, NtbGoldenTest.read(new NtbReader(format, false), loop), "each once");
        assertEquals(Set.of(Kind.NDP_LOOP), drops(new NtbReader(format, false), loop));
    }

    @Test
    void boundsTheChain() {
        NtbBuilder builder = new NtbBuilder(NtbFormat.NTB16).datagramsPerNdp(1);
        for (int i = 0; i < 60; i++) {
            builder.add(FRAMES.getFirst());
        }
        Bytes block = builder.build();
        assertTrue(Ntb.decode(block).has(Kind.TOO_MANY));
        assertEquals(Ntb.MAX_NDPS, NtbGoldenTest.read(new NtbReader(NtbFormat.NTB16, false), block).size());
    }

    @Test
    void showsEntriesBehindTheNullEntry() {
        Bytes block = NtbEdit.of(new NtbBuilder(NtbFormat.NTB16).add(FRAMES.get(0)).add(FRAMES.get(1))
                .add(FRAMES.get(2)).build())
                .entry(0, 1, EntryField.DATAGRAM_INDEX, 0).entry(0, 1, EntryField.DATAGRAM_LENGTH, 0).build();
        Ntb decoded = Ntb.decode(block);
        assertEquals(List.of(), decoded.defects());
        assertEquals(List.of(Ntb.Entry.Role.DATAGRAM, Ntb.Entry.Role.NULL, Ntb.Entry.Role.IGNORED,
                Ntb.Entry.Role.IGNORED), decoded.ndps().getFirst().entries().stream().map(Ntb.Entry::role).toList());
        assertEquals(FRAMES.subList(0, 1), decoded.datagrams());
        assertEquals(FRAMES.subList(0, 1), NtbGoldenTest.read(new NtbReader(NtbFormat.NTB16, false), block));
    }

    @Test
    void reportsReservedWordsOfNtb32() {
        Bytes block = NtbEdit.of(threeTables(NtbFormat.NTB32)).ndp(0, NdpField.RESERVED6, 7)
                .ndp(1, NdpField.RESERVED12, 9).build();
        assertEquals(List.of(Kind.RESERVED, Kind.RESERVED),
                Ntb.decode(block).defects().stream().map(NtbDefect::kind).toList());
        assertThrows(IllegalArgumentException.class,
                () -> NtbEdit.of(threeTables(NtbFormat.NTB16)).ndp(0, NdpField.RESERVED6, 7));
    }

    @Test
    void takesTheTransferLengthWhereTheBlockLengthIsZero() {
        Bytes block = NtbEdit.of(GoldenBlocks.blocks().getFirst().octets()).header(HeaderField.BLOCK_LENGTH, 0).build();
        assertEquals(List.of(), Ntb.decode(block).defects());
        assertEquals(List.of(GoldenBlocks.REPORT), NtbGoldenTest.read(new NtbReader(NtbFormat.NTB16, false), block));
    }

    @Test
    void toleratesOneOctetBehindTheBlockAndReportsMore() {
        Bytes block = GoldenBlocks.blocks().getFirst().octets();
        assertEquals(List.of(), Ntb.decode(block.concat(Bytes.of(0))).defects());
        Bytes padded = block.concat(Bytes.of(0, 0));
        assertEquals(new NtbDefect(Kind.TRAILING_OCTETS, 120, "2 octets follow the block of 120"),
                Ntb.decode(padded).defects().getFirst());
        assertEquals(List.of(GoldenBlocks.REPORT), NtbGoldenTest.read(new NtbReader(NtbFormat.NTB16, false), padded));
    }

    @Test
    void checksTheCrc() {
        Bytes block = GoldenBlocks.blocks().get(2).octets();
        Bytes broken = NtbEdit.of(block).octet(40, block.u8(40) ^ 1).build();
        assertEquals(List.of(Kind.CRC), Ntb.decode(broken).defects().stream().map(NtbDefect::kind).toList());
        assertEquals(102, Ntb.decode(broken).defects().getFirst().offset());
        assertEquals(Set.of(Kind.CRC), drops(new NtbReader(NtbFormat.NTB16, true), broken));
    }

    @Test
    void dropsATableOfTheOtherCrcMode() {
        assertEquals(Set.of(Kind.NDP_SIGNATURE),
                drops(new NtbReader(NtbFormat.NTB16, false), GoldenBlocks.blocks().get(2).octets()));
        assertEquals(Set.of(Kind.NDP_SIGNATURE),
                drops(new NtbReader(NtbFormat.NTB16, true), GoldenBlocks.blocks().get(0).octets()));
    }

    @Test
    void showsAHeaderThatIsCutOff() {
        Ntb block = Ntb.decode(Bytes.hex("4e434d48 0c00 05"));
        assertEquals(5, block.header().wSequence());
        assertTrue(block.has(Kind.TRUNCATED_HEADER));
        assertEquals(List.of(), block.ndps());
    }

    private static Bytes threeTables(NtbFormat format) {
        NtbBuilder builder = new NtbBuilder(format).datagramsPerNdp(3).sequence(9);
        FRAMES.forEach(builder::add);
        return builder.build();
    }

    static Set<Kind> drops(NtbReader reader, Bytes transfer) {
        List<Kind> kinds = new ArrayList<>();
        reader.read(transfer.toArray(), 0, transfer.length(), new NtbReader.Sink() {
            @Override
            public void datagram(byte[] buffer, int offset, int length) {
                assertTrue(offset >= 0 && offset + length <= transfer.length());
            }

            @Override
            public void dropped(Kind why, int offset) {
                kinds.add(why);
            }
        });
        return kinds.stream().collect(Collectors.toSet());
    }
}
