package dev.lanyard.stubs.net;

/** The ones' complement checksum of IPv4, ICMP, UDP and their IPv6 relatives (RFC 1071). */
final class InternetChecksum {

    private InternetChecksum() {}

    /** The sum of 16-bit words from {@code offset}, not yet folded; an odd last octet counts as a word's high half. */
    static long sum(byte[] octets, int offset, int length) {
        long sum = 0;
        int at = offset;
        int end = offset + length;
        for (; at <= end - 4; at += 4) {
            sum += Octets.s32(octets, at) & 0xFFFF_FFFFL;
        }
        if (at <= end - 2) {
            sum += Octets.u16(octets, at);
            at += 2;
        }
        if (at < end) {
            sum += (long) Octets.u8(octets, at) << 8;
        }
        return sum;
    }

    /** The checksum field for a sum: 0 over data that already holds its right checksum. */
    static int finish(long sum) {
        long folded = (sum & 0xFFFF_FFFFL) + (sum >>> 32);
        folded = (folded & 0xFFFF) + (folded >>> 16);
        folded = (folded & 0xFFFF) + (folded >>> 16);
        folded = (folded & 0xFFFF) + (folded >>> 16);
        return (int) ~folded & 0xFFFF;
    }

    static int of(byte[] octets, int offset, int length) {
        return finish(sum(octets, offset, length));
    }
}
