package dev.lanyard.runner.step.net;

import dev.lanyard.drivers.ip.IpHost;
import dev.lanyard.drivers.ip.echo.EchoTraffic;
import dev.lanyard.drivers.ip.echo.EchoTraffic.Fill;
import dev.lanyard.drivers.ip.echo.UdpEcho;
import dev.lanyard.drivers.ip.echo.UdpEchoPlan;
import dev.lanyard.drivers.ip.echo.UdpEchoResult;
import dev.lanyard.drivers.kernel.SystemUdp;
import dev.lanyard.evidence.Event;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.bind.Key;
import dev.lanyard.runner.bind.Range;
import dev.lanyard.runner.step.Attachment;
import dev.lanyard.runner.step.Checks;
import dev.lanyard.runner.step.RecordText;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.runner.value.Endpoint;
import dev.lanyard.runner.value.Expectation;
import dev.lanyard.runner.value.Ipv4Interface;
import dev.lanyard.runner.value.Percentage;
import dev.lanyard.runner.value.Rate;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** Datagrams there and back. */
@Verb(name = "udp.echo",
        doc = "Sends numbered datagrams to a UDP echo (RFC 862), several under way at once, in bursts or at a rate, "
                + "and compares every octet that comes back. Counts losses, reorderings, duplicates and corruptions "
                + "and measures round-trip times. Payloads that do not fit the link's packets go in fragments. Where the "
                + "accessory counts what comes to its echo, counter tells on which way datagrams were lost.",
        example = """
                udp.echo:
                  to: ${server}:7
                  datagrams: 1000
                  sizes: {from: 0B, to: 1472B, step: 64B, also: [63B, 65B, 511B, 512B, 513B]}
                  expect: {loss: 0%, reorder: 0, p99: <= 500ms}
                """)
public final class UdpEchoStep implements Step<UdpEchoStep.Arguments, UdpEchoStep.Result> {

    private static final Duration BOUND = Duration.ofSeconds(30);

    /** Keys of the step. */
    public record Arguments(
            @Doc("the echo's address and port") Endpoint to,
            @Doc("how many datagrams; without it, one of each size")
            @Range(min = "1", max = "1000000") Optional<Integer> datagrams,
            @Doc("payload sizes, gone through in order: a size, a list, or {from, to, step, also}") @Default("64B")
            Sizes sizes,
            @Doc("how many may be under way at once") @Default("8") @Range(min = "1", max = "4096") int window,
            @Doc("how long an answer may take before its datagram is lost") @Default("1s") Duration lossAfter,
            @Doc("how many are sent back to back before all of them are waited for; without it, they flow")
            @Range(min = "1", max = "4096") Optional<Integer> burst,
            @Doc("how fast at most: datagrams (500/s) or bits of payload (10Mbit/s)") Optional<Rate> rate,
            @Doc("the octets behind the first eight, which number a datagram: noise, zeros, ones, alternating, "
                    + "counting") @Default("noise") Fill pattern,
            @Key("for") @Doc("for how long to send, instead of a number of datagrams") Optional<Duration> lasting,
            @Doc("for how long in all; without it, 30s, or with for, that and 30s") Optional<Duration> within,
            @Doc("the accessory's own count of what comes to its echo: asked before and after") Optional<Counter> counter,
            @Doc("sends by the operating system's own sockets, from this address, which its interface has until the "
                    + "accessory is let go; another than the harness' own. Only where the operating system's driver has "
                    + "the accessory (net:…)") Optional<Ipv4Interface> systemAddress,
            @Doc("what must come of it") @Default("{}") Expect expect) {

        public Arguments {
            if (lasting.isPresent() && datagrams.isPresent()) {
                throw new IllegalArgumentException("datagrams and for exclude each other: either ends the sending");
            }
            if (counter.isEmpty() && (expect.lostThere().isPresent() || expect.lostBack().isPresent())) {
                throw new IllegalArgumentException("lost-there and lost-back need counter: only the accessory knows what "
                        + "came to it");
            }
        }

        Duration bound() {
            return within.orElse(lasting.orElse(Duration.ZERO).plus(BOUND));
        }

        private EchoTraffic traffic() {
            double perSecond = rate.map(r -> r.perSecond().doubleValue()).orElse(0.0);
            boolean bits = rate.isPresent() && rate.get().unit() == Rate.Unit.BITS;
            return new EchoTraffic(pattern, burst.orElse(0), bits ? 0 : perSecond, bits ? perSecond : 0, lasting);
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
            @Doc("the longest round-trip time") Optional<Expectation<Duration>> longest,
            @Doc("the mean difference of one round-trip time and the next") Optional<Expectation<Duration>> jitter,
            @Doc("right answers per second") Optional<Expectation<Long>> perSecond,
            @Doc("datagrams that did not come to the accessory, by its count") Optional<Expectation<Long>> lostThere,
            @Doc("datagrams that came to it, and whose answer did not come back")
            Optional<Expectation<Long>> lostBack) {}

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
            @Doc("the mean difference of one round-trip time and the next") Optional<Duration> jitter,
            @Doc("right answers per second") long perSecond,
            @Doc("datagrams that came to the accessory, by its count") Optional<Long> counted,
            @Doc("datagrams that did not come to it") Optional<Long> lostThere,
            @Doc("datagrams that came to it, and whose answer did not come back") Optional<Long> lostBack) {}

    @Override
    public Duration limit(Arguments arguments) {
        Duration counting = arguments.counter().isPresent() ? Counter.limit().multipliedBy(2) : Duration.ZERO;
        return arguments.bound().plus(arguments.lossAfter()).plus(counting).plusSeconds(10);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        var sizes = arguments.sizes().octets();
        int planned = arguments.lasting().isPresent() ? Integer.MAX_VALUE
                : arguments.datagrams().orElse(sizes.size());
        RoundTrips times = new RoundTrips();
        UdpEchoPlan plan = new UdpEchoPlan(
                new InetSocketAddress(arguments.to().address(), arguments.to().port()), planned, sizes,
                Math.max(arguments.window(), arguments.burst().orElse(1)), arguments.lossAfter(), arguments.bound(),
                arguments.traffic(), times);
        IpHost host = context.attachment().ip();
        long before = arguments.counter().isPresent() ? arguments.counter().get().ask(host) : 0;
        UdpEchoResult seen = run(plan, arguments.systemAddress(), context);
        Optional<Long> counted = Optional.empty();
        if (arguments.counter().isPresent()) {
            Counter counter = arguments.counter().get();
            counted = Optional.of(counter.between(before, counter.ask(host)));
        }
        if (arguments.lasting().isPresent()) {
            planned = seen.sent();
        }
        Result result = result(seen, planned, times, counted);
        context.recorder().record("step", new Event.Measurement("udp.echo", RecordText.of(result)));
        context.recorder().record("step", new Event.Measurement("udp.echo round-trip times", times.table()));
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
                .optional("jitter", expect.jitter(), result.jitter())
                .value("per-second", expect.perSecond(), result.perSecond())
                .optional("lost-there", expect.lostThere(), result.lostThere())
                .optional("lost-back", expect.lostBack(), result.lostBack())
                .orFail(result, String.join("; ", Stream.of(
                        result.received() + " of " + planned + " answered"
                                + counted.map(came -> ", " + came + " came to the accessory").orElse(""), lost, examples)
                        .filter(part -> !part.isEmpty()).toList()));
    }

    private static UdpEchoResult run(UdpEchoPlan plan, Optional<Ipv4Interface> systemAddress, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        Attachment attachment = context.attachment();
        if (systemAddress.isEmpty()) {
            return new UdpEcho(attachment.ip()).run(plan);
        }
        Ipv4Interface own = systemAddress.get();
        attachment.systemAddress(own.address(), own.prefixLength());
        return UdpEcho.run(plan, context.clock(), taker -> new SystemUdp(own.address(), context.clock(), taker));
    }

    /** Datagrams that a run did not come to send count as lost. */
    private static Result result(UdpEchoResult seen, int planned, RoundTrips times, Optional<Long> counted) {
        long back = (long) seen.received() + seen.corrupted() + seen.late();
        return new Result(seen.sent(), seen.received(), seen.lost(), Percentage.of(planned - seen.received(), planned),
                seen.corrupted(), seen.reordered(), seen.duplicates(), seen.late(), times.percentile(50),
                times.percentile(95), times.percentile(99), times.percentile(100), times.jitter(),
                Math.round(seen.datagramsPerSecond()), counted, counted.map(came -> Math.max(0, seen.sent() - came)),
                counted.map(came -> Math.max(0, came - back)));
    }
}
