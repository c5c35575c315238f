package dev.lanyard.runner.step.dhcp;

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
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.dhcp.DhcpOption;
import java.io.IOException;
import java.net.Inet4Address;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Gets an address from the accessory's DHCP server. */
@Verb(name = "dhcp.lease",
        doc = "Asks for an address as a DHCPv4 client (DISCOVER, OFFER, REQUEST, ACK) and takes it.",
        example = "dhcp.lease: {within: 10s, expect: {router: absent, dns: absent}, save: {host: address}}",
        after = Situation.LINK_UP)
public final class DhcpLeaseStep implements Step<DhcpLeaseStep.Arguments, DhcpLeaseStep.Result> {

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

    /** Keys of the step. */
    public record Arguments(
            @Doc("how soon the address must be granted") @Default("10s") Duration within,
            @Doc("asks the server to answer to everybody (RFC 2131 §4.1)") @Default("false") boolean broadcast,
            @Doc("the codes of the options to ask for (option 55)") @Default("[1, 3, 6, 15]") List<Integer> request,
            @Doc("the name the harness gives itself (option 12)") Optional<String> hostName,
            @Doc("the text the harness identifies itself with (option 61)") Optional<String> clientIdentifier,
            @Doc("what the lease must be like") @Default("{}") Expect expect) {

        public Arguments {
            request.stream().filter(code -> code < 1 || code > 254).findFirst().ifPresent(code -> {
                throw new IllegalArgumentException("option codes are 1 to 254, not " + code);
            });
        }

        private DhcpSettings settings() {
            // Octet 0 says that what follows is no hardware address (RFC 2132 §9.14).
            return new DhcpSettings(broadcast, request, clientIdentifier.map(id -> Bytes.of(0)
                    .concat(Bytes.wrap(id.getBytes(StandardCharsets.UTF_8)))), hostName, FIRST_RETRY);
        }
    }

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
            @Doc("the last address of the network, to which everybody on it listens") Inet4Address broadcast,
            @Doc("the lease time") Optional<Duration> leaseTime,
            @Doc("from the first DISCOVER to the ACK") Duration took,
            @Doc("how many DISCOVER messages it took") int discovers,
            @Doc("every option of the acknowledgement: code and octets") List<String> options) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.within().plusSeconds(10);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        DhcpClient client = new DhcpClient(context.attachment().ip(), arguments.settings());
        DhcpLease lease = client.acquire(arguments.within());
        context.attachment().services().keep(HeldLease.class, new HeldLease(client, lease));
        Result result = new Result(lease.address(), lease.serverIdentifier(),
                lease.routers().stream().findFirst(), lease.dnsServers().stream().findFirst(), lease.prefixLength(),
                broadcast(lease), lease.leaseTime(), Duration.ofNanos(lease.totalNanos()), lease.discovers(),
                lease.ack().options().stream().map(DhcpOption::toString).toList());
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

    private static Inet4Address broadcast(DhcpLease lease) {
        long address = Bytes.wrap(lease.address().getAddress()).u32be(0) | 0xFFFF_FFFFL >>> lease.prefixLength();
        return Inet4Address.ofLiteral("%d.%d.%d.%d".formatted(address >> 24 & 0xFF, address >> 16 & 0xFF,
                address >> 8 & 0xFF, address & 0xFF));
    }
}
