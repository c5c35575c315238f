package dev.lanyard.runner.step.address;

import dev.lanyard.drivers.ip.EchoProbe;
import dev.lanyard.drivers.ip.IpException;
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
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One odd echo request. */
@Verb(name = "ip.probe",
        doc = "Sends one ICMP or ICMPv6 echo request from any address to any address and counts the replies: to a group or "
                + "broadcast address, from another subnet, or to somebody else by way of the accessory. For plain "
                + "echo requests there is ip.ping.",
        example = "ip.probe: {to: \"${profile.network.address}\", from: 10.99.0.7, within: 500ms}")
public final class IpProbe implements Step<IpProbe.Arguments, IpProbe.Result> {

    private static final Duration RESOLUTION = Duration.ofSeconds(3);

    /** Keys of the step. */
    public record Arguments(
            @Doc("where the request goes") InetAddress to,
            @Doc("where it says that it comes from; without it, from the harness") Optional<InetAddress> from,
            @Doc("the neighbour whose MAC address the frame goes to; without it, that of to") Optional<InetAddress> via,
            @Doc("how long to listen for replies") @Default("1s") Duration within,
            @Doc("listen no longer than until the first reply") @Default("false") boolean once,
            @Doc("what must come of it") @Default("{}") Expect expect) {}

    /** What must come of it. */
    public record Expect(
            @Doc("how many replies come") Optional<Expectation<Integer>> replies) {}

    /** What came of it. */
    public record Result(
            @Doc("how many replies came") int replies,
            @Doc("who replied first") Optional<InetAddress> responder,
            @Doc("how soon") Optional<Duration> took) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.within().plusSeconds(15);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        IpHost host = context.attachment().ip();
        InetAddress from = arguments.from().isPresent() ? arguments.from().get() : own(host, arguments.to());
        if (from.getAddress().length != arguments.to().getAddress().length) {
            throw StepFailure.bench("to and from are of different IP versions");
        }
        List<EchoProbe.Answer> answers = new EchoProbe(host).ask(new EchoProbe.Request(from, arguments.to(),
                mac(host, arguments), arguments.once()), arguments.within());
        Optional<EchoProbe.Answer> first = answers.stream().findFirst();
        Result result = new Result(answers.size(), first.map(EchoProbe.Answer::from),
                first.map(answer -> Duration.ofNanos(answer.nanos())));
        return new Checks().value("replies", arguments.expect().replies(), result.replies())
                .orFail(result, "echo request from " + from.getHostAddress() + " to "
                        + arguments.to().getHostAddress());
    }

    private static InetAddress own(IpHost host, InetAddress target) throws IpException, InterruptedException {
        return target instanceof Inet6Address ? host.linkLocalAddress(RESOLUTION)
                : LocalAddresses.facing(host, target);
    }

    private static MacAddress mac(IpHost host, Arguments arguments) throws IpException, InterruptedException {
        InetAddress neighbour = arguments.via().orElse(arguments.to());
        Optional<MacAddress> group = EchoProbe.groupMac(neighbour);
        return group.isPresent() ? group.get() : host.resolve(neighbour, RESOLUTION);
    }
}
