package dev.lanyard.runner.step.address;

import dev.lanyard.drivers.ip.Ipv6Routing;
import dev.lanyard.drivers.ip.RouterAdvertisement;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Checks;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.runner.value.Expectation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Asks for IPv6 routers. */
@Verb(name = "ipv6.solicit-router",
        doc = "Sends a router solicitation and collects the router advertisements that come.",
        example = "ipv6.solicit-router: {within: 2s, expect: {routers: 0}}")
public final class Ipv6SolicitRouter implements Step<Ipv6SolicitRouter.Arguments, Ipv6SolicitRouter.Result> {

    /** Keys of the step. */
    public record Arguments(
            @Doc("how long to listen") @Default("2s") Duration within,
            @Doc("what must come of it") @Default("{}") Expect expect) {}

    /** What must come of it. */
    public record Expect(
            @Doc("how many routers answer") Optional<Expectation<Integer>> routers,
            @Doc("the router lifetime of the first") Optional<Expectation<Duration>> lifetime) {}

    /** What came of it. */
    public record Result(
            @Doc("how many routers answered") int routers,
            @Doc("the router lifetime of the first") Optional<Duration> lifetime,
            @Doc("the first prefix of the first, with its length") Optional<String> prefix) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.within().plusSeconds(15);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        List<RouterAdvertisement> found;
        try (Ipv6Routing routing = new Ipv6Routing(context.attachment().ip())) {
            found = routing.solicit(arguments.within());
        }
        Optional<RouterAdvertisement> first = found.stream().findFirst();
        Result result = new Result(found.size(), first.map(ra -> Duration.ofSeconds(ra.lifetimeSeconds())),
                first.flatMap(ra -> ra.prefixes().stream().findFirst())
                        .map(prefix -> prefix.prefix().getHostAddress() + "/" + prefix.length()));
        return new Checks().value("routers", arguments.expect().routers(), result.routers())
                .optional("lifetime", arguments.expect().lifetime(), result.lifetime())
                .orFail(result, first.map(ra -> "router " + ra.router().getHostAddress()).orElse("no router"));
    }
}
