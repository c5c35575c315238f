package dev.lanyard.wire.ntb;

import java.util.Optional;

/**
 * The two widths of NCM transfer blocks (NCM10 §3.2, §3.3, unchecked). The ordinal is the value of SetNtbFormat and
 * the bit number in bmNtbFormatsSupported. Lengths are in octets; signatures are words read little-endian.
 */
public enum NtbFormat {
    /** 16-bit lengths and offsets: signatures "NCMH", "NCM0", "NCM1". */
    NTB16(0x484D434EL, 0x304D434EL, 0x314D434EL, 12, 8, 4),
    /** 32-bit lengths and offsets: signatures "ncmh", "ncm0", "ncm1". */
    NTB32(0x686D636EL, 0x306D636EL, 0x316D636EL, 16, 16, 8);

    private final long nthSignature;
    private final long ndpSignature;
    private final long ndpCrcSignature;
    private final int nthLength;
    private final int ndpHeaderLength;
    private final int entryLength;

    NtbFormat(long nthSignature, long ndpSignature, long ndpCrcSignature, int nthLength, int ndpHeaderLength,
              int entryLength) {
        this.nthSignature = nthSignature;
        this.ndpSignature = ndpSignature;
        this.ndpCrcSignature = ndpCrcSignature;
        this.nthLength = nthLength;
        this.ndpHeaderLength = ndpHeaderLength;
        this.entryLength = entryLength;
    }

    /** The format whose transfer header begins with {@code signature}. */
    public static Optional<NtbFormat> ofNthSignature(long signature) {
        for (NtbFormat format : values()) {
            if (format.nthSignature == signature) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /** The signature of the transfer header. */
    public long nthSignature() {
        return nthSignature;
    }

    /** The signature of a datagram pointer table, without or with CRC-32 behind every datagram. */
    public long ndpSignature(boolean crc) {
        return crc ? ndpCrcSignature : ndpSignature;
    }

    /** The transfer header: 12 or 16. */
    public int nthLength() {
        return nthLength;
    }

    /** What stands before the first entry of a datagram pointer table: 8 or 16. */
    public int ndpHeaderLength() {
        return ndpHeaderLength;
    }

    /** One entry of a datagram pointer table: 4 or 8. */
    public int entryLength() {
        return entryLength;
    }

    /** A table of {@code entries} entries, the null entry counted. */
    public int ndpLength(int entries) {
        return ndpHeaderLength + entries * entryLength;
    }

    /** The largest block that the length field can name. */
    public long maxBlockLength() {
        return this == NTB16 ? 0xFFFFL : 0xFFFF_FFFFL;
    }
}
