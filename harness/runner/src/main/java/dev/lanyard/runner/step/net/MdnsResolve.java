package dev.lanyard.runner.step.net;

import dev.lanyard.drivers.ip.mdns.MdnsClient;
import dev.lanyard.drivers.ip.mdns.MdnsFamily;
import dev.lanyard.drivers.ip.mdns.MdnsService;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Checks;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.runner.value.Expectation;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds a service. */
@Verb(name = "mdns.resolve",
        doc = "Asks by multicast DNS for an instance of a service until its host, port, text and an address are known.",
        example = "mdns.resolve: {service: _echo._udp, within: 5s, save: {peer: address, port: port}}")
public final class MdnsResolve implements Step<MdnsResolve.Arguments, MdnsResolve.Result> {

    /** Keys of the step. */
    public record Arguments(
            @Doc("the service type: _echo._udp") String service,
            @Doc("which instance; without it, whichever answers first") Optional<String> instance,
            @Doc("over which protocols to ask: ipv4, ipv6, or both as a list") @Default("[ipv4]") List<MdnsFamily> over,
            @Doc("how soon everything must be known") @Default("5s") Duration within,
            @Doc("what must be found") @Default("{}") Expect expect) {

        public Arguments {
            if (!service.matches("_[A-Za-z0-9-]{1,15}\\._(udp|tcp)")) {
                throw new IllegalArgumentException("a service type is _name._udp or _name._tcp, not " + service);
            }
            if (over.isEmpty()) {
                throw new IllegalArgumentException("over needs a protocol");
            }
        }
    }

    /** What must be found. */
    public record Expect(
            @Doc("the port") Optional<Expectation<Integer>> port,
            @Doc("an address") Optional<Expectation<InetAddress>> address,
            @Doc("how long it took") Optional<Expectation<Duration>> took) {}

    /** What was found. */
    public record Result(
            @Doc("its first IPv4 address, or its first address when it has none") InetAddress address,
            @Doc("its port") int port,
            @Doc("its instance name") String instance,
            @Doc("its host name") String host,
            @Doc("how long it took") Duration took) {}

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
        return arguments.within().plusSeconds(15);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        try (MdnsClient client = new MdnsClient(context.attachment().ip(), Set.copyOf(arguments.over()))) {
            MdnsService found = client.resolve(arguments.service(), arguments.instance(), arguments.within());
            InetAddress address = found.addresses().stream().filter(Inet4Address.class::isInstance).findFirst()
                    .orElse(found.addresses().getFirst());
            Result result = new Result(address, found.port(), found.instance(), found.host(),
                    Duration.ofNanos(found.nanos()));
            return new Checks().value("port", arguments.expect().port(), result.port())
                    .value("address", arguments.expect().address(), result.address())
                    .value("took", arguments.expect().took(), result.took())
                    .orFail(result, arguments.service());
        }
    }
}
