package dev.lanyard.drivers.ip;

import dev.lanyard.wire.net.MacAddress;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Well-known addresses and the ones derived from others. */
final class IpAddresses {

    static final Inet4Address ANY4 = (Inet4Address) of(0, 0, 0, 0);
    static final Inet4Address BROADCAST4 = (Inet4Address) of(255, 255, 255, 255);
    /** All hosts (RFC 1112 §4). */
    static final InetAddress ALL_HOSTS4 = of(224, 0, 0, 1);
    /** All IGMPv3 routers (RFC 3376 §4.2.14). */
    static final InetAddress IGMP_ROUTERS = of(224, 0, 0, 22);
    static final InetAddress ANY6 = of(new byte[16]);
    /** All nodes of the link (RFC 4291 §2.7.1). */
    static final InetAddress ALL_NODES6 = ff02(0, 1);
    /** All MLDv2 routers (RFC 3810 §5.2.14). */
    static final InetAddress MLD_ROUTERS = ff02(0, 0x16);

    private IpAddresses() {}

    static InetAddress of(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new AssertionError("an address has 4 or 16 octets", e);
        }
    }

    private static InetAddress of(int... octets) {
        byte[] address = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            address[i] = (byte) octets[i];
        }
        return of(address);
    }

    private static InetAddress ff02(int eleventh, int last) {
        return of(0xFF, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, eleventh, 0, 0, 0, last);
    }

    /** fe80::/64 with the modified EUI-64 of {@code mac} (RFC 4291 appendix A). */
    static Inet6Address linkLocal(MacAddress mac) {
        byte[] m = mac.bytes().toArray();
        return (Inet6Address) of(0xFE, 0x80, 0, 0, 0, 0, 0, 0, m[0] ^ 2, m[1], m[2], 0xFF, 0xFE, m[3], m[4], m[5]);
    }

    /** ff02::1:ffXX:XXXX (RFC 4291 §2.7.1). */
    static InetAddress solicitedNode(InetAddress address) {
        byte[] a = address.getAddress();
        return of(0xFF, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xFF, a[13], a[14], a[15]);
    }

    /** The MAC address of a group (RFC 1112 §6.4, RFC 2464 §7). */
    static MacAddress groupMac(InetAddress group) {
        byte[] a = group.getAddress();
        if (a.length == 4) {
            return new MacAddress(0x0100_5E00_0000L | (a[1] & 0x7FL) << 16 | (a[2] & 0xFFL) << 8 | a[3] & 0xFFL);
        }
        return new MacAddress(0x3333_0000_0000L | (a[12] & 0xFFL) << 24 | (a[13] & 0xFFL) << 16
                | (a[14] & 0xFFL) << 8 | a[15] & 0xFFL);
    }
}
