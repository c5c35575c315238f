package dev.lanyard.runner.step.net;

import dev.lanyard.drivers.ip.dhcp.DhcpClient;
import dev.lanyard.drivers.ip.dhcp.DhcpLease;
import dev.lanyard.drivers.ip.dhcp.DhcpSettings;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Checks;
import dev.lanyard.runner.step.Situation;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.runner.value.Expectation;
import java.io.IOException;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.Optional;

/** Gets an address from the accessory's DHCP server. */
@Verb(name = "dhcp.lease",
        doc = "Asks for an address as a DHCPv4 client (DISCOVER, OFFER, REQUEST, ACK) and takes it.",
        example = "dhcp.lease: {within: 10s, expect: {router: absent, dns: absent}, save: {host: address}}",
        after = Situation.LINK_UP)
public final class DhcpLeaseStep implements Step<DhcpLeaseStep.Arguments, DhcpLeaseStep.Result> {

    /** Keys of the step. */
    public record Arguments(
            @Doc("how soon the address must be granted") @Default("10s") Duration within,
            @Doc("asks the server to answer to everybody (RFC 2131 §4.1)") @Default("false") boolean broadcast,
            @Doc("what the lease must be like") @Default("{}") Expect expect) {}

    /** What the lease must be like. */
    public record Expect(
            @Doc("the address granted") Optional<Expectation<Inet4Address>> address,
            @Doc("the server's identifier (option 54)") Optional<Expectation<Inet4Address>> server,
            @Doc("the first router (option 3)") Optional<Expectation<Inet4Address>> router,
            @Doc("the first DNS server (option 6)") Optional<Expectation<Inet4Address>> dns,
            @Doc("the prefix length of the subnet mask (option 1)") Optional<Expectation<Integer>> prefix,
            @Doc("the lease time (option 51)") Optional<Expectation<Duration>> leaseTime) {}

    /** The lease. */
    public record Result(
            @Doc("the address granted") Inet4Address address,
            @Doc("the server's identifier") Inet4Address server,
            @Doc("the first router") Optional<Inet4Address> router,
            @Doc("the first DNS server") Optional<Inet4Address> dns,
            @Doc("the prefix length") int prefix,
            @Doc("the lease time") Optional<Duration> leaseTime,
            @Doc("from the first DISCOVER to the ACK") Duration took,
            @Doc("how many DISCOVER messages it took") int discovers) {}

    @Override
    public Class<Arguments> arguments() {
        return Arguments.class;
    }

    @Override
    public Class<Result> result() {
        return Result.class;
    }

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.within().plusSeconds(10);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        DhcpLease lease = new DhcpClient(context.attachment().ip(), DhcpSettings.of(arguments.broadcast()))
                .acquire(arguments.within());
        Result result = new Result(lease.address(), lease.serverIdentifier(),
                lease.routers().stream().findFirst(), lease.dnsServers().stream().findFirst(), lease.prefixLength(),
                lease.leaseTime(), Duration.ofNanos(lease.totalNanos()), lease.discovers());
        Expect expect = arguments.expect();
        return new Checks().value("address", expect.address(), result.address())
                .value("server", expect.server(), result.server())
                .optional("router", expect.router(), result.router())
                .optional("dns", expect.dns(), result.dns())
                .value("prefix", expect.prefix(), result.prefix())
                .optional("lease-time", expect.leaseTime(), result.leaseTime())
                .orFail(result, "lease of " + lease.address().getHostAddress() + " from "
                        + lease.serverIdentifier().getHostAddress());
    }
}
