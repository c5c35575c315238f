package dev.lanyard.drivers.ip.dhcp;

import dev.lanyard.drivers.ip.IpException;
import dev.lanyard.drivers.ip.IpHost;
import java.time.Duration;

/**
 * A DHCPv4 client (RFC 2131) on a host's link. One client makes one exchange at a time; every option of every answer is
 * kept in the {@link DhcpLease}.
 */
public final class DhcpClient {

    private final IpHost host;
    private final DhcpSettings settings;

    public DhcpClient(IpHost host, DhcpSettings settings) {
        this.host = host;
        this.settings = settings;
    }

    /**
     * DISCOVER, OFFER, REQUEST, ACK, all within {@code timeout}; then the address is the host's.
     *
     * @throws IpException {@link dev.lanyard.drivers.ip.IpFailure#NO_REPLY} when no server offers or acknowledges,
     *                     {@link dev.lanyard.drivers.ip.IpFailure#NAK} when one refuses. The message says what came near
     */
    public DhcpLease acquire(Duration timeout) throws IpException, InterruptedException {
        throw new UnsupportedOperationException(host + " " + settings);
    }
}
