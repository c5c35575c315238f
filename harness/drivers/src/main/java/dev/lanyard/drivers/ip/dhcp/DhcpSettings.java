package dev.lanyard.drivers.ip.dhcp;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.dhcp.DhcpOption;
import dev.lanyard.wire.net.MacAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a client behaves.
 *
 * @param broadcast        sets the broadcast flag: asks the server to answer to everybody (RFC 2131 §4.1)
 * @param requestedOptions codes for option 55, in the order of preference; empty for no option 55
 * @param clientIdentifier option 61, when given
 * @param hostName         option 12, when given
 * @param hardwareAddress chaddr, when it is not the host's own: another client behind the same cable
 * @param firstRetry       until the first message is repeated; each further wait is twice as long, 16 s at most
 */
public record DhcpSettings(boolean broadcast, List<Integer> requestedOptions, Optional<Bytes> clientIdentifier,
                           Optional<String> hostName, Optional<MacAddress> hardwareAddress, Duration firstRetry) {

    public DhcpSettings {
        requestedOptions = List.copyOf(requestedOptions);
        if (firstRetry.isNegative() || firstRetry.isZero()) {
            throw new IllegalArgumentException("the first retry needs a positive wait: " + firstRetry);
        }
    }

    /** As a client of the host's own hardware address. */
    public DhcpSettings(boolean broadcast, List<Integer> requestedOptions, Optional<Bytes> clientIdentifier,
                        Optional<String> hostName, Duration firstRetry) {
        this(broadcast, requestedOptions, clientIdentifier, hostName, Optional.empty(), firstRetry);
    }

    /** The same behaviour of another client. */
    public DhcpSettings as(MacAddress client) {
        return new DhcpSettings(broadcast, requestedOptions, clientIdentifier, hostName, Optional.of(client),
                firstRetry);
    }

    /** Asks for mask, router, DNS servers and domain, and repeats after a second. */
    public static DhcpSettings of(boolean broadcast) {
        return new DhcpSettings(broadcast, List.of(DhcpOption.SUBNET_MASK, DhcpOption.ROUTER,
                DhcpOption.DOMAIN_NAME_SERVER, DhcpOption.DOMAIN_NAME), Optional.empty(), Optional.empty(),
                Duration.ofSeconds(1));
    }
}
