package dev.lanyard.wire.ntb;

/**
 * Ways to lay out a block, right and wrong; {@link NtbForge} makes them. Sections are of NCM10, unchecked.
 *
 * <p>The sound ones hold what a receiver has to take, or what hosts in the field send all the same. Each of the others
 * breaks one thing, so that a receiver can take none of its datagrams with a good conscience.
 */
public enum NtbForm {
    /** Datagrams, then their table. */
    PLAIN(true),
    /** The table before its datagrams (§3.2). */
    TABLE_FIRST(true),
    /** A thousand zero octets between the datagrams and their table. */
    FAR_TABLE(true),
    /** Two chained tables, each with half of the datagrams (§3.3.1). */
    TWO_TABLES(true),
    /** The block length is 0: the short end of the transfer tells it (§3.2.1). */
    UNNAMED_LENGTH(true),
    /** One zero octet behind the block, as Windows appends. */
    EXTRA_OCTET(true),
    /** Zeros inside the block up to one octet less than the largest, as Linux fills it. */
    FILLED(true),
    /** As long as the largest block, without a zero-length packet at its end (§3.2.1). */
    LARGEST(true),
    /** Datagrams wherever they come to lie, as Linux' gadget sends them. */
    UNALIGNED(true),
    /** The transfer ends inside the header. */
    TRUNCATED_HEADER(false),
    /** The header's signature is none. */
    HEADER_SIGNATURE(false),
    /** wHeaderLength is four too many. */
    HEADER_LENGTH(false),
    /** A sound block of the format that is not selected. */
    OTHER_FORMAT(false),
    /** The block length is more than the transfer has. */
    BLOCK_LENGTH(false),
    /** The table index points behind the block. */
    TABLE_OUTSIDE(false),
    /** The table index points into the header. */
    TABLE_IN_HEADER(false),
    /** The table stands at an offset that is no multiple of four. */
    TABLE_MISALIGNED(false),
    /** The table's signature is none. */
    TABLE_SIGNATURE(false),
    /** The table's wLength is 0xFFF0, far more than was sent. */
    TABLE_LENGTH(false),
    /** The table's wLength leaves no room for an entry. */
    TABLE_SHORT(false),
    /** The table names itself as the next one. */
    TABLE_LOOP(false),
    /** No null entry ends the table. */
    NO_NULL_ENTRY(false),
    /** The signature promises a CRC that is not there; with CRC mode on, the other way round. */
    CRC_SIGNATURE(false),
    /** A datagram begins inside the block and ends outside. */
    DATAGRAM_OUTSIDE(false),
    /** A datagram shorter than an Ethernet header. */
    DATAGRAM_SHORT(false),
    /** Octets without any structure. */
    NOISE(false);

    private final boolean sound;

    NtbForm(boolean sound) {
        this.sound = sound;
    }

    /** Whether an accessory is expected to take its datagrams. */
    public boolean isSound() {
        return sound;
    }
}
