package dev.lanyard.runner.step.address;

import dev.lanyard.drivers.ip.ArpQuestions;
import dev.lanyard.drivers.ip.IpHost;
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
import java.net.Inet4Address;
import java.time.Duration;
import java.util.Optional;

/** One ARP question. */
@Verb(name = "arp.request",
        doc = "Asks once by ARP who has an IPv4 address, or whether anybody has (a probe, RFC 5227), and takes the first "
                + "answer.",
        example = "arp.request: {address: \"${profile.network.address}\", expect: {mac: present}}")
public final class ArpRequest implements Step<ArpRequest.Arguments, ArpRequest.Result> {

    private static final Inet4Address NOBODY = Inet4Address.ofLiteral("0.0.0.0");

    /** Keys of the step. */
    public record Arguments(
            @Doc("the address that is asked for") Inet4Address address,
            @Doc("asks as a probe, from 0.0.0.0") @Default("false") boolean probe,
            @Doc("the address to ask from; without it, the harness' own") Optional<Inet4Address> from,
            @Doc("how long to listen for an answer") @Default("1s") Duration within,
            @Doc("what must come of it") @Default("{}") Expect expect) {}

    /** What must come of it. */
    public record Expect(
            @Doc("the MAC address that answers") Optional<Expectation<MacAddress>> mac,
            @Doc("whether the answer comes to the harness alone") Optional<Expectation<Boolean>> unicast) {}

    /** What came of it. */
    public record Result(
            @Doc("the MAC address that answered") Optional<MacAddress> mac,
            @Doc("whether the answer came to the harness alone") Optional<Boolean> unicast,
            @Doc("from the question to the answer") Optional<Duration> took) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.within().plusSeconds(10);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        IpHost host = context.attachment().ip();
        Inet4Address from = arguments.probe() ? NOBODY
                : arguments.from().orElseGet(() -> LocalAddresses.facing(host, arguments.address()));
        Optional<ArpQuestions.Answer> answer =
                new ArpQuestions(host).ask(arguments.address(), from, arguments.within());
        Result result = new Result(answer.map(ArpQuestions.Answer::mac), answer.map(ArpQuestions.Answer::unicast),
                answer.map(found -> Duration.ofNanos(found.nanos())));
        return new Checks().optional("mac", arguments.expect().mac(), result.mac())
                .optional("unicast", arguments.expect().unicast(), result.unicast())
                .orFail(result, "ARP for " + arguments.address().getHostAddress() + " from "
                        + from.getHostAddress());
    }
}
