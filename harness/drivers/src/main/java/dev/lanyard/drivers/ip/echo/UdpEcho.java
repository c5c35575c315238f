package dev.lanyard.drivers.ip.echo;

import dev.lanyard.drivers.ip.DatagramHandler;
import dev.lanyard.drivers.ip.IpException;
import dev.lanyard.drivers.ip.IpHost;
import dev.lanyard.drivers.ip.UdpSocket;
import dev.lanyard.evidence.MonotonicClock;

/** Sends numbered, patterned datagrams to an echo server (RFC 862) and judges every answer octet by octet. */
public final class UdpEcho {

    /** Payloads from this size on carry their number. */
    public static final int HEADER_OCTETS = EchoPattern.HEADER;
    /** Round-trip times kept in a result; more only go to the plan's consumer. */
    public static final int KEPT_RTTS = 1_000_000;

    private final IpHost host;

    public UdpEcho(IpHost host) {
        this.host = host;
    }

    /** Opens the socket of a run, whose datagrams go to {@code taker}. */
    @FunctionalInterface
    public interface Opening {

        EchoSocket open(DatagramHandler taker) throws IpException, InterruptedException;
    }

    /** Runs {@code plan} by another socket than the host's; {@code clock} is the one that its handler is told. */
    public static UdpEchoResult run(UdpEchoPlan plan, MonotonicClock clock, Opening opening)
            throws IpException, InterruptedException {
        EchoPattern pattern = new EchoPattern(plan.traffic().fill());
        EchoTally tally = new EchoTally(plan, pattern, EchoTally.REMEMBERED);
        try (EchoSocket socket = opening.open(tally)) {
            new EchoSender(plan, pattern, tally, socket, clock).run();
        }
        // Closing the socket waited for the last answer to be taken, so that the tally stands still.
        return tally.result();
    }

    /**
     * Runs {@code plan} to its end, its deadline, or the loss of the link, whichever comes first. Losses and oddities
     * are counted, not thrown.
     *
     * @throws IpException when not even the first datagram can be sent: no address, no route, no neighbour
     */
    public UdpEchoResult run(UdpEchoPlan plan) throws IpException, InterruptedException {
        // Before the clock of the first datagram runs, so that its round trip is one.
        host.resolve(plan.target().getAddress(), plan.deadline());
        return run(plan, host.clock(), taker -> {
            UdpSocket socket = host.open(0);
            socket.listen(taker);
            return socket;
        });
    }
}
