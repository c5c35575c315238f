package dev.lanyard.stubs.fault;

import static dev.lanyard.stubs.fault.Fault.fault;
import static dev.lanyard.stubs.fault.NetworkDefects.deaf;
import static dev.lanyard.stubs.fault.NetworkDefects.mute;
import static dev.lanyard.stubs.fault.NetworkDefects.network;

import dev.lanyard.stubs.net.NetworkSettings.Advertisement;
import dev.lanyard.stubs.net.NetworkSettings.Quirk;
import java.util.List;
import java.util.Set;

/** Faults of the accessory as an IPv6 node and as a member of groups. */
final class Ipv6Faults {

    private static final Set<Integer> LISTENER_REPORTS = Set.of(131, 143);
    private static final int IGMP = 2;

    static final List<Fault> ALL = List.of(
            fault("NET-V6-01", "The link-local address is used without duplicate address detection.")
                    .does(mute(frame -> Packets.icmpv6(frame) == Packets.NEIGHBOUR_SOLICITATION
                            && Packets.isFromUnspecified(frame))),
            fault("NET-V6-02", "IPv6 groups are joined without a report.")
                    .does(mute(frame -> LISTENER_REPORTS.contains(Packets.icmpv6(frame)))),
            fault("NET-V6-03", "The accessory advertises itself as a default router.")
                    .does(network(honest -> honest.with(new Advertisement(1800, 64)))),
            fault("NET-V6-04", "ICMPv6 echo requests to the link-local address are not answered.")
                    .does(deaf(frame -> Packets.icmpv6(frame) == Packets.ECHO_REQUEST_6
                            && !Packets.isMulticast(frame))),
            fault("NET-V6-05", "The accessory advertises a prefix of length 0.")
                    .does(network(honest -> honest.with(new Advertisement(0, 0)))),
            fault("NET-MCAST-01", "IPv4 groups are joined without a report.")
                    .does(mute(frame -> Packets.isIpv4(frame, IGMP))),
            fault("NET-MCAST-02", "Packets to groups that the accessory has not joined are answered.")
                    .does(network(honest -> honest.with(Quirk.ANY_GROUP))),
            fault("NET-MCAST-03", "An echo request to everybody is answered five times.")
                    .does(network(honest -> honest.with(Quirk.BROADCAST_STORM))));

    private Ipv6Faults() {}
}
