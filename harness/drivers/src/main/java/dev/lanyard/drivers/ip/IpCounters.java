package dev.lanyard.drivers.ip;

/**
 * What the host saw so far.
 *
 * @param framesIn       all frames
 * @param framesOut      all frames handed to the link
 * @param udpIn          datagrams given to a socket
 * @param udpOut         datagrams handed to the link
 * @param notForUs       frames for other MAC or IP addresses, ports that are closed, or protocols not spoken
 * @param malformed      frames whose lengths or fields contradict each other
 * @param badChecksum    packets whose IPv4 header, UDP or ICMP checksum is wrong; not delivered
 * @param dispatchDrops  frames dropped because the host's own queue was full
 * @param socketDrops    datagrams dropped because a socket's queue was full
 * @param fragmentDrops  fragments given up: overlapping, too many at once, or never completed
 */
public record IpCounters(long framesIn, long framesOut, long udpIn, long udpOut, long notForUs, long malformed,
                         long badChecksum, long dispatchDrops, long socketDrops, long fragmentDrops) {}
