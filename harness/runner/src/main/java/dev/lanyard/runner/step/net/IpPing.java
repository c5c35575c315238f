package dev.lanyard.runner.step.net;

import dev.lanyard.drivers.ip.IpException;
import dev.lanyard.drivers.ip.IpHost;
import dev.lanyard.drivers.ip.PingResult;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Checks;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.runner.value.Expectation;
import dev.lanyard.runner.value.Percentage;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Echo requests, one after the other. */
@Verb(name = "ip.ping",
        doc = "Sends ICMP or ICMPv6 echo requests one after the other and checks every octet of the replies.",
        example = """
                ip.ping: {to: "${server}", size: [0B, 56B, 1472B], within: 1s, expect: {loss: 0%, longest: <= 500ms}}
                """)
public final class IpPing implements Step<IpPing.Arguments, IpPing.Result> {

    /** Keys of the step. */
    public record Arguments(
            @Doc("whom") InetAddress to,
            @Doc("octets of data: a size, a list, or {from, to, step, also}") @Default("56B") Sizes size,
            @Doc("how many requests; without it, one of each size") Optional<Integer> count,
            @Doc("how soon each must be answered") @Default("1s") Duration within,
            @Doc("what must come of it") @Default("{}") Expect expect) {

        public Arguments {
            if (count.isPresent() && (count.get() < 1 || count.get() > 1_000_000)) {
                throw new IllegalArgumentException("count is 1 to 1000000, not " + count.get());
            }
        }

        int requests() {
            return count.orElse(size.octets().size());
        }
    }

    /** What must come of it. */
    public record Expect(
            @Doc("the share of requests without the right reply") @Default("0%") Expectation<Percentage> loss,
            @Doc("the longest round-trip time") Optional<Expectation<Duration>> longest) {}

    /** What came of it. */
    public record Result(
            @Doc("requests sent") int sent,
            @Doc("requests without the right reply") int lost,
            @Doc("the share of these") Percentage loss,
            @Doc("the shortest round-trip time") Optional<Duration> shortest,
            @Doc("the longest round-trip time") Optional<Duration> longest) {}

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
        return arguments.within().multipliedBy(arguments.requests()).plusSeconds(10);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        IpHost host = context.attachment().ip();
        List<Integer> sizes = arguments.size().octets();
        int lost = 0;
        String firstLoss = "";
        long shortest = Long.MAX_VALUE;
        long longest = -1;
        for (int i = 0; i < arguments.requests(); i++) {
            switch (host.ping(arguments.to(), sizes.get(i % sizes.size()), arguments.within())) {
                case PingResult.Reply reply -> {
                    shortest = Math.min(shortest, reply.rttNanos());
                    longest = Math.max(longest, reply.rttNanos());
                }
                case PingResult.Failed failed -> {
                    throwIfPointless(failed);
                    lost++;
                    firstLoss = firstLoss.isEmpty() ? failed.message() : firstLoss;
                }
            }
        }
        Result result = new Result(arguments.requests(), lost, Percentage.of(lost, arguments.requests()),
                longest < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(shortest)),
                longest < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(longest)));
        return new Checks().value("loss", Optional.of(arguments.expect().loss()), result.loss())
                .optional("longest round-trip time", arguments.expect().longest(), result.longest())
                .orFail(result, lost == 0 ? "" : lost + " of " + result.sent() + " lost; first: " + firstLoss);
    }

    /** Goes on after a loss, but not when the next request cannot fare better. */
    private static void throwIfPointless(PingResult.Failed failed) throws IpException {
        switch (failed.reason()) {
            case DETACHED, CLOSED, NO_ADDRESS, NO_ROUTE ->
                    throw new IpException(failed.reason(), "echo request to " + failed.target().getHostAddress(), "");
            default -> { }
        }
    }
}
