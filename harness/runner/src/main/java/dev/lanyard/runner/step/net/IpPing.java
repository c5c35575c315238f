package dev.lanyard.runner.step.net;

import dev.lanyard.drivers.ip.IpException;
import dev.lanyard.drivers.ip.IpHost;
import dev.lanyard.drivers.ip.PingResult;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.bind.Range;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Echo requests. */
@Verb(name = "ip.ping",
        doc = "Sends ICMP or ICMPv6 echo requests, one after the other or several at once, and checks every octet of "
                + "the replies.",
        example = """
                ip.ping: {to: "${server}", size: [0B, 56B, 1472B], within: 1s, expect: {loss: 0%, longest: <= 500ms}}
                """)
public final class IpPing implements Step<IpPing.Arguments, IpPing.Result> {

    /** Keys of the step. */
    public record Arguments(
            @Doc("whom") InetAddress to,
            @Doc("octets of data: a size, a list, or {from, to, step, also}") @Default("56B") Sizes size,
            @Doc("how many requests; without it, one of each size")
            @Range(min = "1", max = "1000000") Optional<Integer> count,
            @Doc("how many may be under way at once") @Default("1") @Range(min = "1", max = "256") int window,
            @Doc("how soon each must be answered") @Default("1s") Duration within,
            @Doc("what must come of it") @Default("{}") Expect expect) {

        int requests() {
            return count.orElse(size.octets().size());
        }
    }

    /** What must come of it. */
    public record Expect(
            @Doc("the share of requests without the right reply") @Default("0%") Expectation<Percentage> loss,
            @Doc("the median round-trip time") Optional<Expectation<Duration>> p50,
            @Doc("the round-trip time that 99 % keep") Optional<Expectation<Duration>> p99,
            @Doc("the longest round-trip time") Optional<Expectation<Duration>> longest) {}

    /** What came of it. */
    public record Result(
            @Doc("requests sent") int sent,
            @Doc("requests without the right reply") int lost,
            @Doc("the share of these") Percentage loss,
            @Doc("the shortest round-trip time") Optional<Duration> shortest,
            @Doc("the median round-trip time") Optional<Duration> p50,
            @Doc("the round-trip time that 99 % keep") Optional<Duration> p99,
            @Doc("the longest round-trip time") Optional<Duration> longest) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.within().multipliedBy(arguments.requests()).plusSeconds(10);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        Run run = new Run(arguments, context.attachment().ip());
        run.all();
        int lost = run.lost.get();
        Result result = new Result(arguments.requests(), lost, Percentage.of(lost, arguments.requests()),
                run.times.percentile(0), run.times.percentile(50), run.times.percentile(99),
                run.times.percentile(100));
        return new Checks().value("loss", Optional.of(arguments.expect().loss()), result.loss())
                .optional("median round-trip time", arguments.expect().p50(), result.p50())
                .optional("round-trip time of 99 %", arguments.expect().p99(), result.p99())
                .optional("longest round-trip time", arguments.expect().longest(), result.longest())
                .orFail(result, lost == 0 ? "" : lost + " of " + result.sent() + " lost; first: "
                        + run.firstLoss.get());
    }

    /** The requests of one step; as many threads as may be under way take turns. */
    private static final class Run {

        private final Arguments arguments;
        private final IpHost host;
        private final List<Integer> sizes;
        private final RoundTrips times = new RoundTrips();
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger lost = new AtomicInteger();
        private final AtomicReference<String> firstLoss = new AtomicReference<>("");
        private final AtomicReference<IpException> pointless = new AtomicReference<>();

        Run(Arguments arguments, IpHost host) {
            this.arguments = arguments;
            this.host = host;
            sizes = arguments.size().octets();
        }

        void all() throws IpException, InterruptedException {
            List<Thread> helpers = new ArrayList<>();
            for (int i = 1; i < Math.min(arguments.window(), arguments.requests()); i++) {
                helpers.add(Thread.ofVirtual().name("ping " + i).start(this::untilInterrupted));
            }
            try {
                someOfThem();
                for (Thread helper : helpers) {
                    helper.join();
                }
            } finally {
                helpers.forEach(Thread::interrupt);
            }
            if (pointless.get() != null) {
                throw pointless.get();
            }
        }

        private void untilInterrupted() {
            try {
                someOfThem();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void someOfThem() throws InterruptedException {
            for (int i = next.getAndIncrement(); i < arguments.requests() && pointless.get() == null;
                    i = next.getAndIncrement()) {
                switch (host.ping(arguments.to(), sizes.get(i % sizes.size()), arguments.within())) {
                    case PingResult.Reply reply -> times.accept(reply.rttNanos());
                    case PingResult.Failed failed -> {
                        lost.incrementAndGet();
                        firstLoss.compareAndSet("", failed.message());
                        pointless(failed).ifPresent(pointless::set);
                    }
                }
            }
        }
    }

    /** A run goes on after a loss, but not when the next request cannot fare better. */
    private static Optional<IpException> pointless(PingResult.Failed failed) {
        return switch (failed.reason()) {
            case DETACHED, CLOSED, NO_ADDRESS, NO_ROUTE -> Optional.of(new IpException(failed.reason(),
                    "echo request to " + failed.target().getHostAddress(), ""));
            default -> Optional.empty();
        };
    }
}
