package dev.lanyard.runner.step.mdns;

import dev.lanyard.drivers.ip.IpHost;
import dev.lanyard.drivers.ip.LocalAddress;
import dev.lanyard.drivers.ip.mdns.MdnsClaim;
import dev.lanyard.drivers.ip.mdns.MdnsClient;
import dev.lanyard.drivers.ip.mdns.MdnsFamily;
import dev.lanyard.drivers.ip.mdns.MdnsQuery;
import dev.lanyard.drivers.ip.mdns.MdnsRecord;
import dev.lanyard.drivers.ip.mdns.MdnsService;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Checks;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.runner.value.Expectation;
import dev.lanyard.wire.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.xbill.DNS.Type;

/** Wants the accessory's name. */
@Verb(name = "mdns.conflict",
        doc = "Claims the host name or the instance name of a service for the harness, as another device with the same "
                + "name would, and defends the claim (RFC 6762 §9). The accessory must take another name.",
        example = """
                mdns.conflict: {service: _echo._udp, about: host, within: 10s, save: {name: now}}
                """)
public final class MdnsConflict implements Step<MdnsConflict.Arguments, MdnsConflict.Result> {

    private static final Duration LEARNING = Duration.ofMillis(500);
    private static final int SRV_PORT = 4;

    /** Which name is claimed. */
    public enum About {
        /** That of the host, by an address of the harness. */
        HOST,
        /** That of the service's instance, by another port. */
        INSTANCE
    }

    /** Keys of the step. */
    public record Arguments(
            @Doc("the type of service whose host or instance it is: _echo._udp") String service,
            @Doc("which instance; without it, whichever answers first") Optional<String> instance,
            @Doc("which name is claimed: host or instance") @Default("host") About about,
            @Doc("over which protocols: ipv4, ipv6, or both as a list") @Default("[ipv4]") List<MdnsFamily> over,
            @Doc("how soon the accessory must announce another name") @Default("10s") Duration within,
            @Doc("what must come of it") @Default("{}") Expect expect) {

        public Arguments {
            MdnsArguments.requireService(service);
            MdnsArguments.requireFamilies(over);
        }
    }

    /** What must come of it. */
    public record Expect(
            @Doc("the accessory's new name") @Default("present") Expectation<String> now,
            @Doc("how long it took") Optional<Expectation<Duration>> took) {}

    /** What came of it. */
    public record Result(
            @Doc("the name that was claimed, with its final dot") String was,
            @Doc("the accessory's new name, with its final dot") Optional<String> now,
            @Doc("how often the harness claimed it") int claims,
            @Doc("how often the accessory probed meanwhile") int probes,
            @Doc("how long it took") Duration took) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.within().multipliedBy(2).plusSeconds(20);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        IpHost host = context.attachment().ip();
        try (MdnsClient client = new MdnsClient(host, Set.copyOf(arguments.over()))) {
            MdnsService service = client.resolve(arguments.service(), arguments.instance(), arguments.within());
            MdnsRecord theirs = theirs(arguments, service);
            Set<String> known = client.ask(MdnsQuery.once(theirs.name(), theirs.type(), MdnsQuery.Reply.UNICAST,
                    LEARNING)).stream().flatMap(message -> message.records()).map(MdnsRecord::name)
                    .collect(Collectors.toSet());
            known.add(theirs.name());
            MdnsClaim claim = client.claim(rival(theirs, host), known, arguments.within());
            Result result = new Result(theirs.name(), claim.renamed(), claim.claims(), claim.probes(),
                    Duration.ofNanos(claim.nanos()));
            return new Checks().optional("new name", Optional.of(arguments.expect().now()), result.now())
                    .value("took", arguments.expect().took(), result.took())
                    .orFail(result, result.was() + " was claimed " + claim.claims() + " times, and the accessory probed "
                            + claim.probes() + " times");
        }
    }

    /** The accessory's record that the claim contradicts. */
    private static MdnsRecord theirs(Arguments arguments, MdnsService service) throws StepFailure {
        boolean host = arguments.about() == About.HOST;
        return service.records().stream().filter(record -> host ? record.type() == Type.A || record.type() == Type.AAAA
                : record.type() == Type.SRV).min(Comparator.comparingInt(MdnsRecord::type))
                .orElseThrow(() -> StepFailure.bench("the service has no record that could be claimed"));
    }

    /** The same record with other data: the harness' address, or another port. */
    private static MdnsRecord rival(MdnsRecord theirs, IpHost host) {
        byte[] data = theirs.rdata().toArray();
        if (theirs.type() == Type.SRV) {
            data[SRV_PORT] ^= 0x40;
        } else {
            data[data.length - 1] ^= 0x40;
            byte[] near = data;
            data = host.addresses().stream().map(LocalAddress::address).map(InetAddress::getAddress)
                    .filter(address -> address.length == near.length).findFirst().orElse(near);
        }
        return new MdnsRecord(theirs.name(), theirs.type(), true, theirs.ttl(), Bytes.wrap(data), "", theirs.source(),
                theirs.hopLimit());
    }
}
