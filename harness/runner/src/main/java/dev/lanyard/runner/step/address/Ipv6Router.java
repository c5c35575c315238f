package dev.lanyard.runner.step.address;

import dev.lanyard.drivers.ip.Ipv6Routing;
import dev.lanyard.drivers.ip.RouterAdvertisement;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/** The harness as an IPv6 router. */
@Verb(name = "ipv6.router",
        doc = "Makes the harness an IPv6 router on the link until the accessory is detached: it advertises a /64 at once, "
                + "every few seconds, and when asked.",
        example = "ipv6.router: {prefix: \"fd00:5300:1::\", lifetime: 30min}")
public final class Ipv6Router implements Step<Ipv6Router.Arguments, Step.Nothing> {

    private static final int PREFIX_LENGTH = 64;
    /** RFC 4861 §4.2. */
    private static final int LONGEST_LIFETIME = 65_535;

    /** Keys of the step. */
    public record Arguments(
            @Doc("the first half of the addresses that hosts make: fd00:1:2:3::") InetAddress prefix,
            @Doc("for how long the harness is a default router; 0s for none") @Default("0s") Duration lifetime,
            @Doc("for how long addresses of the prefix are valid") @Default("1h") Duration valid,
            @Doc("the M flag: addresses come by DHCPv6") @Default("false") boolean managed,
            @Doc("the O flag: other settings come by DHCPv6") @Default("false") boolean otherConfig) {}

    @Override
    public Duration limit(Arguments arguments) {
        return Duration.ofSeconds(15);
    }

    @Override
    public Nothing run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        if (!(arguments.prefix() instanceof Inet6Address prefix)) {
            throw StepFailure.bench("prefix is " + arguments.prefix().getHostAddress()
                    + "; an IPv6 address is needed, such as fd00:5300:1::");
        }
        Ipv6Routing routing = new Ipv6Routing(context.attachment().ip());
        context.attachment().services().keep(Ipv6Routing.class, routing);
        routing.advertise(arguments.managed(), arguments.otherConfig(),
                (int) Math.min(arguments.lifetime().toSeconds(), LONGEST_LIFETIME),
                List.of(new RouterAdvertisement.Prefix(prefix, PREFIX_LENGTH, true, true,
                        arguments.valid().toSeconds(), arguments.valid().toSeconds())));
        return new Nothing();
    }
}
