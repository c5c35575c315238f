package dev.lanyard.drivers.ip;

import java.net.InetAddress;

/** How one echo request (RFC 792, RFC 4443 §4.1) ended. */
public sealed interface PingResult {

    /** Octets of data after the ICMP header of the request. */
    int payloadOctets();

    InetAddress target();

    /**
     * The reply came, from the target, with identifier, sequence number and data as sent.
     *
     * @param rttNanos from handing the request to the link until the reply came in
     * @param ttl      time to live (hop limit) of the reply
     */
    record Reply(InetAddress target, int payloadOctets, long rttNanos, int ttl) implements PingResult {}

    /** It did not; {@code message} is a whole sentence with what was asked, seen and near. */
    record Failed(InetAddress target, int payloadOctets, IpFailure reason, String message) implements PingResult {}
}
