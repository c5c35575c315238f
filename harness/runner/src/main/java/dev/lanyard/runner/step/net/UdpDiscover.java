package dev.lanyard.runner.step.net;

import dev.lanyard.drivers.ip.Datagram;
import dev.lanyard.drivers.ip.UdpSocket;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.bind.Range;
import dev.lanyard.runner.bind.Key;
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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Discovery in the accessory's own protocol. */
@Verb(name = "udp.discover",
        doc = "Sends a datagram to a multicast group or a broadcast address, on the accessory's link only, and listens "
                + "for answers that look as a template says: for accessories with a discovery protocol of their own.",
        example = """
                udp.discover:
                  to: 239.255.76.89:7689
                  send: "'LANYARD?'"
                  answer: "'LANYARD ' *"
                  for: 1s
                  save: {peer: address, port: port}
                """)
public final class UdpDiscover implements Step<UdpDiscover.Arguments, UdpDiscover.Result> {

    private static final int SHOWN = 64;
    private static final int MOST_ANSWERS = 1000;

    /** Keys of the step. */
    public record Arguments(
            @Doc("the group or broadcast address, and the port") Endpoint to,
            @Doc("what is sent: hexadecimal digits and 'text'") ByteTemplate send,
            @Doc("what an answer must look like: also ?? for any octet and * for any number of them")
            @Default("\"*\"") ByteTemplate answer,
            @Doc("how many routers it may pass: TTL or hop limit") @Default("1") @Range(min = "1", max = "255") int ttl,
            @Doc("how often it is sent, with the same time between") @Default("1")
            @Range(min = "1", max = "100") int times,
            @Key("for") @Doc("for how long to listen in all") @Default("1s") Duration listen,
            @Doc("what must come of it") @Default("{}") Expect expect) {

        public Arguments {
            if (!send.isLiteral()) {
                throw new IllegalArgumentException("send needs octets: ?? and * can only be compared with");
            }
        }
    }

    /** What must come of it. */
    public record Expect(
            @Doc("senders whose answer looks as answer says") @Default("\">= 1\"") Expectation<Integer> answers,
            @Doc("datagrams that look otherwise") @Default("0") Expectation<Integer> other,
            @Doc("the first one's address") Optional<Expectation<InetAddress>> address,
            @Doc("when the first one came") Optional<Expectation<Duration>> took) {}

    /** What came of it. */
    public record Result(
            @Doc("senders whose answer looks as answer says") int answers,
            @Doc("datagrams that look otherwise") int other,
            @Doc("the first one's address") Optional<InetAddress> address,
            @Doc("the port it answered from") Optional<Integer> port,
            @Doc("when the first one came") Optional<Duration> took,
            @Doc("its first octets, in hexadecimal") Optional<String> octets) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.listen().plusSeconds(15);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        InetSocketAddress to = new InetSocketAddress(arguments.to().address(), arguments.to().port());
        Bytes payload = arguments.send().octets();
        Map<InetSocketAddress, Datagram> answers = new LinkedHashMap<>();
        int other = 0;
        long began = context.clock().nanos();
        long part = arguments.listen().toNanos() / arguments.times();
        try (UdpSocket socket = context.attachment().ip().open(0)) {
            socket.groupTtl(arguments.ttl());
            for (int i = 1; i <= arguments.times(); i++) {
                socket.send(to, payload);
                socket.flush();
                long until = began + part * i;
                Optional<Datagram> came;
                do {
                    came = socket.receive(Duration.ofNanos(Math.max(0, until - context.clock().nanos())));
                    if (came.isPresent() && !arguments.answer().matches(came.get().payload())) {
                        other++;
                    } else if (answers.size() < MOST_ANSWERS) {
                        came.ifPresent(datagram -> answers.putIfAbsent(datagram.source(), datagram));
                    }
                } while (came.isPresent());
            }
        }
        Optional<Datagram> first = answers.values().stream().findFirst();
        Result result = new Result(answers.size(), other, first.map(d -> d.source().getAddress()),
                first.map(d -> d.source().getPort()), first.map(d -> Duration.ofNanos(d.nanos() - began)),
                first.map(d -> d.payload().truncate(SHOWN).toHex()));
        Expect expect = arguments.expect();
        return new Checks().value("answers", Optional.of(expect.answers()), result.answers())
                .value("other", Optional.of(expect.other()), result.other())
                .optional("address", expect.address(), result.address())
                .optional("took", expect.took(), result.took())
                .orFail(result, "asked " + arguments.to());
    }
}
