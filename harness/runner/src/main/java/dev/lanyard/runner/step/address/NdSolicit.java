package dev.lanyard.runner.step.address;

import dev.lanyard.drivers.ip.IpException;
import dev.lanyard.drivers.ip.IpFailure;
import dev.lanyard.drivers.ip.NeighbourQuestions;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Checks;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.runner.value.Expectation;
import dev.lanyard.wire.net.MacAddress;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/** One neighbour solicitation. */
@Verb(name = "nd.solicit",
        doc = "Asks once by neighbour solicitation who has an IPv6 address: to its group, to the address itself, or as "
                + "duplicate address detection does. The accessory does not answer while it tests the address itself, "
                + "for about a second after the link came up.",
        example = "nd.solicit: {address: \"${peer}\", as: probe, expect: {mac: present}}",
        before = "ipv6.find: {save: {peer: address}}")
public final class NdSolicit implements Step<NdSolicit.Arguments, NdSolicit.Result> {

    /** Keys of the step. */
    public record Arguments(
            @Doc("the address that is asked for") InetAddress address,
            @Doc("how to ask") @Default("multicast") NeighbourQuestions.Kind as,
            @Doc("how long to listen for an answer") @Default("1s") Duration within,
            @Doc("what must come of it") @Default("{}") Expect expect) {}

    /** What must come of it. */
    public record Expect(
            @Doc("the MAC address that answers") Optional<Expectation<MacAddress>> mac) {}

    /** What came of it. */
    public record Result(
            @Doc("the MAC address that answered") Optional<MacAddress> mac,
            @Doc("from the question to the answer") Optional<Duration> took) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.within().plusSeconds(15);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        if (!(arguments.address() instanceof Inet6Address address)) {
            throw StepFailure.bench("address is " + arguments.address().getHostAddress()
                    + "; neighbour solicitations are for IPv6 addresses, use arp.request for others");
        }
        Optional<NeighbourQuestions.Answer> answer = ask(context, address, arguments);
        Result result = new Result(answer.map(NeighbourQuestions.Answer::mac),
                answer.map(found -> Duration.ofNanos(found.nanos())));
        return new Checks().optional("mac", arguments.expect().mac(), result.mac())
                .orFail(result, "neighbour solicitation for " + address.getHostAddress());
    }

    private static Optional<NeighbourQuestions.Answer> ask(StepContext context, Inet6Address address,
                                                           Arguments arguments)
            throws StepFailure, IpException, InterruptedException {
        try {
            return new NeighbourQuestions(context.attachment().ip()).ask(address, arguments.as(), arguments.within());
        } catch (IpException e) {
            if (e.failure() == IpFailure.NO_NEIGHBOUR) {
                // A unicast question needs the MAC address, for which nobody answered.
                return Optional.empty();
            }
            throw e;
        }
    }
}
