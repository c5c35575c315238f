package dev.lanyard.runner.step.dhcp;

import dev.lanyard.drivers.ip.dhcp.DhcpServer;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Checks;
import dev.lanyard.runner.step.Situation;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.runner.value.Expectation;
import dev.lanyard.runner.value.StepRef;
import dev.lanyard.wire.DeviceText;
import dev.lanyard.wire.dhcp.DhcpMessage;
import dev.lanyard.wire.dhcp.DhcpMessageType;
import dev.lanyard.wire.dhcp.DhcpOption;
import dev.lanyard.wire.net.MacAddress;
import java.io.IOException;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the accessory asked of the harness' DHCP server. */
@Verb(name = "dhcp.served",
        doc = "Waits until the server of dhcp.serve has heard a message of the accessory, as a rule the REQUEST by which it "
                + "takes an address; what was before the step counts too, unless after names a step.",
        example = "dhcp.served: {within: 200ms, expect: {address: absent}}",
        after = Situation.LINK_UP,
        before = "dhcp.serve: {address: 10.55.0.1/24}")
public final class DhcpServed implements Step<DhcpServed.Arguments, DhcpServed.Result> {

    private static final int MOST_NAMED = 12;

    /** A kind of message. */
    public enum Wanted {
        LEASE, RENEWAL, DISCOVER, DECLINE, RELEASE;

        boolean is(DhcpServer.Exchange exchange) {
            boolean renewal = !exchange.request().ciaddr().isAnyLocalAddress();
            return switch (this) {
                case LEASE -> exchange.granted() && isType(exchange, DhcpMessageType.REQUEST) && !renewal;
                case RENEWAL -> exchange.granted() && isType(exchange, DhcpMessageType.REQUEST) && renewal;
                case DISCOVER -> isType(exchange, DhcpMessageType.DISCOVER);
                case DECLINE -> isType(exchange, DhcpMessageType.DECLINE);
                case RELEASE -> isType(exchange, DhcpMessageType.RELEASE);
            };
        }

        private static boolean isType(DhcpServer.Exchange exchange, DhcpMessageType type) {
            return exchange.request().type().filter(type::equals).isPresent();
        }
    }

    /** Keys of the step. */
    public record Arguments(
            @Doc("how soon it must come") @Default("10s") Duration within,
            @Doc("which: lease (an address was acknowledged), renewal (one that the client had), discover, decline, "
                    + "release") @Default("lease") Wanted message,
            @Doc("the step from whose beginning on it counts") Optional<StepRef> after,
            @Doc("what must come of it") @Default("{address: present}") Expect expect) {}

    /** What must come of it. */
    public record Expect(
            @Doc("the address leased or given up") Optional<Expectation<Inet4Address>> address) {}

    /** What came of it. */
    public record Result(
            @Doc("the address leased or given up") Optional<Inet4Address> address,
            @Doc("the client's MAC address") Optional<MacAddress> client,
            @Doc("the name it gave itself (option 12)") Optional<String> hostName,
            @Doc("how many messages clients have sent in all") int messages) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.within().plusSeconds(10);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        DhcpServer server = context.attachment().services().find(DhcpServer.class).orElseThrow(() ->
                StepFailure.bench("nobody serves; dhcp.serve must come before this step"));
        long from = arguments.after().isPresent() ? context.clock().nanos() - context.recorder().nanos()
                + context.startOf(arguments.after().get()).nanos() : Long.MIN_VALUE;
        Optional<DhcpServer.Exchange> found = server.await(exchange -> exchange.nanos() >= from
                && arguments.message().is(exchange), arguments.within());
        Result result = new Result(found.map(DhcpServed::address), found.map(e -> e.request().clientMac()),
                found.flatMap(e -> e.request().option(DhcpOption.HOST_NAME)).map(DeviceText::quoted),
                server.exchanges().size());
        return new Checks().optional("address", arguments.expect().address(), result.address())
                .orFail(result, server.exchanges().stream().map(e -> e.request().type().map(Enum::name).orElse("?")
                        + e.answer().flatMap(DhcpMessage::type).map(type -> " answered by " + type.name()).orElse(""))
                        .limit(MOST_NAMED).collect(Collectors.joining(", ", "clients sent: ", "")));
    }

    private static Inet4Address address(DhcpServer.Exchange exchange) {
        return exchange.answer().map(DhcpMessage::yiaddr).filter(granted -> !granted.isAnyLocalAddress())
                .or(() -> exchange.request().address(DhcpOption.REQUESTED_IP_ADDRESS))
                .orElse(exchange.request().ciaddr());
    }
}
