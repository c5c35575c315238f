package dev.lanyard.drivers.ip;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Takes datagrams as they come in, on the link driver's thread: must be quick and must not block. */
public interface DatagramHandler {

    /**
     * A datagram with a sound checksum: {@code length} octets of {@code buffer} from {@code offset}, valid only during
     * the call. {@code nanos} is the host's clock.
     */
    void datagram(long nanos, InetSocketAddress source, InetAddress destination, int ttl,
                  byte[] buffer, int offset, int length);

    /** An ICMP error answered a datagram sent from this socket to {@code destination}; on the host's own thread. */
    default void unreachable(InetSocketAddress destination, String error) {}

    /** No more will come: why. */
    default void ended(IpException reason) {}
}
