package dev.lanyard.stubs.fault;

import static dev.lanyard.stubs.fault.Fault.fault;

import dev.lanyard.wire.dhcp.DhcpOption;
import java.util.List;

/** Faults of the accessory as an IP node. */
final class NetworkFaults {

    /** Octets of the Ethernet, IP and UDP headers of an echo's answer. */
    private static final int HEADERS = 42;
    private static final int HIGH_SPEED_PACKET = 512;

    static final List<Fault> ALL = List.of(
            fault("NET-DHCP-02", "DHCP replies have no server identifier (option 54).")
                    .does(NetworkDefects.withoutDhcpOption(DhcpOption.SERVER_IDENTIFIER)),
            fault("NET-DHCP-06", "DHCP replies offer the accessory itself as router (option 3).")
                    .does(NetworkDefects.ownAddressAsDhcpOption(DhcpOption.ROUTER)),
            fault("NET-UDP-01", "UDP echoes in frames of whole packets of 512 octets are lost.")
                    .does(NetworkDefects.loseEcho(length -> (HEADERS + length) % HIGH_SPEED_PACKET == 0)));

    private NetworkFaults() {}
}
