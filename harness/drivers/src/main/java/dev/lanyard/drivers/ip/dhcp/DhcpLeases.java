package dev.lanyard.drivers.ip.dhcp;

import dev.lanyard.wire.dhcp.DhcpMessage;
import dev.lanyard.wire.dhcp.DhcpOption;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads what an ACK grants. */
final class DhcpLeases {

    private DhcpLeases() {}

    static DhcpLease of(DhcpAnswer offer, DhcpAnswer answer, long beganNanos, int discovers, int requests) {
        Inet4Address server = answer.message().address(DhcpOption.SERVER_IDENTIFIER)
                .or(() -> offer.message().address(DhcpOption.SERVER_IDENTIFIER)).orElseThrow();
        return of(answer, server, Optional.of(offer.message()), offer.datagram().nanos() - beganNanos, beganNanos,
                discovers, requests);
    }

    /** What an ACK grants that extends {@code before}. */
    static DhcpLease renewed(DhcpLease before, DhcpAnswer answer, long beganNanos, int requests) {
        Inet4Address server = answer.message().address(DhcpOption.SERVER_IDENTIFIER)
                .orElse(before.serverIdentifier());
        return of(answer, server, Optional.empty(), -1, beganNanos, 0, requests);
    }

    private static DhcpLease of(DhcpAnswer answer, Inet4Address server, Optional<DhcpMessage> offer, long offerNanos,
                                long beganNanos, int discovers, int requests) {
        DhcpMessage ack = answer.message();
        Optional<Integer> prefix = ack.option(DhcpOption.SUBNET_MASK).filter(mask -> mask.length() == 4)
                .map(mask -> (int) mask.u32be(0)).filter(DhcpLeases::isMask).map(Integer::bitCount);
        Optional<Duration> lease = seconds(ack, DhcpOption.IP_ADDRESS_LEASE_TIME);
        return new DhcpLease(ack.yiaddr(), prefix.orElseGet(() -> classPrefix(ack.yiaddr())), prefix.isPresent(),
                server, lease,
                seconds(ack, DhcpOption.RENEWAL_TIME).or(() -> lease.map(l -> l.dividedBy(2))),
                seconds(ack, DhcpOption.REBINDING_TIME).or(() -> lease.map(l -> l.multipliedBy(7).dividedBy(8))),
                ack.addresses(DhcpOption.ROUTER), ack.addresses(DhcpOption.DOMAIN_NAME_SERVER),
                offer, ack, offerNanos, answer.datagram().nanos() - beganNanos, discovers, requests,
                answer.datagram().nanos());
    }

    private static Optional<Duration> seconds(DhcpMessage ack, int option) {
        OptionalLong value = ack.u32(option);
        return value.isPresent() ? Optional.of(Duration.ofSeconds(value.getAsLong())) : Optional.empty();
    }

    /** Ones, then zeros, and not only zeros. */
    private static boolean isMask(int mask) {
        return mask != 0 && Integer.bitCount(mask) == Integer.numberOfLeadingZeros(~mask);
    }

    private static int classPrefix(Inet4Address address) {
        int first = address.getAddress()[0] & 0xFF;
        return first < 128 ? 8 : first < 192 ? 16 : 24;
    }
}
