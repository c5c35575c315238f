package dev.lanyard.wire.cdc;

import dev.lanyard.wire.Bytes;

/**
 * The data of GetNtbInputSize and SetNtbInputSize (NCM 1.0 §6.2.6 and §6.2.7, unchecked).
 *
 * @param dwNtbInMaxSize     the longest block that the function may send, in octets
 * @param wNtbInMaxDatagrams only in the eight-octet form; 0: no limit
 */
public record NtbInputSize(long dwNtbInMaxSize, int wNtbInMaxDatagrams) {

    /** Octets of the form that every function has. */
    public static final int LENGTH = 4;
    /** Octets of the form that functions with capability D5 have. */
    public static final int EXTENDED_LENGTH = 8;

    /** Reads what is there; what is beyond the end of {@code answer} is 0. */
    public static NtbInputSize decode(Bytes answer) {
        Bytes bytes = answer.concat(Bytes.wrap(new byte[EXTENDED_LENGTH]));
        return new NtbInputSize(bytes.u32le(0), bytes.u16le(4));
    }

    /** Four octets. */
    public Bytes encode() {
        int size = (int) dwNtbInMaxSize;
        return Bytes.of(size, size >> 8, size >> 16, size >> 24);
    }

    /** Eight octets, the last two reserved. */
    public Bytes encodeExtended() {
        return encode().concat(Bytes.of(wNtbInMaxDatagrams, wNtbInMaxDatagrams >> 8, 0, 0));
    }
}
