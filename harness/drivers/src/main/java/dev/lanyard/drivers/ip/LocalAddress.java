package dev.lanyard.drivers.ip;

import java.net.InetAddress;
import java.util.Locale;

/**
 * One of the host's own addresses.
 *
 * @param prefixLength 0..32 or 0..128; the network is on the link
 * @param origin       where it came from
 */
public record LocalAddress(InetAddress address, int prefixLength, Origin origin) {

    /** How an address came to be. */
    public enum Origin { STATIC, DHCP, LINK_LOCAL }

    public LocalAddress {
        if (prefixLength < 0 || prefixLength > address.getAddress().length * 8) {
            throw new IllegalArgumentException("prefix length " + prefixLength + " of " + address.getHostAddress());
        }
    }

    /** Whether {@code other} is of this address' network. */
    public boolean covers(InetAddress other) {
        return samePrefix(address.getAddress(), other.getAddress(), prefixLength);
    }

    /** The last address of the IPv4 network, to which everybody on it listens. */
    boolean isDirectedBroadcast(InetAddress other) {
        byte[] octets = other.getAddress();
        if (octets.length != 4 || prefixLength > 30 || !covers(other)) {
            return false;
        }
        for (int bit = prefixLength; bit < 32; bit++) {
            if ((octets[bit / 8] >> 7 - bit % 8 & 1) == 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean samePrefix(byte[] a, byte[] b, int bits) {
        if (a.length != b.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            if (((a[bit / 8] ^ b[bit / 8]) >> 7 - bit % 8 & 1) != 0) {
                return false;
            }
        }
        return true;
    }

    /** {@code 192.168.7.2/24 (static)}. */
    @Override
    public String toString() {
        return address.getHostAddress() + "/" + prefixLength + " ("
                + origin.name().toLowerCase(Locale.ROOT).replace('_', '-') + ")";
    }
}
