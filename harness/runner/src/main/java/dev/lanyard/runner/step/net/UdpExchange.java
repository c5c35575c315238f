package dev.lanyard.runner.step.net;

import dev.lanyard.drivers.ip.Datagram;
import dev.lanyard.drivers.ip.IpException;
import dev.lanyard.drivers.ip.IpFailure;
import dev.lanyard.drivers.ip.UdpSocket;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.bind.Range;
import dev.lanyard.runner.step.Checks;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.runner.value.ByteTemplate;
import dev.lanyard.runner.value.Endpoint;
import dev.lanyard.runner.value.Expectation;
import dev.lanyard.wire.Bytes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/** A datagram in the accessory's own protocol. */
@Verb(name = "udp.exchange",
        doc = "Sends datagrams to the accessory and waits for an answer to each that looks as a template says: for "
                + "services with a protocol of their own, for ports that must be silent, and for datagrams with a "
                + "wrong checksum.",
        example = """
                udp.exchange:
                  to: ${server}:7
                  send: "'HELLO' 01"
                  answer: "'HELLO' ??"
                  times: 3
                  expect: {answered: 3}
                """)
public final class UdpExchange implements Step<UdpExchange.Arguments, UdpExchange.Result> {

    private static final int SHOWN = 64;

    /** Keys of the step. */
    public record Arguments(
            @Doc("the accessory's address and port") Endpoint to,
            @Doc("what is sent: hexadecimal digits and 'text'") ByteTemplate send,
            @Doc("what an answer must look like: also ?? for any octet and * for any number of them")
            @Default("\"*\"") ByteTemplate answer,
            @Doc("from which port it is sent; without it, from any")
            @Range(min = "1", max = "65535") Optional<Integer> from,
            @Doc("the UDP checksum: correct, wrong, or none (zero)") @Default("correct") UdpSocket.Checksum checksum,
            @Doc("how often it is sent") @Default("1") @Range(min = "1", max = "10000") int times,
            @Doc("how soon each must be answered") @Default("1s") Duration within,
            @Doc("what must come of it; without it, an answer to each") @Default("{}") Expect expect) {

        public Arguments {
            if (!send.isLiteral()) {
                throw new IllegalArgumentException("send needs octets: ?? and * can only be compared with");
            }
        }
    }

    /** What must come of it. */
    public record Expect(
            @Doc("datagrams that were answered as answer says; without it, all") Optional<Expectation<Integer>> answered,
            @Doc("datagrams that came back and look otherwise") @Default("0") Expectation<Integer> other,
            @Doc("datagrams answered by ICMP with port unreachable or the like") Optional<Expectation<Integer>> refused,
            @Doc("the longest time until an answer") Optional<Expectation<Duration>> longest) {}

    /** What came of it. */
    public record Result(
            @Doc("datagrams sent") int sent,
            @Doc("datagrams that were answered as answer says") int answered,
            @Doc("datagrams that came back and look otherwise") int other,
            @Doc("datagrams answered by ICMP with port unreachable or the like") int refused,
            @Doc("the longest time until an answer") Optional<Duration> longest,
            @Doc("the first octets of the last answer, in hexadecimal") Optional<String> last) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.within().multipliedBy(arguments.times()).plusSeconds(15);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        Tally tally = new Tally();
        InetSocketAddress to = new InetSocketAddress(arguments.to().address(), arguments.to().port());
        Bytes payload = arguments.send().octets();
        try (UdpSocket socket = context.attachment().ip().open(arguments.from().orElse(0))) {
            for (int i = 0; i < arguments.times(); i++) {
                long began = context.clock().nanos();
                socket.send(to, payload, arguments.checksum());
                tally.wait(socket, arguments, began, context);
            }
        }
        Result result = new Result(arguments.times(), tally.answered, tally.other, tally.refused,
                tally.longest < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(tally.longest)),
                Optional.ofNullable(tally.last).map(octets -> octets.truncate(SHOWN).toHex()));
        Expect expect = arguments.expect();
        return new Checks()
                .value("answered", Optional.of(expect.answered().orElse(new Expectation<>(Expectation.Relation.EQUAL,
                        arguments.times()))), result.answered())
                .value("other", Optional.of(expect.other()), result.other())
                .value("refused", expect.refused(), result.refused())
                .optional("longest time", expect.longest(), result.longest())
                .orFail(result, tally.oddity == null ? result.sent() + " sent" : tally.oddity);
    }

    /** What came so far. */
    private static final class Tally {
        private int answered;
        private int other;
        private int refused;
        private long longest = -1;
        private Bytes last;
        private String oddity;

        /** Waits for the answer to what was sent at {@code began}. */
        void wait(UdpSocket socket, Arguments arguments, long began, StepContext context)
                throws IpException, InterruptedException {
            long deadline = began + arguments.within().toNanos();
            while (true) {
                try {
                    Optional<Datagram> came = socket.receive(
                            Duration.ofNanos(Math.max(0, deadline - context.clock().nanos())));
                    if (came.isEmpty()) {
                        return;
                    }
                    last = came.get().payload();
                    if (isAnswer(came.get(), arguments)) {
                        answered++;
                        longest = Math.max(longest, came.get().nanos() - began);
                        return;
                    }
                    other++;
                    oddity = "from " + came.get().source().getAddress().getHostAddress() + " port "
                            + came.get().source().getPort() + " came " + last.truncate(SHOWN).toHex();
                } catch (IpException e) {
                    if (e.failure() != IpFailure.UNREACHABLE) {
                        throw e;
                    }
                    refused++;
                    oddity = e.getMessage();
                    return;
                }
            }
        }

        private static boolean isAnswer(Datagram datagram, Arguments arguments) {
            return datagram.source().getPort() == arguments.to().port()
                    && datagram.source().getAddress().equals(arguments.to().address())
                    && arguments.answer().matches(datagram.payload());
        }
    }
}
