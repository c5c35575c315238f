package dev.lanyard.runner.step.address;

import dev.lanyard.drivers.ip.LinkWatch;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.runner.value.Durations;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;

/** Who else is on the link. */
@Verb(name = "ipv6.find",
        doc = "Finds the accessory's IPv6 link-local address: sends ICMPv6 echo requests to all nodes until one answers. "
                + "The harness takes a link-local address of its own first, which takes a second.",
        example = "ipv6.find: {within: 5s, save: {peer: address}}")
public final class Ipv6Find implements Step<Ipv6Find.Arguments, Ipv6Find.Result> {

    /** Keys of the step. */
    public record Arguments(
            @Doc("how soon the accessory must answer") @Default("5s") Duration within) {}

    /** What came of it. */
    public record Result(
            @Doc("the accessory's link-local address") InetAddress address) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.within().plusSeconds(10);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        return new LinkWatch(context.attachment().ip()).findLinkLocal(arguments.within()).map(Result::new)
                .orElseThrow(() -> StepFailure.unmet("nobody with an IPv6 link-local address answered echo requests "
                        + "to ff02::1 within " + Durations.show(arguments.within())));
    }
}
