package dev.lanyard.wire.ntb;

import dev.lanyard.wire.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * Every field of a transfer block as it stands in a bulk transfer, however broken.
 *
 * @param transfer what the bulk transfer carried, the block and whatever followed it
 * @param format   after the header's signature, or the fallback where that is unknown
 * @param ndps     in chain order, as far as the chain could be followed
 * @param defects  in the order of finding; empty for a block that keeps every rule that can be seen in a block alone
 */
public record Ntb(Bytes transfer, NtbFormat format, Header header, List<Ndp> ndps, List<NtbDefect> defects) {

    /** No receiver is asked to follow a longer chain of tables. */
    public static final int MAX_NDPS = 50;

    public Ntb {
        ndps = List.copyOf(ndps);
        defects = List.copyOf(defects);
    }

    /**
     * The transfer header (NTH16 or NTH32, NCM10 §3.2). Octets that the transfer did not carry read as zero.
     *
     * @param blockLength wBlockLength or dwBlockLength; 0 = as long as the transfer
     * @param ndpIndex    wNdpIndex or dwNdpIndex
     */
    public record Header(long signature, int wHeaderLength, int wSequence, long blockLength, long ndpIndex) {}

    /**
     * A datagram pointer table (NDP16 or NDP32, NCM10 §3.3). Octets outside the transfer read as zero.
     *
     * @param offset       where it begins in the transfer
     * @param nextNdpIndex wNextNdpIndex or dwNextNdpIndex; 0 = last
     * @param reserved6    wReserved6, 0 for NTB16
     * @param reserved12   dwReserved12, 0 for NTB16
     * @param entries      all that wLength covers and the transfer carries: also the null entry and those behind it
     */
    public record Ndp(int offset, long signature, int wLength, long nextNdpIndex, int reserved6, long reserved12,
                      List<Entry> entries) {

        public Ndp {
            entries = List.copyOf(entries);
        }

        /** The entries before the null entry. */
        public List<Entry> datagramEntries() {
            return entries.stream().filter(entry -> entry.role() == Entry.Role.DATAGRAM).toList();
        }
    }

    /**
     * One entry of a table.
     *
     * @param offset         of the entry itself in the transfer
     * @param datagramIndex  wDatagramIndex or dwDatagramIndex
     * @param datagramLength wDatagramLength or dwDatagramLength, the CRC counted
     */
    public record Entry(int offset, long datagramIndex, long datagramLength, Role role) {

        /** What a receiver makes of an entry. */
        public enum Role {
            /** It names a datagram. */
            DATAGRAM,
            /** It ends the table. */
            NULL,
            /** It stands behind the null entry and is ignored. */
            IGNORED
        }
    }

    /** Decodes by the header's signature; a block with an unknown one is laid out as NTB16. */
    public static Ntb decode(Bytes transfer) {
        return decode(transfer, NtbFormat.NTB16);
    }

    /** Decodes by the header's signature, or as {@code fallback} where that is unknown. Total: never throws. */
    public static Ntb decode(Bytes transfer, NtbFormat fallback) {
        return new NtbDecoder(transfer, fallback).decode();
    }

    /** The octets that belong to the block: the block length, bounded by the transfer. */
    public int blockLength() {
        long named = header.blockLength();
        return named == 0 ? transfer.length() : (int) Math.min(named, transfer.length());
    }

    /** Whether the table carries a CRC-32 behind each datagram. */
    public boolean hasCrc(Ndp ndp) {
        return ndp.signature() == format.ndpSignature(true);
    }

    /** The datagrams that lie inside the block, in order, without their CRC. */
    public List<Bytes> datagrams() {
        List<Bytes> found = new ArrayList<>();
        for (Ndp ndp : ndps) {
            int trailer = hasCrc(ndp) ? 4 : 0;
            for (Entry entry : ndp.datagramEntries()) {
                if (lies(entry) && entry.datagramLength() >= trailer) {
                    found.add(transfer.slice((int) entry.datagramIndex(), (int) entry.datagramLength() - trailer));
                }
            }
        }
        return found;
    }

    /** Whether the datagram of {@code entry} lies inside the block. */
    public boolean lies(Entry entry) {
        return entry.datagramIndex() + entry.datagramLength() <= blockLength();
    }

    /** Whether a defect of this kind was found. */
    public boolean has(NtbDefect.Kind kind) {
        return defects.stream().anyMatch(defect -> defect.kind() == kind);
    }
}
