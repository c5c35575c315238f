package dev.lanyard.runner.step.dhcp;

import dev.lanyard.drivers.ip.IpException;
import dev.lanyard.drivers.ip.IpFailure;
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
import dev.lanyard.wire.net.MacAddress;
import java.io.IOException;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Several DHCP clients behind one cable. */
@Verb(name = "dhcp.clients",
        doc = "Asks for addresses as several clients one after the other, each with a MAC address of its own in chaddr and "
                + "the broadcast flag set. The harness takes none of the addresses.",
        example = "dhcp.clients: {count: 3, within: 3s, expect: {leased: 3, addresses: 3}}",
        after = Situation.LINK_UP)
public final class DhcpClients implements Step<DhcpClients.Arguments, DhcpClients.Result> {

    /** Locally administered, so nobody's. */
    private static final long FIRST_CLIENT = 0x0200_5E00_5300L;
    private static final int MOST = 1000;

    /** Keys of the step. */
    public record Arguments(
            @Doc("how many clients") @Default("10") int count,
            @Doc("how soon each must be served") @Default("3s") Duration within,
            @Doc("what must come of it") @Default("{}") Expect expect) {

        public Arguments {
            if (count < 1 || count > MOST) {
                throw new IllegalArgumentException("count is 1 to " + MOST + ", not " + count);
            }
        }
    }

    /** What must come of it. */
    public record Expect(
            @Doc("how many clients get an address") Optional<Expectation<Integer>> leased,
            @Doc("how many different addresses that are") Optional<Expectation<Integer>> addresses) {}

    /** What came of it. */
    public record Result(
            @Doc("how many clients got an address") int leased,
            @Doc("how many different addresses that were") int addresses,
            @Doc("the longest that one waited") Optional<Duration> longest) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.within().multipliedBy(arguments.count()).plusSeconds(10);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        Set<Inet4Address> addresses = new LinkedHashSet<>();
        int leased = 0;
        long longest = -1;
        String firstLoss = "";
        for (int i = 0; i < arguments.count(); i++) {
            DhcpClient client = new DhcpClient(context.attachment().ip(),
                    DhcpSettings.of(true).as(new MacAddress(FIRST_CLIENT + i)));
            try {
                DhcpLease lease = client.acquire(arguments.within());
                leased++;
                addresses.add(lease.address());
                longest = Math.max(longest, lease.totalNanos());
            } catch (IpException e) {
                if (e.failure() != IpFailure.NO_REPLY && e.failure() != IpFailure.NAK) {
                    throw e;
                }
                firstLoss = firstLoss.isEmpty() ? "client " + (i + 1) + ": " + e.getMessage() : firstLoss;
            }
        }
        Result result = new Result(leased, addresses.size(),
                longest < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(longest)));
        return new Checks().value("leased", arguments.expect().leased(), result.leased())
                .value("addresses", arguments.expect().addresses(), result.addresses())
                .orFail(result, firstLoss);
    }
}
