package dev.lanyard.drivers.ip.mdns;

import dev.lanyard.drivers.ip.IpException;
import dev.lanyard.drivers.ip.IpHost;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Multicast DNS and service discovery (RFC 6762, RFC 6763) as a querier on a host's link: multicast questions from port
 * 5353, repeated after 1 s, 2 s, 4 s… until answered or out of time. Holds port 5353 and the groups while open.
 */
public final class MdnsClient implements AutoCloseable {

    private final IpHost host;
    private final Set<MdnsFamily> families;

    /** @param families over which protocols to ask; at least one. Each needs an address of the host */
    public MdnsClient(IpHost host, Set<MdnsFamily> families) throws IpException, InterruptedException {
        this.host = host;
        this.families = Set.copyOf(families);
    }

    /** Instance labels of {@code serviceType} ({@code _echo._udp}) that answer within {@code listening}, in order. */
    public List<String> browse(String serviceType, Duration listening) throws IpException, InterruptedException {
        throw new UnsupportedOperationException(host + " " + families);
    }

    /**
     * Finds an instance of {@code serviceType}, its SRV, TXT and at least one address.
     *
     * @param instance which instance; empty for whichever answers first
     * @throws IpException {@link dev.lanyard.drivers.ip.IpFailure#NO_REPLY} when nobody answers for the service,
     *                     {@link dev.lanyard.drivers.ip.IpFailure#INCOMPLETE} when records lack at the end. The message
     *                     says what came near: other services, other instances, records that lack
     */
    public MdnsService resolve(String serviceType, Optional<String> instance, Duration timeout)
            throws IpException, InterruptedException {
        throw new UnsupportedOperationException(host + " " + families);
    }

    @Override
    public void close() {
    }
}
