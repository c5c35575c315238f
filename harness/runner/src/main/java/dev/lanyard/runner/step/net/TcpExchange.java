package dev.lanyard.runner.step.net;

import dev.lanyard.drivers.ip.IpException;
import dev.lanyard.drivers.ip.IpFailure;
import dev.lanyard.drivers.ip.TcpConnection;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
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

/** Opens a connection, says something and hears the answer. */
@Verb(name = "tcp.exchange",
        doc = "Opens a TCP connection to the accessory, sends octets, waits for an answer that looks as a template says, "
                + "and closes the connection.",
        example = """
                tcp.exchange:
                  to: ${server}:7
                  send: "'HELLO' 0d0a"
                  answer: "'HELLO' *"
                  expect: {answered: true, took: <= 2s}
                """)
public final class TcpExchange implements Step<TcpExchange.Arguments, TcpExchange.Result> {

    private static final int SHOWN = 64;

    /** Keys of the step. */
    public record Arguments(
            @Doc("the accessory's address and port") Endpoint to,
            @Doc("what is sent: hexadecimal digits and 'text'; nothing for services that speak first")
            @Default("\"\"") ByteTemplate send,
            @Doc("what the answer must look like: also ?? for any octet and * for any number of them")
            @Default("\"*\"") ByteTemplate answer,
            @Doc("how soon the whole answer must be there") @Default("5s") Duration within,
            @Doc("what must come of it") @Default("{}") Expect expect) {

        public Arguments {
            if (!send.isLiteral()) {
                throw new IllegalArgumentException("send needs octets: ?? and * can only be compared with");
            }
        }
    }

    /** What must come of it. */
    public record Expect(
            @Doc("whether the connection is taken") @Default("true") Expectation<Boolean> connected,
            @Doc("whether an answer comes that looks as answer says; without it, when it is connected")
            Optional<Expectation<Boolean>> answered,
            @Doc("how long it took from the first packet to the answer") Optional<Expectation<Duration>> took) {}

    /** What came of it. */
    public record Result(
            @Doc("whether the connection was taken") boolean connected,
            @Doc("whether an answer came that looks as answer says") boolean answered,
            @Doc("octets of the answer") int octets,
            @Doc("its first octets, in hexadecimal") String answer,
            @Doc("segments that had to be sent again") int retransmissions,
            @Doc("how long it took from the first packet to the answer") Duration took) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.within().plusSeconds(15);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        InetSocketAddress to = new InetSocketAddress(arguments.to().address(), arguments.to().port());
        long began = context.clock().nanos();
        Result result;
        String seen;
        try (TcpConnection connection = context.attachment().ip().connect(to, arguments.within())) {
            connection.send(arguments.send().octets(), arguments.within());
            Bytes answer = Bytes.EMPTY;
            Duration left = left(arguments, context, began);
            // The template says when it has enough, the end of the stream that no more will come.
            while (!arguments.answer().matches(answer) || answer.isEmpty()) {
                Bytes more = connection.receive(1, left);
                left = left(arguments, context, began);
                if (more.isEmpty()) {
                    break;
                }
                answer = answer.concat(more);
            }
            result = new Result(true, arguments.answer().matches(answer), answer.length(),
                    answer.truncate(SHOWN).toHex(), connection.retransmissions(),
                    Duration.ofNanos(context.clock().nanos() - began));
            seen = "the answer is " + (answer.isEmpty() ? "empty" : answer.truncate(SHOWN).toHex());
        } catch (IpException e) {
            if (e.failure() != IpFailure.UNREACHABLE && e.failure() != IpFailure.NO_REPLY) {
                throw e;
            }
            result = new Result(false, false, 0, "", 0, Duration.ofNanos(context.clock().nanos() - began));
            seen = e.getMessage();
        }
        Checks checks = new Checks()
                .value("connected", Optional.of(arguments.expect().connected()), result.connected())
                .value("took", arguments.expect().took(), result.took());
        Optional<Expectation<Boolean>> answered = arguments.expect().answered();
        if (answered.isPresent() || result.connected()) {
            checks.value("answered", Optional.of(answered.orElse(
                    new Expectation<>(Expectation.Relation.EQUAL, true))), result.answered());
        }
        return checks.orFail(result, seen);
    }

    private static Duration left(Arguments arguments, StepContext context, long began) {
        return Duration.ofNanos(Math.max(0, began + arguments.within().toNanos() - context.clock().nanos()));
    }
}
