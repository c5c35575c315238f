package dev.lanyard.runner.step.mdns;

import dev.lanyard.drivers.ip.mdns.MdnsClient;
import dev.lanyard.drivers.ip.mdns.MdnsFamily;
import dev.lanyard.drivers.ip.mdns.MdnsMessage;
import dev.lanyard.drivers.ip.mdns.MdnsQuery;
import dev.lanyard.drivers.ip.mdns.MdnsRecord;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.bind.Key;
import dev.lanyard.runner.step.Checks;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Type;

/** Which types of service there are. */
@Verb(name = "mdns.types",
        doc = "Asks by multicast DNS which types of service there are (RFC 6763 §9) and listens for all answers.",
        example = "mdns.types: {for: 1500ms, expect: {includes: [_echo._udp]}}")
public final class MdnsTypes implements Step<MdnsTypes.Arguments, MdnsTypes.Result> {

    private static final String ENUMERATION = "_services._dns-sd._udp.local.";

    /** Keys of the step. */
    public record Arguments(
            @Doc("over which protocols to ask: ipv4, ipv6, or both as a list") @Default("[ipv4]") List<MdnsFamily> over,
            @Key("for") @Doc("for how long to listen") @Default("2s") Duration listen,
            @Doc("what must be found") @Default("{}") Expect expect) {

        public Arguments {
            MdnsArguments.requireFamilies(over);
        }
    }

    /** What must be found. */
    public record Expect(@Doc("types that must be among them") @Default("[]") List<String> includes) {}

    /** What was found. */
    public record Result(@Doc("the types, without .local") List<String> types) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.listen().plusSeconds(15);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        try (MdnsClient client = new MdnsClient(context.attachment().ip(), Set.copyOf(arguments.over()))) {
            List<MdnsMessage> answers = client.ask(MdnsQuery.once(ENUMERATION, Type.PTR, MdnsQuery.Reply.MULTICAST,
                    arguments.listen()));
            List<String> types = answers.stream().flatMap(message -> message.answers().stream())
                    .filter(record -> record.name().equalsIgnoreCase(ENUMERATION)).map(MdnsRecord::target)
                    .flatMap(Optional::stream).map(type -> type.replaceFirst("\\.local\\.$", "")).distinct().toList();
            return new Checks().includes("type", arguments.expect().includes(), types)
                    .orFail(new Result(types), answers.isEmpty() ? "nobody answered" : "");
        }
    }
}
