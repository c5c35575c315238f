package dev.lanyard.drivers.ip.dhcp;

import dev.lanyard.wire.dhcp.DhcpMessage;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a DHCP server granted. Everything the server said, every option included, is in {@link #offer} and
 * {@link #ack}.
 *
 * @param prefixLength     from the subnet mask (option 1), or from the address class where the server sent none
 * @param maskGiven        whether option 1 was there
 * @param serverIdentifier option 54 of the ACK
 * @param leaseTime        option 51, where 2^32-1 seconds is for ever (RFC 2131 §3.3); absent when the server sent none
 * @param t1               option 58, or half the lease time (RFC 2131 §4.4.5)
 * @param t2               option 59, or seven eighths of the lease time
 * @param routers          option 3; empty when absent
 * @param dnsServers       option 6; empty when absent
 * @param offer            the accepted OFFER; absent when the exchange had none (renewal)
 * @param offerNanos       from the first DISCOVER to the accepted OFFER; -1 without one
 * @param totalNanos       from the first message sent to the ACK
 * @param discovers        DISCOVER messages sent
 * @param requests         REQUEST messages sent
 * @param obtainedNanos    when the ACK came, on the host's clock
 */
public record DhcpLease(Inet4Address address, int prefixLength, boolean maskGiven,
                        Inet4Address serverIdentifier, Optional<Duration> leaseTime, Optional<Duration> t1,
                        Optional<Duration> t2, List<Inet4Address> routers, List<Inet4Address> dnsServers,
                        Optional<DhcpMessage> offer, DhcpMessage ack, long offerNanos, long totalNanos,
                        int discovers, int requests, long obtainedNanos) {}
