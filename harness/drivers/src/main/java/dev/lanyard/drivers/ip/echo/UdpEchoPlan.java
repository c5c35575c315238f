package dev.lanyard.drivers.ip.echo;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * What a UDP echo run sends.
 *
 * @param target     the echo server
 * @param datagrams  how many in all, at least 1
 * @param sizes      payload octets, gone through in order, again from the start until {@code datagrams} are sent.
 *                   Datagrams of fewer than {@link UdpEcho#HEADER_OCTETS} octets carry no number and so travel alone
 * @param window     how many may be under way at once, at least 1
 * @param lossAfter  a datagram that was not answered this long after it was sent counts as lost and frees its place in
 *                   the window. A later answer is counted as late
 * @param deadline   for the whole run
 * @param traffic    its pace and its octets; a burst must fit the window
 * @param rtts       told each round-trip time in nanoseconds, on the link's thread; must be quick. May be null
 */
public record UdpEchoPlan(InetSocketAddress target, int datagrams, List<Integer> sizes, int window,
                          Duration lossAfter, Duration deadline, EchoTraffic traffic, LongConsumer rtts) {

    public UdpEchoPlan {
        sizes = List.copyOf(sizes);
        if (datagrams < 1 || window < 1 || sizes.isEmpty() || sizes.stream().anyMatch(s -> s < 0 || s > 65_507)) {
            throw new IllegalArgumentException("an echo run needs a datagram, a window of one, and sizes of 0..65507: "
                    + datagrams + ", " + window + ", " + sizes);
        }
        if (traffic.burst() > window) {
            throw new IllegalArgumentException("a burst of " + traffic.burst() + " needs a window of as many, not of "
                    + window);
        }
    }

    /** A run as fast as the window lets. */
    public UdpEchoPlan(InetSocketAddress target, int datagrams, List<Integer> sizes, int window, Duration lossAfter,
                       Duration deadline, LongConsumer rtts) {
        this(target, datagrams, sizes, window, lossAfter, deadline, EchoTraffic.PLAIN, rtts);
    }

    /** A run that keeps {@code window} datagrams under way and waits a second for each. */
    public static UdpEchoPlan of(InetSocketAddress target, int datagrams, List<Integer> sizes, int window,
                                 Duration deadline) {
        return new UdpEchoPlan(target, datagrams, sizes, window, Duration.ofSeconds(1), deadline, null);
    }
}
