package dev.lanyard.runner.step.dhcp;

import dev.lanyard.drivers.ip.dhcp.DhcpServer;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Situation;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.runner.value.Ipv4Interface;
import java.io.IOException;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.Optional;

/** The harness as a DHCP server. */
@Verb(name = "dhcp.serve",
        doc = "Makes the harness a DHCPv4 server on the link until the accessory is detached, for accessories that are "
                + "clients. Takes the server's address for the harness.",
        example = "dhcp.serve: {address: 10.55.0.1/24, lease-time: 1h}",
        after = Situation.LINK_UP)
public final class DhcpServe implements Step<DhcpServe.Arguments, Step.Nothing> {

    /** Keys of the step. */
    public record Arguments(
            @Doc("the server's own address, on whose network the leases are") Ipv4Interface address,
            @Doc("the first address leased; without it, the hundredth of the network") Optional<Inet4Address> first,
            @Doc("for how long addresses are leased; clients renew after half of it") @Default("1h") Duration leaseTime,
            @Doc("the router offered (option 3)") Optional<Inet4Address> router,
            @Doc("the DNS server offered (option 6)") Optional<Inet4Address> dns) {}

    @Override
    public Duration limit(Arguments arguments) {
        return Duration.ofSeconds(10);
    }

    @Override
    public Nothing run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        Inet4Address first = arguments.first().orElseGet(() -> hundredth(arguments.address().address()));
        DhcpServer server = new DhcpServer(context.attachment().ip(), new DhcpServer.Settings(
                arguments.address().address(), arguments.address().prefixLength(), first, arguments.leaseTime(),
                arguments.router(), arguments.dns()));
        context.attachment().services().keep(DhcpServer.class, server);
        return new Nothing();
    }

    private static Inet4Address hundredth(Inet4Address address) {
        byte[] octets = address.getAddress();
        return Inet4Address.ofLiteral("%d.%d.%d.100".formatted(octets[0] & 0xFF, octets[1] & 0xFF, octets[2] & 0xFF));
    }
}
