package dev.lanyard.stubs.net;

import static dev.lanyard.stubs.net.Octets.put16;
import static dev.lanyard.stubs.net.Octets.u16;
import static dev.lanyard.stubs.net.Octets.u48;

import dev.lanyard.wire.Bytes;
import java.util.Arrays;

/**
 * A datagram as it arrived, still in its frame, with checksum and lengths verified.
 *
 * @param udp     where its header begins
 * @param length  of header and payload
 * @param unicast sent to an address of the accessory, not to a group
 */
record UdpDatagram(IpLayer layer, byte[] frame, int udp, int length, boolean unicast) {

    static final int HEADER = 8;

    int sourcePort() {
        return u16(frame, udp);
    }

    int destinationPort() {
        return u16(frame, udp + 2);
    }

    long sourceMac() {
        return u48(frame, 6);
    }

    /** 4 or 16 octets. */
    byte[] source() {
        return layer.source(frame);
    }

    Bytes payload() {
        return Bytes.wrap(Arrays.copyOfRange(frame, udp + HEADER, udp + length));
    }

    /** Sends the same payload back to where it came from, in the same frame. The checksum holds: it is a sum. */
    void echo() {
        int source = u16(frame, udp);
        put16(frame, udp, u16(frame, udp + 2));
        put16(frame, udp + 2, source);
        layer.sendBack(frame, udp + length);
    }
}
