package dev.lanyard.wire.ntb;

import dev.lanyard.wire.ntb.NtbDefect.Kind;
import java.util.zip.CRC32;

/**
 * Takes the datagrams out of transfer blocks as a receiver would: nothing outside the block is ever touched, chains
 * end, and what breaks the format is dropped with its reason. Alignment, sequence numbers, reserved words and
 * overlaps do not make a receiver drop anything; rules judge them from {@link Ntb}.
 *
 * <p>Allocates nothing per block. For one thread at a time.
 */
public final class NtbReader {

    /** Where datagrams go. */
    @FunctionalInterface
    public interface Sink {

        /** {@code length} octets of {@code buffer} from {@code offset}: a frame without CRC, valid during the call. */
        void datagram(byte[] buffer, int offset, int length);

        /** The rest of the block, or one datagram of it, was dropped; {@code offset} counts from the block's start. */
        default void dropped(Kind why, int offset) {}
    }

    private final NtbFormat format;
    private final boolean wide;
    private final boolean crc;
    private final int signature;
    private final CRC32 check = new CRC32();
    private final int[] visited = new int[Ntb.MAX_NDPS];

    /**
     * @param crc whether CRC mode is on: tables without CRC are then dropped, and else those with
     */
    public NtbReader(NtbFormat format, boolean crc) {
        this.format = format;
        this.wide = format == NtbFormat.NTB32;
        this.crc = crc;
        this.signature = (int) format.ndpSignature(crc);
    }

    public NtbFormat format() {
        return format;
    }

    public boolean crc() {
        return crc;
    }

    /**
     * Reads the block at the start of a transfer of {@code length} octets in {@code buffer} from {@code offset}. Octets
     * behind the block are passed over. Returns how many datagrams {@code sink} was given.
     */
    public int read(byte[] buffer, int offset, int length, Sink sink) {
        int headerLength = format.nthLength();
        if (length < headerLength) {
            return drop(sink, Kind.TRUNCATED_HEADER, length);
        }
        if (LittleEndian.word(buffer, offset) != (int) format.nthSignature()) {
            return drop(sink, Kind.NTH_SIGNATURE, 0);
        }
        if (LittleEndian.half(buffer, offset + 4) != headerLength) {
            return drop(sink, Kind.HEADER_LENGTH, 4);
        }
        long named = wide ? LittleEndian.unsignedWord(buffer, offset + 8) : LittleEndian.half(buffer, offset + 8);
        if (named > length || named != 0 && named < headerLength) {
            return drop(sink, Kind.BLOCK_LENGTH, 8);
        }
        int block = named == 0 ? length : (int) named;
        long index = wide ? LittleEndian.unsignedWord(buffer, offset + 12) : LittleEndian.half(buffer, offset + 10);
        return chain(buffer, offset, block, index, sink);
    }

    /** wSequence of the block in {@code buffer} from {@code offset}. */
    public static int sequence(byte[] buffer, int offset) {
        return LittleEndian.half(buffer, offset + 6);
    }

    private int chain(byte[] buffer, int offset, int block, long first, Sink sink) {
        int delivered = 0;
        int tables = 0;
        long index = first;
        int declaredAt = wide ? 12 : 10;
        do {
            if (index < format.nthLength() || index > block - format.ndpHeaderLength() || (index & 3) != 0) {
                drop(sink, Kind.NDP_INDEX, declaredAt);
                return delivered;
            }
            int ndp = (int) index;
            for (int i = 0; i < tables; i++) {
                if (visited[i] == ndp) {
                    drop(sink, Kind.NDP_LOOP, declaredAt);
                    return delivered;
                }
            }
            if (tables == visited.length) {
                drop(sink, Kind.TOO_MANY, declaredAt);
                return delivered;
            }
            visited[tables++] = ndp;
            delivered += table(buffer, offset, block, ndp, sink);
            declaredAt = ndp + (wide ? 8 : 6);
            index = wide
                    ? LittleEndian.unsignedWord(buffer, offset + declaredAt)
                    : LittleEndian.half(buffer, offset + declaredAt);
        } while (index != 0);
        return delivered;
    }

    private int table(byte[] buffer, int offset, int block, int ndp, Sink sink) {
        if (LittleEndian.word(buffer, offset + ndp) != signature) {
            return drop(sink, Kind.NDP_SIGNATURE, ndp);
        }
        int wLength = LittleEndian.half(buffer, offset + ndp + 4);
        int entryLength = format.entryLength();
        if (wLength < format.ndpLength(2) || (wLength & entryLength - 1) != 0 || wLength > block - ndp) {
            return drop(sink, Kind.NDP_LENGTH, ndp + 4);
        }
        int end = ndp + wLength;
        int delivered = 0;
        for (int at = ndp + format.ndpHeaderLength(); at < end; at += entryLength) {
            long index;
            long length;
            if (wide) {
                index = LittleEndian.unsignedWord(buffer, offset + at);
                length = LittleEndian.unsignedWord(buffer, offset + at + 4);
            } else {
                int both = LittleEndian.word(buffer, offset + at);
                index = both & 0xFFFF;
                length = both >>> 16;
            }
            if (index == 0 || length == 0) {
                return delivered;
            }
            if (index < format.nthLength() || index + length > block) {
                drop(sink, Kind.DATAGRAM_OUTSIDE, at);
            } else if (deliver(buffer, offset + (int) index, (int) length, at, sink)) {
                delivered++;
            }
        }
        drop(sink, Kind.NO_NULL_ENTRY, ndp);
        return delivered;
    }

    private boolean deliver(byte[] buffer, int begin, int length, int entryAt, Sink sink) {
        int frame = crc ? length - 4 : length;
        if (frame < NtbAlignment.ETHERNET_HEADER_LENGTH) {
            drop(sink, Kind.DATAGRAM_SHORT, entryAt);
            return false;
        }
        if (crc) {
            check.reset();
            check.update(buffer, begin, frame);
            if ((int) check.getValue() != LittleEndian.word(buffer, begin + frame)) {
                drop(sink, Kind.CRC, entryAt);
                return false;
            }
        }
        sink.datagram(buffer, begin, frame);
        return true;
    }

    private static int drop(Sink sink, Kind why, int offset) {
        sink.dropped(why, offset);
        return 0;
    }
}
