package dev.lanyard.drivers.ip;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;

/** Addresses to which packets are looked up in place, without making an object of each packet's address. */
final class AddressSet {

    private final int[] ipv4;
    /** High and low half, one after the other. */
    private final long[] ipv6;

    AddressSet(Collection<InetAddress> addresses) {
        int[] four = new int[addresses.size()];
        long[] six = new long[addresses.size() * 2];
        int fours = 0;
        int sixes = 0;
        for (InetAddress address : addresses) {
            ByteBuffer octets = ByteBuffer.wrap(address.getAddress());
            if (octets.remaining() == 4) {
                four[fours++] = octets.getInt();
            } else {
                six[sixes++] = octets.getLong();
                six[sixes++] = octets.getLong();
            }
        }
        ipv4 = Arrays.copyOf(four, fours);
        ipv6 = Arrays.copyOf(six, sixes);
    }

    /** Whether the address at {@code offset} of the packet is one of these. */
    boolean contains(PacketView packet, int offset) {
        if (packet.isIpv4()) {
            int address = packet.i32(offset);
            for (int candidate : ipv4) {
                if (candidate == address) {
                    return true;
                }
            }
            return false;
        }
        long high = (long) packet.i32(offset) << 32 | packet.i32(offset + 4) & 0xFFFF_FFFFL;
        long low = (long) packet.i32(offset + 8) << 32 | packet.i32(offset + 12) & 0xFFFF_FFFFL;
        for (int i = 0; i < ipv6.length; i += 2) {
            if (ipv6[i] == high && ipv6[i + 1] == low) {
                return true;
            }
        }
        return false;
    }
}
