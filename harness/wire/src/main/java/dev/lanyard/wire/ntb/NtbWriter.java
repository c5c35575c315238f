package dev.lanyard.wire.ntb;

import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * Packs frames into transfer blocks in one reusable buffer, one table per block.
 *
 * <pre>{@code
 * if (!writer.append(frame, 0, frame.length)) {
 *     send(writer.buffer(), writer.finish(sequence++, maxPacketSize));   // then append again
 * }
 * }</pre>
 *
 * <p>Allocates nothing per block. For one thread at a time; the buffer holds the block until the next
 * {@link #append}.
 */
public final class NtbWriter {

    /** How a block ends whose length would be a multiple of the packet size. */
    public enum Padding {
        /** As the specification says: the block as it is; the sender adds a zero-length packet (NCM10 §3.2.1). */
        SPECIFICATION,
        /**
         * As Windows does: one zero octet behind the block, which the block length does not count. A block of the
         * maximum size gets none, because the receiver's buffer is full with it.
         */
        WINDOWS,
        /**
         * As Linux' cdc_ncm does: a block above 512 octets is filled with zeros to the maximum size, a smaller one by
         * one zero octet where needed; the block length counts them.
         */
        LINUX
    }

    /** Where the table stands. */
    public enum NdpPlace { FIRST, LAST }

    /**
     * @param maxBlockLength no block is longer, in octets: dwNtbOutMaxSize or the NTB input size
     * @param maxDatagrams   0 = as many as fit ({@link #DATAGRAMS_WHEN_FIRST} where the table stands first)
     */
    public record Options(NtbFormat format, boolean crc, int maxBlockLength, int maxDatagrams, NtbAlignment alignment,
                          NdpPlace ndpPlace, Padding padding) {

        public Options {
            if (maxDatagrams < 0) {
                throw new IllegalArgumentException("maxDatagrams is " + maxDatagrams + ", must be 0 (any) or more");
            }
            long largest = Math.min(format.maxBlockLength(), MAX_BUFFER);
            if (maxBlockLength < SMALLEST_BLOCK || maxBlockLength > largest) {
                throw new IllegalArgumentException("maxBlockLength is " + maxBlockLength + ", outside "
                        + SMALLEST_BLOCK + ".." + largest + " of " + format);
            }
        }
    }

    /** Room kept for entries when the table stands first and no limit is set. */
    public static final int DATAGRAMS_WHEN_FIRST = 32;

    /** Linux fills only blocks above this many octets to the maximum. */
    static final int LINUX_FILL_THRESHOLD = 512;

    private static final int SMALLEST_BLOCK = 64;
    private static final int MAX_BUFFER = 16 << 20;

    private final Options options;
    private final NtbFormat format;
    private final NtbAlignment alignment;
    private final int maxBlockLength;
    private final boolean ndpFirst;
    private final int ndpHeaderLength;
    private final int entryLength;
    private final int trailer;
    /** The divisor less one, where that makes a mask; else -1. */
    private final int divisorMask;
    private final int firstRemainder;
    private final int ndpAlignmentMask;
    /** Where datagrams begin. */
    private final int firstFree;
    /** What a datagram and the table behind it may fill; the table's length is taken off where it is behind. */
    private final int room;
    private final int tableInRoom;
    private final int maxTableLength;
    private final byte[] buffer;
    /** The table as it grows: its header, which stays, and an entry for each datagram. */
    private final byte[] table;
    private final CRC32 crc = new CRC32();
    /** Without the null entry. */
    private int tableLength;
    private int position;

    public NtbWriter(Options options) {
        this.options = options;
        this.format = options.format();
        this.alignment = options.alignment();
        this.maxBlockLength = options.maxBlockLength();
        this.ndpFirst = options.ndpPlace() == NdpPlace.FIRST;
        this.ndpHeaderLength = format.ndpHeaderLength();
        this.entryLength = format.entryLength();
        this.trailer = options.crc() ? 4 : 0;
        this.divisorMask = Integer.bitCount(alignment.divisor()) == 1 ? alignment.divisor() - 1 : -1;
        this.firstRemainder = alignment.remainder() - NtbAlignment.ETHERNET_HEADER_LENGTH;
        this.ndpAlignmentMask = ndpFirst ? -1 : -alignment.ndpAlignment();
        int fitting = ndpFirst
                ? maxBlockLength / SMALLEST_BLOCK
                : (maxBlockLength - format.nthLength() - format.ndpLength(1)) / entryLength;
        int limit = options.maxDatagrams() > 0 ? options.maxDatagrams() : ndpFirst ? DATAGRAMS_WHEN_FIRST : fitting;
        // wLength has sixteen bits in both formats.
        int inTable = (0xFFFF - format.ndpLength(1)) / entryLength;
        int maxDatagrams = Math.min(limit, Math.min(fitting, inTable));
        this.firstFree = ndpFirst
                ? alignment.ndpOffset(format.nthLength()) + format.ndpLength(maxDatagrams + 1)
                : format.nthLength();
        this.room = ndpFirst ? maxBlockLength : maxBlockLength - 2 * entryLength;
        this.tableInRoom = ndpFirst ? 0 : -1;
        this.maxTableLength = format.ndpLength(maxDatagrams);
        this.table = new byte[maxTableLength];
        LittleEndian.putWord(table, 0, (int) format.ndpSignature(options.crc()));
        this.buffer = new byte[maxBlockLength + Long.BYTES];
        reset();
    }

    public Options options() {
        return options;
    }

    /** Holds the block from index 0; grows never, is reused by the next block. */
    public byte[] buffer() {
        return buffer;
    }

    /** Datagrams appended since the last {@link #finish}. */
    public int datagrams() {
        return (tableLength - ndpHeaderLength) / entryLength;
    }

    public boolean isEmpty() {
        return tableLength == ndpHeaderLength;
    }

    /** The length of the block if it ended now without padding. */
    public int length() {
        return ndpFirst ? position : alignment.ndpOffset(position) + tableLength + entryLength;
    }

    /**
     * Appends a frame. False: it does not fit behind those that are there, so finish the block and append again.
     *
     * @throws IllegalArgumentException when it does not even fit an empty block
     */
    public boolean append(byte[] frame, int offset, int length) {
        int begin = divisorMask < 0 ? alignment.datagramOffset(position)
                : position + (firstRemainder - position & divisorMask);
        int end = begin + length + trailer;
        int entryAt = tableLength;
        int maxEnd = room - (entryAt & tableInRoom) & ndpAlignmentMask;
        if (end > maxEnd || end < begin || entryAt >= maxTableLength) {
            return refuse(length);
        }
        clear(position, begin);
        System.arraycopy(frame, offset, buffer, begin, length);
        if (trailer != 0) {
            putCrc(begin, length);
        }
        if (entryLength == 4) {
            LittleEndian.putWord(table, entryAt, begin | length + trailer << 16);
        } else {
            LittleEndian.putDoubleWord(table, entryAt, begin | (long) (length + trailer) << 32);
        }
        tableLength = entryAt + entryLength;
        position = end;
        return true;
    }

    private void putCrc(int begin, int length) {
        crc.reset();
        crc.update(buffer, begin, length);
        LittleEndian.putWord(buffer, begin + length, (int) crc.getValue());
    }

    private boolean refuse(int length) {
        if (isEmpty()) {
            throw new IllegalArgumentException("a datagram of " + length + " octets does not fit a block of "
                    + maxBlockLength);
        }
        return false;
    }

    /**
     * Completes the block and begins the next. Returns how many octets of {@link #buffer} to send; they may be one
     * more than the block length says.
     *
     * @param wSequence     the low sixteen bits count
     * @param maxPacketSize wMaxPacketSize of the bulk endpoint, which decides about padding
     */
    public int finish(int wSequence, int maxPacketSize) {
        int ndpAt = ndpFirst ? alignment.ndpOffset(format.nthLength()) : alignment.ndpOffset(position);
        if (ndpFirst) {
            clear(format.nthLength(), ndpAt);
        } else {
            clear(position, ndpAt);
        }
        int tableEnd = writeTable(ndpAt);
        if (ndpFirst) {
            Arrays.fill(buffer, tableEnd, firstFree, (byte) 0);
        }
        int end = ndpFirst ? position : tableEnd;
        int block = options.padding() == Padding.LINUX ? linuxFill(end, maxPacketSize) : end;
        writeHeader(wSequence, block, ndpAt);
        reset();
        if (options.padding() == Padding.WINDOWS && needsEnd(block, maxPacketSize)) {
            buffer[block] = 0;
            return block + 1;
        }
        return block;
    }

    /**
     * Whether a transfer of {@code length} octets must be followed by a zero-length packet: it fills its last packet,
     * and is shorter than the largest block, which ends by its size alone (NCM10 §3.2.1).
     */
    public boolean needsEnd(int length, int maxPacketSize) {
        return length % maxPacketSize == 0 && length < maxBlockLength;
    }

    /** Forgets what was appended. */
    public void reset() {
        tableLength = ndpHeaderLength;
        position = firstFree;
    }

    private int writeTable(int ndpAt) {
        int nullAt = ndpAt + tableLength;
        System.arraycopy(table, 0, buffer, ndpAt, tableLength);
        // Into the copy: a copy of octets that were only just written waits for them.
        LittleEndian.putHalf(buffer, ndpAt + 4, tableLength + entryLength);
        if (entryLength == 4) {
            LittleEndian.putWord(buffer, nullAt, 0);
        } else {
            LittleEndian.putDoubleWord(buffer, nullAt, 0);
        }
        return nullAt + entryLength;
    }

    private void writeHeader(int wSequence, int block, int ndpAt) {
        LittleEndian.putWord(buffer, 0, (int) format.nthSignature());
        LittleEndian.putHalf(buffer, 4, format.nthLength());
        LittleEndian.putHalf(buffer, 6, wSequence);
        if (format == NtbFormat.NTB16) {
            LittleEndian.putWord(buffer, 8, block | ndpAt << 16);
        } else {
            LittleEndian.putWord(buffer, 8, block);
            LittleEndian.putWord(buffer, 12, ndpAt);
        }
    }

    private int linuxFill(int end, int maxPacketSize) {
        int filled = end;
        if (end > LINUX_FILL_THRESHOLD) {
            filled = maxBlockLength;
        } else if (end % maxPacketSize == 0 && end < maxBlockLength) {
            filled = end + 1;
        }
        clear(end, filled);
        return filled;
    }

    /** Zeros up to {@code to} and up to eight octets behind it: only where what belongs there is yet to be written. */
    private void clear(int from, int to) {
        LittleEndian.putDoubleWord(buffer, from, 0);
        if (to - from > Long.BYTES) {
            Arrays.fill(buffer, from, to, (byte) 0);
        }
    }
}
