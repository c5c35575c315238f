package dev.lanyard.runner.step.net;

import dev.lanyard.drivers.ip.echo.UdpEcho;
import dev.lanyard.drivers.ip.echo.UdpEchoPlan;
import dev.lanyard.drivers.ip.echo.UdpEchoResult;
import dev.lanyard.evidence.Event;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Checks;
import dev.lanyard.runner.step.RecordText;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.runner.value.Endpoint;
import dev.lanyard.runner.value.Expectation;
import dev.lanyard.runner.value.Percentage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Datagrams there and back. */
@Verb(name = "udp.echo",
        doc = "Sends numbered datagrams to a UDP echo (RFC 862), several under way at once, and compares every octet "
                + "that comes back. Counts losses, reorderings, duplicates and corruptions and measures "
                + "round-trip times.",
        example = """
                udp.echo:
                  to: ${server}:7
                  datagrams: 1000
                  sizes: {from: 0B, to: 1472B, step: 64B, also: [63B, 65B, 511B, 512B, 513B]}
                  expect: {loss: 0%, reorder: 0, p99: <= 500ms}
                """)
public final class UdpEchoStep implements Step<UdpEchoStep.Arguments, UdpEchoStep.Result> {

    /** An echo run keeps a few octets for every datagram until it ends. */
    private static final int LARGEST_DATAGRAMS = 1_000_000;

    /** Keys of the step. */
    public record Arguments(
            @Doc("the echo's address and port") Endpoint to,
            @Doc("how many datagrams; without it, one of each size") Optional<Integer> datagrams,
            @Doc("payload sizes, gone through in order: a size, a list, or {from, to, step, also}") @Default("64B")
            Sizes sizes,
            @Doc("how many may be under way at once") @Default("8") int window,
            @Doc("how long an answer may take before its datagram is lost") @Default("1s") Duration lossAfter,
            @Doc("for how long in all") @Default("30s") Duration within,
            @Doc("what must come of it") @Default("{}") Expect expect) {

        public Arguments {
            if (datagrams.isPresent() && (datagrams.get() < 1 || datagrams.get() > LARGEST_DATAGRAMS)) {
                throw new IllegalArgumentException("datagrams is 1 to " + LARGEST_DATAGRAMS + ", not "
                        + datagrams.get());
            }
            if (window < 1 || window > 4096) {
                throw new IllegalArgumentException("window is 1 to 4096, not " + window);
            }
        }
    }

    /** What must come of it. */
    public record Expect(
            @Doc("the share of datagrams without the right answer") @Default("0%") Expectation<Percentage> loss,
            @Doc("answers with other octets or another length") @Default("0") Expectation<Integer> corrupted,
            @Doc("answers that overtook earlier ones") Optional<Expectation<Integer>> reorder,
            @Doc("answers beyond the first") Optional<Expectation<Integer>> duplicates,
            @Doc("the median round-trip time") Optional<Expectation<Duration>> p50,
            @Doc("the round-trip time that 95 % keep") Optional<Expectation<Duration>> p95,
            @Doc("the round-trip time that 99 % keep") Optional<Expectation<Duration>> p99,
            @Doc("the longest round-trip time") Optional<Expectation<Duration>> longest) {}

    /** What came of it. */
    public record Result(
            @Doc("datagrams sent") int sent,
            @Doc("right answers") int received,
            @Doc("datagrams without the right answer in time") int lost,
            @Doc("the share of these") Percentage loss,
            @Doc("answers with other octets or another length") int corrupted,
            @Doc("answers that overtook earlier ones") int reorder,
            @Doc("answers beyond the first") int duplicates,
            @Doc("answers that came after their datagram was lost") int late,
            @Doc("the median round-trip time") Optional<Duration> p50,
            @Doc("the round-trip time that 95 % keep") Optional<Duration> p95,
            @Doc("the round-trip time that 99 % keep") Optional<Duration> p99,
            @Doc("the longest round-trip time") Optional<Duration> longest,
            @Doc("right answers per second") long perSecond) {}

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
        return arguments.within().plus(arguments.lossAfter()).plusSeconds(10);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        var sizes = arguments.sizes().octets();
        int planned = arguments.datagrams().orElse(sizes.size());
        Histogram times = new ConcurrentHistogram(3);
        UdpEchoPlan plan = new UdpEchoPlan(
                new InetSocketAddress(arguments.to().address(), arguments.to().port()), planned, sizes,
                arguments.window(), arguments.lossAfter(), arguments.within(), times::recordValue);
        UdpEchoResult seen = new UdpEcho(context.attachment().ip()).run(plan);
        Result result = result(seen, planned, times);
        context.recorder().record("step", new Event.Measurement("udp.echo", RecordText.of(result)));
        String examples = String.join("; ", seen.examples());
        String lost = seen.lostSizes().isEmpty() ? "" : "sizes lost: " + seen.lostSizes();
        if (!seen.ended().isEmpty()) {
            throw StepFailure.unmet("ended after " + seen.sent() + " of " + planned + " datagrams, " + seen.received()
                    + " answered: " + seen.ended(), result);
        }
        Expect expect = arguments.expect();
        return new Checks().value("loss", Optional.of(expect.loss()), result.loss())
                .value("corrupted", Optional.of(expect.corrupted()), result.corrupted())
                .value("reorder", expect.reorder(), result.reorder())
                .value("duplicates", expect.duplicates(), result.duplicates())
                .optional("p50", expect.p50(), result.p50())
                .optional("p95", expect.p95(), result.p95())
                .optional("p99", expect.p99(), result.p99())
                .optional("longest", expect.longest(), result.longest())
                .orFail(result, String.join("; ", Stream.of(
                        result.received() + " of " + planned + " answered", lost, examples)
                        .filter(part -> !part.isEmpty()).toList()));
    }

    /** Datagrams that a run did not come to send count as lost. */
    private static Result result(UdpEchoResult seen, int planned, Histogram times) {
        return new Result(seen.sent(), seen.received(), seen.lost(), Percentage.of(planned - seen.received(), planned),
                seen.corrupted(), seen.reordered(), seen.duplicates(), seen.late(), percentile(times, 50),
                percentile(times, 95), percentile(times, 99), percentile(times, 100),
                Math.round(seen.datagramsPerSecond()));
    }

    private static Optional<Duration> percentile(Histogram times, double share) {
        return times.getTotalCount() == 0 ? Optional.empty()
                : Optional.of(Duration.ofNanos(times.getValueAtPercentile(share)));
    }
}
