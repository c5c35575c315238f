package dev.lanyard.stubs.net;

/** What UDP and its services need of either IP version. */
interface IpLayer {

    /** Whether a zero UDP checksum is an error: IPv6 (RFC 8200 §8.1). */
    boolean requiresUdpChecksum();

    /** The packet's source address: 4 or 16 octets. */
    byte[] source(byte[] frame);

    /** Writes into a received packet's header that its frame ends at {@code end}. */
    void shorten(byte[] frame, int end);

    /**
     * Turns a received packet around, addresses swapped, and sends the first {@code length} octets of its frame; the
     * upper layer has been rewritten.
     */
    void sendBack(byte[] frame, int length);

    /** Sends a datagram of the accessory's own. {@code timeToLive} is the hop limit in IPv6. */
    void sendUdp(long destinationMac, byte[] destination, int sourcePort, int destinationPort, byte[] payload,
                 int timeToLive);
}
