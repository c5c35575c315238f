package dev.lanyard.runner.step.mdns;

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
import dev.lanyard.wire.DeviceText;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds a service. */
@Verb(name = "mdns.resolve",
        doc = "Asks by multicast DNS for an instance of a service until its host, port, text and an address are known.",
        example = """
                mdns.resolve:
                  service: _echo._udp
                  over: [ipv4, ipv6]
                  within: 5s
                  expect: {port: 7, text: {txtvers: "1", size: present}}
                  save: {peer: address, port: port, host: host}
                """)
public final class MdnsResolve implements Step<MdnsResolve.Arguments, MdnsResolve.Result> {

    private static final int LONGEST_TEXT = 256;

    /** Keys of the step. */
    public record Arguments(
            @Doc("the service type: _echo._udp") String service,
            @Doc("which instance; without it, whichever answers first") Optional<String> instance,
            @Doc("over which protocols to ask: ipv4, ipv6, or both as a list") @Default("[ipv4]") List<MdnsFamily> over,
            @Doc("how soon everything must be known") @Default("5s") Duration within,
            @Doc("what must be found") @Default("{}") Expect expect) {

        public Arguments {
            MdnsArguments.requireService(service);
            MdnsArguments.requireFamilies(over);
        }
    }

    /** What must be found. */
    public record Expect(
            @Doc("the port") Optional<Expectation<Integer>> port,
            @Doc("an IPv4 address, or any address when it has none") Optional<Expectation<InetAddress>> address,
            @Doc("an IPv6 address") Optional<Expectation<InetAddress>> ipv6,
            @Doc("the host name, with its final dot") Optional<Expectation<String>> host,
            @Doc("keys of the TXT record with what each must be; a key without value is present and has none")
            @Default("{}") Map<String, Expectation<String>> text,
            @Doc("how long it took") Optional<Expectation<Duration>> took) {}

    /** What was found. */
    public record Result(
            @Doc("its first IPv4 address, or its first address when it has none") InetAddress address,
            @Doc("its first IPv6 address") Optional<InetAddress> ipv6,
            @Doc("its port") int port,
            @Doc("its instance name") String instance,
            @Doc("its host name") String host,
            @Doc("its TXT record, key=value") List<String> text,
            @Doc("how long it took") Duration took) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.within().plusSeconds(15);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        try (MdnsClient client = new MdnsClient(context.attachment().ip(), Set.copyOf(arguments.over()))) {
            MdnsService found = client.resolve(arguments.service(), arguments.instance(), arguments.within());
            Map<String, String> text = new LinkedHashMap<>();
            found.txt().forEach((key, value) -> text.put(DeviceText.line(key, LONGEST_TEXT), value.map(octets ->
                    DeviceText.line(new String(octets.toArray(), StandardCharsets.UTF_8), LONGEST_TEXT)).orElse("")));
            InetAddress address = found.addresses().stream().filter(Inet4Address.class::isInstance).findFirst()
                    .orElse(found.addresses().getFirst());
            Optional<InetAddress> ipv6 = found.addresses().stream().filter(Inet6Address.class::isInstance).findFirst();
            Result result = new Result(address, ipv6, found.port(), found.instance(), found.host(),
                    text.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList(),
                    Duration.ofNanos(found.nanos()));
            Expect expect = arguments.expect();
            Checks checks = new Checks().value("port", expect.port(), result.port())
                    .value("address", expect.address(), result.address())
                    .optional("ipv6", expect.ipv6(), result.ipv6())
                    .value("host", expect.host(), result.host())
                    .value("took", expect.took(), result.took());
            expect.text().forEach((key, value) -> checks.optional("text " + key, Optional.of(value),
                    text.entrySet().stream().filter(e -> e.getKey().equalsIgnoreCase(key)).map(Map.Entry::getValue)
                            .findFirst()));
            return checks.orFail(result, arguments.service());
        }
    }
}
