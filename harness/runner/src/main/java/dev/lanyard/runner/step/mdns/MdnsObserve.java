package dev.lanyard.runner.step.mdns;

import dev.lanyard.drivers.ip.Datagram;
import dev.lanyard.drivers.ip.IpHost;
import dev.lanyard.drivers.ip.Overheard;
import dev.lanyard.drivers.ip.mdns.MdnsClient;
import dev.lanyard.drivers.ip.mdns.MdnsMessage;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.bind.Range;
import dev.lanyard.runner.step.Checks;
import dev.lanyard.runner.step.Mark;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.runner.value.Expectation;
import dev.lanyard.runner.value.Literals;
import dev.lanyard.runner.value.StepRef;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Waits for what an accessory says unasked. */
@Verb(name = "mdns.observe",
        doc = "Waits for probes, announcements or goodbyes of multicast DNS, without asking anything. What came since "
                + "the step named by after counts too.",
        example = """
                mdns.observe: {what: probe, after: alt1, count: 3, within: 3s, save: {probed: first}}
                """)
public final class MdnsObserve implements Step<MdnsObserve.Arguments, MdnsObserve.Result> {

    /** What is waited for. */
    public enum What {
        /** A query with proposed records (RFC 6762 §8.1). */
        PROBE(MdnsMessage.Kind.PROBE),
        /** A response to the group, with records that live. */
        ANNOUNCEMENT(MdnsMessage.Kind.ANNOUNCEMENT),
        /** A response that withdraws records (RFC 6762 §10.1). */
        GOODBYE(MdnsMessage.Kind.GOODBYE);

        private final MdnsMessage.Kind kind;

        What(MdnsMessage.Kind kind) {
            this.kind = kind;
        }
    }

    /** Keys of the step. */
    public record Arguments(
            @Doc("what is waited for: probe, announcement or goodbye") What what,
            @Doc("the step from whose beginning on it counts") Optional<StepRef> after,
            @Doc("a name that it must be about: lanyard.local") Optional<String> name,
            @Doc("how many must come") @Default("1") @Range(min = "1") int count,
            @Doc("how soon they must come") @Default("3s") Duration within,
            @Doc("what else must be") @Default("{}") Expect expect) {}

    /** What else must be. */
    public record Expect(
            @Doc("when the first came") Optional<Expectation<Duration>> first,
            @Doc("the shortest time from one to the next, of one protocol") Optional<Expectation<Duration>> interval) {}

    /** What came. */
    public record Result(
            @Doc("how many came") int count,
            @Doc("when the first came") Optional<Duration> first,
            @Doc("the shortest time from one to the next, of one protocol") Optional<Duration> interval) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.within().plusSeconds(10);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        IpHost host = context.attachment().ip();
        Mark from = arguments.after().isPresent() ? context.startOf(arguments.after().get()) : context.start();
        // Marks count from the attempt's beginning, the host by its clock.
        long zero = context.clock().nanos() - context.recorder().nanos();
        long begin = zero + from.nanos();
        long deadline = begin + arguments.within().toNanos();
        Overheard.Reader heard = host.overheard().since(begin);
        List<MdnsMessage> found = new ArrayList<>();
        TreeMap<String, Integer> others = new TreeMap<>();
        while (ofOneFamily(found) < arguments.count()) {
            Optional<Datagram> next = heard.next(deadline);
            if (next.isEmpty()) {
                break;
            }
            next.filter(d -> d.destinationPort() == MdnsClient.PORT).flatMap(MdnsMessage::read).ifPresent(message -> {
                if (message.kind() == arguments.what().kind && arguments.name().map(message::isAbout).orElse(true)) {
                    found.add(message);
                } else {
                    others.merge(Literals.kebab(message.kind()), 1, Integer::sum);
                }
            });
        }
        int count = ofOneFamily(found);
        Result result = new Result(count, found.stream().findFirst()
                .map(message -> Duration.ofNanos(message.nanos() - begin)), interval(found));
        if (count < arguments.count()) {
            throw StepFailure.unmet(count + " of " + arguments.count() + " " + Literals.show(arguments.what())
                    + " messages" + arguments.name().map(name -> " about " + name).orElse("") + " within "
                    + Literals.show(arguments.within()) + "; heard besides: " + (others.isEmpty() ? "nothing" : others),
                    result);
        }
        return new Checks().optional("first", arguments.expect().first(), result.first())
                .optional("interval", arguments.expect().interval(), result.interval())
                .orFail(result, count + " came");
    }

    /** The same message goes out over both protocols: that is one. */
    private static int ofOneFamily(List<MdnsMessage> messages) {
        int ipv4 = (int) messages.stream().filter(MdnsObserve::isIpv4).count();
        return Math.max(ipv4, messages.size() - ipv4);
    }

    private static boolean isIpv4(MdnsMessage message) {
        return message.destination().getAddress().length == 4;
    }

    private static Optional<Duration> interval(List<MdnsMessage> messages) {
        long shortest = Long.MAX_VALUE;
        for (boolean ipv4 : new boolean[] {true, false}) {
            List<MdnsMessage> family = messages.stream().filter(m -> isIpv4(m) == ipv4).toList();
            for (int i = 1; i < family.size(); i++) {
                shortest = Math.min(shortest, family.get(i).nanos() - family.get(i - 1).nanos());
            }
        }
        return shortest == Long.MAX_VALUE ? Optional.empty() : Optional.of(Duration.ofNanos(shortest));
    }
}
