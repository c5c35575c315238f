package dev.lanyard.runner.step.net;

import dev.lanyard.drivers.ip.IpException;
import dev.lanyard.drivers.ip.IpHost;
import dev.lanyard.drivers.ip.UdpSocket;
import dev.lanyard.evidence.Event;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.bind.Range;
import dev.lanyard.runner.step.Checks;
import dev.lanyard.runner.step.RecordText;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.runner.value.Endpoint;
import dev.lanyard.runner.value.Expectation;
import dev.lanyard.runner.value.Percentage;
import dev.lanyard.runner.value.Rate;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Datagrams there, and none back. */
@Verb(name = "udp.send",
        doc = "Sends datagrams that nobody answers to a port of the accessory (RFC 863), and asks the accessory how many of "
                + "them came: one way alone.",
        example = """
                udp.send:
                  to: ${server}:9
                  datagrams: 200
                  rate: 2000/s
                  counter: {to: "${server}:7690", question: "'COUNT? 9'", answer: "'COUNT 9 ' #"}
                  expect: {lost: 0}
                """)
public final class UdpSend implements Step<UdpSend.Arguments, UdpSend.Result> {

    private static final Duration ASKING = Duration.ofMillis(100);

    /** Keys of the step. */
    public record Arguments(
            @Doc("the accessory's address and port") Endpoint to,
            @Doc("how many datagrams") @Default("100") @Range(min = "1", max = "1000000") int datagrams,
            @Doc("payload sizes, gone through in order: a size, a list, or {from, to, step, also}") @Default("64B")
            Sizes sizes,
            @Doc("how fast at most: datagrams (500/s) or bits of payload (10Mbit/s)") Optional<Rate> rate,
            @Doc("the accessory's own count of what comes to the port: asked before and after") Counter counter,
            @Doc("how soon after the last one all must have come") @Default("1s") Duration within,
            @Doc("what must come of it") @Default("{}") Expect expect) {

        Duration sending() {
            double each = rate.map(r -> (r.unit() == Rate.Unit.BITS ? 8.0 * mean() : 1.0)
                    / r.perSecond().doubleValue()).orElse(0.0);
            return Duration.ofNanos((long) (each * datagrams * 1e9)).plus(Duration.ofNanos(datagrams * 100_000L));
        }

        private double mean() {
            return sizes.octets().stream().mapToInt(Integer::intValue).average().orElse(0);
        }
    }

    /** What must come of it. */
    public record Expect(
            @Doc("datagrams that did not come to the accessory") @Default("0") Expectation<Long> lost,
            @Doc("the share of these") Optional<Expectation<Percentage>> loss) {}

    /** What came of it. */
    public record Result(
            @Doc("datagrams sent") int sent,
            @Doc("datagrams that came to the accessory, by its count") long counted,
            @Doc("datagrams that did not") long lost,
            @Doc("the share of these") Percentage loss) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.sending().plus(arguments.within()).plus(Counter.limit().multipliedBy(3)).plusSeconds(15);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        IpHost host = context.attachment().ip();
        Counter counter = arguments.counter();
        long before = counter.ask(host);
        send(arguments, host);
        long deadline = host.clock().nanos() + arguments.within().toNanos();
        long counted = counter.between(before, counter.ask(host));
        while (counted < arguments.datagrams() && host.clock().nanos() < deadline) {
            Thread.sleep(ASKING);
            counted = counter.between(before, counter.ask(host));
        }
        long lost = Math.max(0, arguments.datagrams() - counted);
        Result result = new Result(arguments.datagrams(), counted, lost,
                Percentage.of(lost, arguments.datagrams()));
        context.recorder().record("step", new Event.Measurement("udp.send", RecordText.of(result)));
        return new Checks().value("lost", Optional.of(arguments.expect().lost()), result.lost())
                .value("loss", arguments.expect().loss(), result.loss())
                .orFail(result, "the accessory counts " + counted + " of " + arguments.datagrams());
    }

    private static void send(Arguments arguments, IpHost host) throws IpException, InterruptedException {
        InetSocketAddress to = new InetSocketAddress(arguments.to().address(), arguments.to().port());
        List<Integer> sizes = arguments.sizes().octets();
        byte[] payload = new byte[sizes.stream().mapToInt(Integer::intValue).max().orElse(0)];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = (byte) i;
        }
        Rate.Unit unit = arguments.rate().map(Rate::unit).orElse(Rate.Unit.THINGS);
        double perSecond = arguments.rate().map(rate -> rate.perSecond().doubleValue()).orElse(0.0);
        host.resolve(to.getAddress(), arguments.within());
        long began = host.clock().nanos();
        long units = 0;
        try (UdpSocket socket = host.open(0)) {
            for (int i = 0; i < arguments.datagrams(); i++) {
                long due = perSecond == 0 ? 0 : began + (long) (units / perSecond * 1e9) - host.clock().nanos();
                if (due > 0) {
                    socket.flush();
                    Thread.sleep(Duration.ofNanos(due));
                }
                int size = sizes.get(i % sizes.size());
                socket.send(to, payload, 0, size);
                units += unit == Rate.Unit.BITS ? 8L * size : 1;
            }
            socket.flush();
        }
    }
}
