package dev.lanyard.wire.ntb;

import dev.lanyard.wire.Bytes;

/**
 * Changes single fields of an encoded block and nothing else, so that a fault breaks exactly one thing. Where the
 * fields are is taken from the block as it was given; a table or entry that it does not have is an
 * {@link IllegalArgumentException}.
 */
public final class NtbEdit {

    private final Ntb block;
    private final byte[] octets;

    private NtbEdit(Ntb block) {
        this.block = block;
        this.octets = block.transfer().toArray();
    }

    /** Edits a copy of {@code transfer}, which must carry at least a whole header with a known signature. */
    public static NtbEdit of(Bytes transfer) {
        Ntb block = Ntb.decode(transfer);
        if (block.has(NtbDefect.Kind.TRUNCATED_HEADER) || block.has(NtbDefect.Kind.NTH_SIGNATURE)) {
            throw new IllegalArgumentException("no transfer block to edit: " + block.defects().getFirst().text());
        }
        return new NtbEdit(block);
    }

    /** Fields of the transfer header, with offset and width in octets: NTB16, NTB32. */
    public enum HeaderField {
        SIGNATURE(0, 4, 0, 4),
        HEADER_LENGTH(4, 2, 4, 2),
        SEQUENCE(6, 2, 6, 2),
        BLOCK_LENGTH(8, 2, 8, 4),
        NDP_INDEX(10, 2, 12, 4);

        private final Place ntb16;
        private final Place ntb32;

        HeaderField(int offset16, int width16, int offset32, int width32) {
            ntb16 = new Place(offset16, width16);
            ntb32 = new Place(offset32, width32);
        }
    }

    /** Fields of a table, with offset and width in octets: NTB16, NTB32. Width 0: the format has none. */
    public enum NdpField {
        SIGNATURE(0, 4, 0, 4),
        LENGTH(4, 2, 4, 2),
        RESERVED6(0, 0, 6, 2),
        NEXT_NDP_INDEX(6, 2, 8, 4),
        RESERVED12(0, 0, 12, 4);

        private final Place ntb16;
        private final Place ntb32;

        NdpField(int offset16, int width16, int offset32, int width32) {
            ntb16 = new Place(offset16, width16);
            ntb32 = new Place(offset32, width32);
        }
    }

    /** The two halves of a table's entry. */
    public enum EntryField { DATAGRAM_INDEX, DATAGRAM_LENGTH }

    private record Place(int offset, int width) {}

    /** Sets a header field; the low octets of {@code value} that fit count. */
    public NtbEdit header(HeaderField field, long value) {
        put(0, block.format() == NtbFormat.NTB16 ? field.ntb16 : field.ntb32, value);
        return this;
    }

    /** Sets a field of table {@code ndp}, from 0 in chain order. */
    public NtbEdit ndp(int ndp, NdpField field, long value) {
        Place place = block.format() == NtbFormat.NTB16 ? field.ntb16 : field.ntb32;
        if (place.width() == 0) {
            throw new IllegalArgumentException(block.format() + " has no " + field);
        }
        put(table(ndp).offset(), place, value);
        return this;
    }

    /** Sets half of entry {@code entry} (from 0, the null entry counted) of table {@code ndp}. */
    public NtbEdit entry(int ndp, int entry, EntryField field, long value) {
        Ntb.Ndp table = table(ndp);
        if (entry < 0 || entry >= table.entries().size()) {
            throw new IllegalArgumentException("table " + ndp + " has entries 0.." + (table.entries().size() - 1)
                    + ", not " + entry);
        }
        int width = block.format().entryLength() / 2;
        put(table.entries().get(entry).offset(), new Place(field.ordinal() * width, width), value);
        return this;
    }

    /** Sets one octet anywhere in the transfer: a datagram's, a CRC's, padding. */
    public NtbEdit octet(int offset, int value) {
        octets[offset] = (byte) value;
        return this;
    }

    /** The transfer with all changes made. */
    public Bytes build() {
        return Bytes.copyOf(octets);
    }

    private Ntb.Ndp table(int ndp) {
        if (ndp < 0 || ndp >= block.ndps().size()) {
            throw new IllegalArgumentException("the block has " + block.ndps().size() + " tables, no table " + ndp);
        }
        return block.ndps().get(ndp);
    }

    private void put(int base, Place place, long value) {
        for (int i = 0; i < place.width(); i++) {
            octets[base + place.offset() + i] = (byte) (value >> 8 * i);
        }
    }
}
