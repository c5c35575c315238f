package dev.lanyard.wire.ntb;

/**
 * Something about a transfer block that the specification forbids or advises against.
 *
 * @param offset of the octet in the transfer at which the faulty field begins
 * @param text   what is wrong, with the values seen
 */
public record NtbDefect(Kind kind, int offset, String text) {

    /** What is wrong. Sections are of NCM10, unchecked. */
    public enum Kind {
        /** The transfer ends inside the transfer header (§3.2). */
        TRUNCATED_HEADER,
        /** The block begins neither with "NCMH" nor with "ncmh" (§3.2). */
        NTH_SIGNATURE,
        /** wHeaderLength is not 12 (NTB16) or 16 (NTB32) (§3.2). */
        HEADER_LENGTH,
        /** The block length is more than the transfer carried, or less than the header (§3.2.1). */
        BLOCK_LENGTH,
        /** More than one octet follows the block (§3.2.1). */
        TRAILING_OCTETS,
        /** An NDP index lies outside the block, inside the header, or is no multiple of 4 (§3.2). */
        NDP_INDEX,
        /** A datagram pointer table has a signature that does not belong to the format (§3.3). */
        NDP_SIGNATURE,
        /** A table's wLength is too small, no multiple of the entry length, or reaches past the block (§3.3). */
        NDP_LENGTH,
        /** The chain of tables returns to one that was visited (§3.3). */
        NDP_LOOP,
        /** The chain has more tables, or the tables more entries, than a receiver need follow. */
        TOO_MANY,
        /** A reserved word is not zero (§3.3.2). */
        RESERVED,
        /** No null entry ends the table (§3.7). */
        NO_NULL_ENTRY,
        /** Only one half of an entry is zero; receivers take it for the null entry (§3.7). */
        HALF_NULL_ENTRY,
        /** A datagram reaches outside the block (§3.3). */
        DATAGRAM_OUTSIDE,
        /** A datagram is shorter than an Ethernet header, and its CRC where there is one (§3.3). */
        DATAGRAM_SHORT,
        /** Two of header, tables and datagrams share octets (§3.3). */
        OVERLAP,
        /** The CRC-32 behind a datagram is not that of the datagram (§3.3). */
        CRC
    }
}
