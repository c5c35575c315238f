package dev.lanyard.wire.ntb;

/**
 * Where one direction of NCM wants its payloads and tables (NCM10 §3.3.4, §6.2.1 table 6-3, unchecked).
 *
 * @param divisor      wNdpDivisor, at least 1
 * @param remainder    wNdpPayloadRemainder: (offset of a datagram + 14) mod divisor, 0 up to divisor - 1
 * @param ndpAlignment wNdpAlignment: a power of two, at least 4
 */
public record NtbAlignment(int divisor, int remainder, int ndpAlignment) {

    /** Datagrams anywhere, tables at multiples of four. */
    public static final NtbAlignment NONE = new NtbAlignment(1, 0, 4);

    /** The alignment counts from the payload, which begins behind the Ethernet header. */
    static final int ETHERNET_HEADER_LENGTH = 14;

    public NtbAlignment {
        if (divisor < 1) {
            throw new IllegalArgumentException("divisor is " + divisor + ", must be at least 1");
        }
        if (remainder < 0 || remainder >= divisor) {
            throw new IllegalArgumentException("remainder is " + remainder + ", outside 0.." + (divisor - 1));
        }
        if (ndpAlignment < 4 || Integer.bitCount(ndpAlignment) != 1) {
            throw new IllegalArgumentException("NDP alignment is " + ndpAlignment + ", not a power of two from 4 up");
        }
    }

    /**
     * The nearest usable alignment to what an accessory declared, as Linux' cdc_ncm takes it: a field out of range is
     * replaced by 4 (remainder: 0). Whether the declaration was right is for a rule to say.
     */
    public static NtbAlignment nearest(int divisor, int remainder, int ndpAlignment) {
        int d = divisor < 1 ? 4 : divisor;
        int r = remainder < 0 || remainder >= d ? 0 : remainder;
        int a = ndpAlignment < 4 || Integer.bitCount(ndpAlignment) != 1 ? 4 : ndpAlignment;
        return new NtbAlignment(d, r, a);
    }

    /** The first offset from {@code offset} on at which a datagram may begin. */
    public int datagramOffset(int offset) {
        int missing = remainder - offset - ETHERNET_HEADER_LENGTH;
        // Divisors are powers of two in practice, and a division costs as much as copying a short frame.
        return offset + ((divisor & divisor - 1) == 0 ? missing & divisor - 1 : Math.floorMod(missing, divisor));
    }

    /** The first offset from {@code offset} on at which a datagram pointer table may begin. */
    public int ndpOffset(int offset) {
        return (offset + ndpAlignment - 1) & -ndpAlignment;
    }

    /** Whether a datagram may begin at {@code offset}. */
    public boolean acceptsDatagram(long offset) {
        return (offset + ETHERNET_HEADER_LENGTH) % divisor == remainder;
    }

    /** Whether a datagram pointer table may begin at {@code offset}. */
    public boolean acceptsNdp(long offset) {
        return offset % ndpAlignment == 0;
    }
}
