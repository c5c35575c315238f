package dev.lanyard.runner.step.address;

import dev.lanyard.drivers.ip.ArpQuestions;
import dev.lanyard.drivers.ip.IpException;
import dev.lanyard.drivers.ip.IpHost;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.wire.net.MacAddress;
import java.net.Inet4Address;
import java.util.Optional;

/** One ARP announcement, in anybody's name. */
@Verb(name = "arp.announce",
        doc = "Announces by ARP that an IPv4 address is at a MAC address (gratuitous ARP). With the accessory's own "
                + "address, and not its MAC address, this is a duplicate-address injection.",
        example = "arp.announce: {address: 10.55.0.9, mac: \"02:00:00:00:00:09\"}")
public final class ArpAnnounce extends Announcement<ArpAnnounce.Arguments> {

    /** Keys of the step. */
    public record Arguments(
            @Doc("the address that is announced") Inet4Address address,
            @Doc("who is to have it; without it, the harness") Optional<MacAddress> mac) {}

    @Override
    void announce(Arguments arguments, IpHost host) throws IpException, InterruptedException {
        new ArpQuestions(host).announce(arguments.address(), arguments.mac().orElse(host.macAddress()));
    }
}
