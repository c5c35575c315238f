package dev.lanyard.runner.step.mdns;

import dev.lanyard.drivers.ip.IpHost;
import dev.lanyard.drivers.ip.mdns.MdnsClient;
import dev.lanyard.drivers.ip.mdns.MdnsFamily;
import dev.lanyard.drivers.ip.mdns.MdnsMessage;
import dev.lanyard.drivers.ip.mdns.MdnsQuery;
import dev.lanyard.drivers.ip.mdns.MdnsRecord;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.bind.Key;
import dev.lanyard.runner.bind.Range;
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
import java.util.Set;
import org.xbill.DNS.Type;

/** One question in any of its forms. */
@Verb(name = "mdns.query",
        doc = "Asks one mDNS question: for an answer to everybody, to the harness alone (QU), or as a plain DNS "
                + "resolver; once or often; with or without the answers that are already known. Listens, and counts "
                + "the responses that answer it.",
        example = """
                mdns.query:
                  name: ${profile.service.host}
                  type: a
                  reply: unicast
                  expect: {unicast: 1}
                """,
        before = "mdns.observe: {what: announcement, after: alt1, within: 10s}")
public final class MdnsQueryStep implements Step<MdnsQueryStep.Arguments, MdnsQueryStep.Result> {

    /** What is asked of one alone is answered at once. */
    private static final Duration LEARNING = Duration.ofMillis(500);
    private static final int MOST_SHOWN = 20;

    /** Type of record. */
    public enum RecordType {
        A(Type.A), AAAA(Type.AAAA), PTR(Type.PTR), SRV(Type.SRV), TXT(Type.TXT), NSEC(Type.NSEC), ANY(Type.ANY);

        private final int value;

        RecordType(int value) {
            this.value = value;
        }
    }

    /** Keys of the step. */
    public record Arguments(
            @Doc("the name asked for: lanyard.local, _echo._udp.local") String name,
            @Doc("the type of record asked for") RecordType type,
            @Doc("over which protocols to ask: ipv4, ipv6, or both as a list") @Default("[ipv4]") List<MdnsFamily> over,
            @Doc("which answer is asked for: multicast, unicast (QU), or legacy (from another port than 5353)")
            @Default("multicast") MdnsQuery.Reply reply,
            @Doc("first asks without, for the harness alone, then with the answers to that (RFC 6762 §7.1); the second "
                    + "time counts")
            @Default("false") boolean knownAnswers,
            @Doc("how often it is asked") @Default("1") @Range(min = "1", max = "1000") int times,
            @Doc("how long after one the next is asked") @Default("100ms") Duration every,
            @Key("for") @Doc("for how long to listen after the last one") @Default("1500ms") Duration listen,
            @Doc("what must come") @Default("{}") Expect expect) {

        public Arguments {
            MdnsArguments.requireFamilies(over);
        }
    }

    /** What must come. */
    public record Expect(
            @Doc("responses that answer the question") Optional<Expectation<Integer>> responses,
            @Doc("those of them that came to the harness alone") Optional<Expectation<Integer>> unicast,
            @Doc("those that came to everybody") Optional<Expectation<Integer>> multicast,
            @Doc("the time to live of the first answer, in seconds") Optional<Expectation<Long>> ttl) {}

    /** What came. */
    public record Result(
            @Doc("responses that answer the question") int responses,
            @Doc("those of them that came to the harness alone") int unicast,
            @Doc("those that came to everybody") int multicast,
            @Doc("the time to live of the first answer, in seconds") Optional<Long> ttl,
            @Doc("the answers, each once") List<String> answers) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.every().multipliedBy(arguments.times()).plus(arguments.listen()).plus(LEARNING)
                .plusSeconds(15);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        IpHost host = context.attachment().ip();
        try (MdnsClient client = new MdnsClient(host, Set.copyOf(arguments.over()))) {
            List<MdnsRecord> known = List.of();
            if (arguments.knownAnswers()) {
                known = answers(arguments, client.ask(MdnsQuery.once(arguments.name(), arguments.type().value,
                        MdnsQuery.Reply.UNICAST, LEARNING)));
                if (known.isEmpty()) {
                    throw StepFailure.unmet("nobody answers the question without known answers, so none can be named");
                }
            }
            List<MdnsMessage> came = client.ask(new MdnsQuery(arguments.name(), arguments.type().value,
                    arguments.reply(), known, arguments.times(), arguments.every(), arguments.listen()));
            int multicast = (int) came.stream().filter(m -> m.destination().isMulticastAddress()).count();
            List<MdnsRecord> answers = answers(arguments, came);
            Result result = new Result(came.size(), came.size() - multicast, multicast,
                    answers.stream().map(MdnsRecord::ttl).findFirst(),
                    answers.stream().map(MdnsRecord::text).distinct().limit(MOST_SHOWN).toList());
            Expect expect = arguments.expect();
            return new Checks().value("responses", expect.responses(), result.responses())
                    .value("unicast", expect.unicast(), result.unicast())
                    .value("multicast", expect.multicast(), result.multicast())
                    .optional("ttl", expect.ttl(), result.ttl())
                    .orFail(result, arguments.name() + " " + arguments.type());
        }
    }

    private static List<MdnsRecord> answers(Arguments arguments, List<MdnsMessage> messages) {
        String wanted = arguments.name().endsWith(".") ? arguments.name() : arguments.name() + ".";
        return messages.stream().flatMap(message -> message.answers().stream())
                .filter(record -> record.name().equalsIgnoreCase(wanted) && (arguments.type() == RecordType.ANY
                        || record.type() == arguments.type().value)).toList();
    }
}
