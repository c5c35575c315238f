package dev.lanyard.runner.step.dhcp;

import dev.lanyard.drivers.ip.dhcp.DhcpClient;
import dev.lanyard.drivers.ip.dhcp.DhcpSettings;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Checks;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.runner.value.Expectation;
import dev.lanyard.wire.dhcp.DhcpMessage;
import java.io.IOException;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.Optional;

/** A DHCP client that was restarted. */
@Verb(name = "dhcp.reboot",
        doc = "Asks once, as a client that was restarted, for an address that it says it had: a REQUEST with option 50 and "
                + "no server (INIT-REBOOT). The harness does not take the address.",
        example = "dhcp.reboot: {address: 203.0.113.9, within: 1s, expect: {answer: \"!= ack\"}}")
public final class DhcpReboot implements Step<DhcpReboot.Arguments, DhcpReboot.Result> {

    /** Keys of the step. */
    public record Arguments(
            @Doc("the address asked for; without it, that of the last dhcp.lease") Optional<Inet4Address> address,
            @Doc("how long to listen") @Default("2s") Duration within,
            @Doc("what must come of it") @Default("{}") Expect expect) {}

    /** What must come of it. */
    public record Expect(
            @Doc("ack, nak, or none") Optional<Expectation<DhcpOutcome>> answer,
            @Doc("the address acknowledged") Optional<Expectation<Inet4Address>> address) {}

    /** What came of it. */
    public record Result(
            @Doc("ack, nak, or none") DhcpOutcome answer,
            @Doc("the address acknowledged") Optional<Inet4Address> address) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.within().plusSeconds(10);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        Optional<HeldLease> held = context.attachment().services().find(HeldLease.class);
        Inet4Address address = arguments.address().isPresent() ? arguments.address().get()
                : HeldLease.of(context).lease().address();
        DhcpClient client = held.map(HeldLease::client)
                .orElse(new DhcpClient(context.attachment().ip(), DhcpSettings.of(false)));
        Optional<DhcpMessage> answer = client.reboot(address, arguments.within());
        Result result = new Result(DhcpOutcome.of(answer),
                answer.map(DhcpMessage::yiaddr).filter(granted -> !granted.isAnyLocalAddress()));
        return new Checks().value("answer", arguments.expect().answer(), result.answer())
                .optional("address", arguments.expect().address(), result.address())
                .orFail(result, "INIT-REBOOT with " + address.getHostAddress());
    }
}
