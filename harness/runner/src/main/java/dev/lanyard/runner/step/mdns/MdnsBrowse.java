package dev.lanyard.runner.step.mdns;

import dev.lanyard.drivers.ip.mdns.MdnsClient;
import dev.lanyard.drivers.ip.mdns.MdnsFamily;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.bind.Key;
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

/** Which instances of a service there are. */
@Verb(name = "mdns.browse",
        doc = "Asks by multicast DNS for the instances of a service and listens for all answers.",
        example = """
                mdns.browse:
                  service: _echo._udp
                  for: 2s
                  expect: {instances: 1, includes: "${profile.service.instance}"}
                  save: {instance: first}
                """)
public final class MdnsBrowse implements Step<MdnsBrowse.Arguments, MdnsBrowse.Result> {

    /** Keys of the step. */
    public record Arguments(
            @Doc("the service type: _echo._udp") String service,
            @Doc("over which protocols to ask: ipv4, ipv6, or both as a list") @Default("[ipv4]") List<MdnsFamily> over,
            @Key("for") @Doc("for how long to listen") @Default("2s") Duration listen,
            @Doc("what must be found") @Default("{}") Expect expect) {

        public Arguments {
            MdnsArguments.requireService(service);
            MdnsArguments.requireFamilies(over);
        }
    }

    /** What must be found. */
    public record Expect(
            @Doc("how many instances") @Default("\">= 1\"") Expectation<Integer> instances,
            @Doc("instances that must be among them") @Default("[]") List<String> includes) {}

    /** What was found. */
    public record Result(
            @Doc("how many instances") int instances,
            @Doc("the one that was heard of first") Optional<String> first,
            @Doc("all of them") List<String> names) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.listen().plusSeconds(15);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        try (MdnsClient client = new MdnsClient(context.attachment().ip(), Set.copyOf(arguments.over()))) {
            List<String> names = client.browse(arguments.service(), arguments.listen());
            Result result = new Result(names.size(), names.stream().findFirst(), names);
            return new Checks().value("instances", Optional.of(arguments.expect().instances()), names.size())
                    .includes("instance", arguments.expect().includes(), names)
                    .orFail(result, arguments.service());
        }
    }
}
