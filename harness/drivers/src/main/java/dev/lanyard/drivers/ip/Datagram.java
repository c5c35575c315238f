package dev.lanyard.drivers.ip;

import dev.lanyard.wire.Bytes;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A UDP datagram that came in with a sound checksum.
 *
 * @param nanos       when, on the host's clock
 * @param destination the address it was sent to: one of the host's, a group or a broadcast address
 * @param ttl         time to live (hop limit) as received
 */
public record Datagram(long nanos, InetSocketAddress source, InetAddress destination, int destinationPort, int ttl,
                       Bytes payload) {}
