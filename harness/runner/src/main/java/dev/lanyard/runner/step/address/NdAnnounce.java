package dev.lanyard.runner.step.address;

import dev.lanyard.drivers.ip.IpException;
import dev.lanyard.drivers.ip.IpHost;
import dev.lanyard.drivers.ip.NeighbourQuestions;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.wire.net.MacAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;

/** One neighbour advertisement, in anybody's name. */
@Verb(name = "nd.announce",
        doc = "Advertises to all nodes that an IPv6 address is at a MAC address. With an address that the accessory tests "
                + "or has, and not its MAC address, this is a duplicate-address injection.",
        example = "nd.announce: {address: \"fe80::99\", mac: \"02:00:00:00:00:09\"}")
public final class NdAnnounce extends Announcement<NdAnnounce.Arguments> {

    /** Keys of the step. */
    public record Arguments(
            @Doc("the address that is advertised") InetAddress address,
            @Doc("who is to have it; without it, the harness") Optional<MacAddress> mac) {}

    @Override
    void announce(Arguments arguments, IpHost host) throws StepFailure, IpException, InterruptedException {
        if (!(arguments.address() instanceof Inet6Address address)) {
            throw StepFailure.bench("address is " + arguments.address().getHostAddress()
                    + "; neighbour advertisements are for IPv6 addresses, use arp.announce for others");
        }
        new NeighbourQuestions(host).announce(address, arguments.mac().orElse(host.macAddress()));
    }
}
