package dev.lanyard.drivers.ip;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The one's complement sum of RFC 1071, on which IPv4, ICMP, UDP, IGMP and MLD agree. */
final class InternetChecksum {

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private InternetChecksum() {}

    /** The sum of {@code length} octets, not folded and not complemented; sums may be added to each other. */
    static long sum(byte[] octets, int offset, int length) {
        long sum = 0;
        int at = offset;
        int end = offset + length;
        for (; at <= end - 8; at += 8) {
            long eight = (long) LONG.get(octets, at);
            sum += (eight >>> 32) + (eight & 0xFFFF_FFFFL);
        }
        for (; at < end - 1; at += 2) {
            sum += (octets[at] & 0xFF) << 8 | (octets[at + 1] & 0xFF);
        }
        if (at < end) {
            sum += (octets[at] & 0xFF) << 8;
        }
        return sum;
    }

    /** Folds a sum to 16 bits: 0xFFFF for a sound packet summed with its checksum. */
    static int fold(long sum) {
        long folded = sum;
        while (folded >>> 16 != 0) {
            folded = (folded & 0xFFFF) + (folded >>> 16);
        }
        return (int) folded;
    }

    /** The checksum field for a packet whose octets, with that field zero, add up to {@code sum}. */
    static int of(long sum) {
        return ~fold(sum) & 0xFFFF;
    }

    /** What UDP (RFC 768), ICMPv6 and MLD (RFC 8200 §8.1) add for addresses, protocol and length. */
    static long pseudoHeader(byte[] octets, int sourceOffset, int destinationOffset, int addressLength,
                             int protocol, int length) {
        return sum(octets, sourceOffset, addressLength) + sum(octets, destinationOffset, addressLength)
                + protocol + (length >>> 16) + (length & 0xFFFF);
    }
}
